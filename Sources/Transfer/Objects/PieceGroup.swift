import HTTP

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
    var outputs: [Int: Output] = [:]
    var failures: [any Error] = []
    _ = try await ConcurrentWork.run(pieces, atOnce: width, work) { index, result in
      switch result {
      case .success(let output): outputs[index] = output
      case .failure(let error): failures.append(error)
      }
      return failures.count < patience
    }
    if let first = failures.first { throw first }
    return ConcurrentWork.inOrder(outputs, of: pieces.count)
  }
}
