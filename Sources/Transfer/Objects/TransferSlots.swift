/// A bound on how many transfers run at once; whoever waits longest is next.
package actor TransferSlots {
  /// How many segments of one large object are on their way at once: so many are sent again when a run
  /// is ended.
  nonisolated let segments: Int
  private var free: Int
  private var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  private var lastID = 0

  /// Makes slots.
  ///
  /// - Parameters:
  ///   - count: How many transfers run at once, one at least.
  ///   - segments: How many of these may be of one large object.
  package init(_ count: Int, segments: Int = 1) {
    free = max(count, 1)
    self.segments = max(segments, 1)
  }

  /// Runs `body` in a slot.
  ///
  /// - Parameter body: What to do; it must not take a slot itself, as that could wait forever.
  /// - Returns: What `body` returned.
  /// - Throws: What `body` threw, `CancellationError` when the task was cancelled before.
  package nonisolated func run<Result: Sendable>(
    _ body: @Sendable () async throws -> Result
  ) async throws -> Result {
    try await take()
    do {
      let result = try await body()
      await release()
      return result
    } catch {
      await release()
      throw error
    }
  }

  private func take() async throws {
    try Task.checkCancellation()
    if free > 0 {
      free -= 1
      return
    }
    lastID += 1
    let id = lastID
    let hasSlot = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if Task.isCancelled {
          continuation.resume(returning: false)
        } else {
          waiting.append((id, continuation))
        }
      }
    } onCancel: {
      Task { await self.giveUp(id) }
    }
    guard hasSlot else { throw CancellationError() }
  }

  private func giveUp(_ id: Int) {
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
    waiting.remove(at: index).continuation.resume(returning: false)
  }

  private func release() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().continuation.resume(returning: true)
    }
  }
}
