import HTTP

/// Works through a list with a bound on how many elements are worked on at once.
package struct CopyQueue<Item: Sendable>: Sendable {
  /// What became of one element.
  package enum Outcome: Sendable {
    case done(CopiedObject)
    case failed(any Error)
  }

  /// How many elements have to fail one after the other for the rest to be left.
  ///
  /// A quota that is used up, or a store that is gone, fails them all, each after several attempts.
  package static var patience: Int { 16 }

  private let workers: Int
  private let work: @Sendable (Item) async throws -> CopiedObject
  private let report: @Sendable (Item, Outcome) -> Void

  /// Makes a queue.
  ///
  /// - Parameters:
  ///   - workers: How many elements are worked on at once, one at least.
  ///   - work: What to do with an element.
  ///   - report: Told of each element when it is done, by one caller at a time.
  package init(
    workers: Int, work: @escaping @Sendable (Item) async throws -> CopiedObject,
    report: @escaping @Sendable (Item, Outcome) -> Void
  ) {
    self.workers = max(workers, 1)
    self.work = work
    self.report = report
  }

  /// Works through `items` in their order.
  ///
  /// - Parameter items: What to do.
  /// - Returns: How many elements were left, because too many failed one after the other.
  /// - Throws: `CancellationError` when the task was cancelled.
  package func run(_ items: [Item]) async throws -> Int {
    var failures = 0
    let begun = try await ConcurrentWork.run(items, atOnce: workers, work) { index, result in
      switch result {
      case .success(let object):
        failures = 0
        report(items[index], .done(object))
      case .failure(let error):
        failures = CopyQueue.isAboutOne(error) ? 0 : failures + 1
        report(items[index], .failed(error))
      }
      return failures < CopyQueue.patience
    }
    return items.count - begun
  }

  private static func isAboutOne(_ error: any Error) -> Bool {
    (error as? ObjectCopyError)?.isConflict ?? false
  }
}
