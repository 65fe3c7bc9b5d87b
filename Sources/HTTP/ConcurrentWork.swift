/// Works through a list, some elements at once.
package enum ConcurrentWork {
  /// Works on each element in its turn.
  ///
  /// - Parameters:
  ///   - items: What is worked on.
  ///   - limit: How many at once, 1 or more.
  ///   - work: The work on one element.
  ///   - each: Told what came of an element, in the order in which they end, with its index; whether
  ///     another one may be begun. What it throws ends all.
  /// - Returns: How many elements were begun, all of which have ended.
  /// - Throws: What `each` throws; `CancellationError` when the task is cancelled.
  package static func run<Item: Sendable, Output: Sendable>(
    _ items: [Item], atOnce limit: Int,
    _ work: @escaping @Sendable (Item) async throws -> Output,
    each: (Int, Result<Output, any Error>) throws -> Bool
  ) async throws -> Int {
    try await withThrowingTaskGroup(of: Done<Output>.self) { group in
      var next = 0
      var goesOn = true
      func begin() {
        guard goesOn, next < items.count else { return }
        let (index, item) = (next, items[next])
        next += 1
        group.addTask { try await Done(index: index, result: result(of: item, work)) }
      }
      for _ in 0..<max(limit, 1) { begin() }
      while let done = try await group.next() {
        if try !each(done.index, done.result) { goesOn = false }
        begin()
      }
      return next
    }
  }

  /// Works on each element, and gives the results in the order of the elements.
  ///
  /// - Parameters:
  ///   - items: What is worked on.
  ///   - limit: How many at once, 1 or more.
  ///   - transform: The work; the first that throws ends the rest.
  /// - Returns: One result for each element.
  /// - Throws: What `transform` throws first.
  package static func map<Item: Sendable, Output: Sendable>(
    _ items: [Item], atOnce limit: Int,
    _ transform: @escaping @Sendable (Item) async throws -> Output
  ) async throws -> [Output] {
    var outputs: [Int: Output] = [:]
    _ = try await run(items, atOnce: limit, transform) { index, result in
      outputs[index] = try result.get()
      return true
    }
    return inOrder(outputs, of: items.count)
  }

  /// The outputs of all elements in their order.
  ///
  /// - Parameters:
  ///   - outputs: By index, none missing.
  ///   - count: How many elements there are.
  /// - Returns: As many.
  package static func inOrder<Output>(_ outputs: [Int: Output], of count: Int) -> [Output] {
    let ordered = (0..<count).compactMap { outputs[$0] }
    precondition(ordered.count == count, "an output is missing")
    return ordered
  }

  private struct Done<Output: Sendable>: Sendable {
    let index: Int
    let result: Result<Output, any Error>
  }

  // Apart from the task, and not in a tuple with the index: Swift 6.3.1 with -O returns another
  // index for `return (index, .success(try await ...))`.
  private static func result<Item: Sendable, Output: Sendable>(
    of item: Item, _ work: @Sendable (Item) async throws -> Output
  ) async throws -> Result<Output, any Error> {
    do { return .success(try await work(item)) } catch {
      try Task.checkCancellation()
      return .failure(error)
    }
  }
}
