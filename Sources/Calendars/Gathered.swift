import HTTP

/// The answers to many small requests, some of them made at once.
struct Gathered<Answer: Sendable>: Sendable {
  /// What came of one request.
  enum Outcome: Sendable {
    case came(Answer)
    /// The server failed, and this is what stands in for its answer.
    case failed(Answer)
  }

  /// So many failures without a success in between mean that the server is down.
  static var patience: Int { 12 }

  /// One for each item, in the order of the items.
  let answers: [Answer]
  /// Whether the server failed so often that the rest was not asked for.
  let isStopped: Bool

  init(answers: [Answer]) {
    self.answers = answers
    isStopped = false
  }

  /// Makes a request for each item, `limit` at once.
  ///
  /// - Parameters:
  ///   - items: What to ask for.
  ///   - limit: How many requests are made at once, 1 or more.
  ///   - ask: Asks for one item; what it throws ends all.
  ///   - unasked: What stands in for an item that is not asked for any more.
  /// - Throws: What `ask` throws.
  init<Item: Sendable>(
    _ items: [Item], limit: Int, ask: @escaping @Sendable (Item) async throws -> Outcome,
    unasked: (Item) -> Answer
  ) async throws {
    var outcomes = [Answer?](repeating: nil, count: items.count)
    var failures = 0
    _ = try await ConcurrentWork.run(items, atOnce: limit, ask) { index, result in
      switch try result.get() {
      case .came(let answer):
        failures = 0
        outcomes[index] = answer
      case .failed(let answer):
        failures += 1
        outcomes[index] = answer
      }
      return failures < Gathered.patience
    }
    isStopped = outcomes.contains { $0 == nil }
    answers = zip(outcomes, items).map { $0 ?? unasked($1) }
  }
}
