/// Works on the pieces of one object, a few at once.
///
/// A piece that fails does not take those with it that are on their way: once they are stored, the next
/// run need not send them again.
enum PieceGroup {
  /// How many failures end it.
  private static let patience = 4

  /// Works on all pieces.
  ///
  /// - Parameters:
  ///   - pieces: In the order in which they are begun.
  ///   - width: How many are worked on at once.
  ///   - work: What to do with each.
  /// - Returns: What `work` returned, in the order of the pieces.
  /// - Throws: The first failure, when all that was begun has ended; `CancellationError`.
  static func run<Piece: Sendable, Output: Sendable>(
    _ pieces: [Piece], atOnce width: Int, _ work: @escaping @Sendable (Piece) async throws -> Output
  ) async throws -> [Output] {
    try await withThrowingTaskGroup(of: Done<Output>.self) { group in
      var next = 0
      var failures: [any Error] = []
      func add() {
        guard next < pieces.count, failures.count < patience else { return }
        let (index, piece) = (next, pieces[next])
        next += 1
        group.addTask { try await Done(index: index, result: result(of: piece, work)) }
      }
      for _ in 0..<width { add() }
      var outputs: [Int: Output] = [:]
      while let done = try await group.next() {
        switch done.result {
        case .success(let output): outputs[done.index] = output
        case .failure(let error): failures.append(error)
        }
        add()
      }
      if let first = failures.first { throw first }
      return pieces.indices.compactMap { outputs[$0] }
    }
  }

  /// What came of one piece.
  private struct Done<Output: Sendable>: Sendable {
    let index: Int
    let result: Result<Output, any Error>
  }

  // Apart from the task, and not in a tuple with the index: Swift 6.3.1 with -O returns another
  // index for `return (index, .success(try await ...))`.
  private static func result<Piece: Sendable, Output: Sendable>(
    of piece: Piece, _ work: @Sendable (Piece) async throws -> Output
  ) async throws -> Result<Output, any Error> {
    do { return .success(try await work(piece)) } catch {
      try Task.checkCancellation()
      return .failure(error)
    }
  }
}
