internal import Synchronization

/// What has arrived of one answer and waits to be read: filled by the transfer thread, emptied by a task.
final class DownloadPipe: Sendable {
  /// How many bytes the transfer thread gathers before it hands them over, if they come that fast.
  static let chunkInBytes = 256 << 10
  /// From this many on the transfer is paused; half of it is where it goes on.
  private static let capacityInBytes = 1 << 20

  private struct State {
    var chunks: [[UInt8]] = []
    var bytes = 0
    /// What follows the chunks; nil while the transfer goes on.
    var end: Result<Void, any Error>?
    var reader: CheckedContinuation<[UInt8]?, any Error>?
    var isPaused = false
  }

  let id: TransferJob.ID
  private let queue: TransferQueue
  private let state = Mutex(State())

  init(_ queue: TransferQueue) {
    self.queue = queue
    id = queue.newID()
  }

  /// Whether more may be put in; after `false` the transfer is resumed when there is room.
  func hasRoom() -> Bool {
    state.withLock { state in
      state.isPaused = state.bytes >= DownloadPipe.capacityInBytes
      return !state.isPaused
    }
  }

  /// Puts in one byte or more.
  func put(_ chunk: [UInt8]) {
    let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
      if let reader = state.reader {
        state.reader = nil
        return reader
      }
      state.chunks.append(chunk)
      state.bytes += chunk.count
      return nil
    }
    reader?.resume(returning: chunk)
  }

  /// Ends the content, of which nothing more is put in; only the first end counts.
  func finish(_ end: Result<Void, any Error>) {
    let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
      state.end = state.end ?? end
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(with: end.map { nil })
  }

  /// Waits for the next chunk, for one task at a time.
  ///
  /// - Returns: One byte or more; nil after the last.
  /// - Throws: With what the content ended; `CancellationError`, which ends the transfer.
  func next() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if let ready = take(or: continuation) { continuation.resume(with: ready) }
      }
    } onCancel: {
      abandon()
    }
  }

  /// Ends the transfer, if it still goes on.
  func abandon() {
    finish(.failure(CancellationError()))
    queue.tell(.end(id, CancellationError()))
  }

  /// The first chunk or the end, if there is either; otherwise `continuation` gets what comes next.
  private func take(
    or continuation: CheckedContinuation<[UInt8]?, any Error>
  ) -> Result<[UInt8]?, any Error>? {
    let (ready, resumes) = state.withLock { state -> (Result<[UInt8]?, any Error>?, Bool) in
      precondition(state.reader == nil, "two tasks read one stream")
      if state.chunks.isEmpty {
        if state.end == nil { state.reader = continuation }
        return (state.end?.map { nil }, false)
      }
      let chunk = state.chunks.removeFirst()
      state.bytes -= chunk.count
      let resumes = state.isPaused && state.bytes <= DownloadPipe.capacityInBytes / 2
      if resumes { state.isPaused = false }
      return (.success(chunk), resumes)
    }
    if resumes { queue.tell(.resume(id)) }
    return ready
  }
}

/// The content of an answer as its reader holds it; who lets go of it ends the transfer.
final class ReceivedBody: ByteStream {
  private let pipe: DownloadPipe
  /// What was asked, for errors.
  private let request: HTTPRequest

  init(_ pipe: DownloadPipe, of request: HTTPRequest) {
    self.pipe = pipe
    self.request = request
  }

  deinit { pipe.abandon() }

  func next() async throws -> [UInt8]? {
    do { return try await pipe.next() } catch let cause as CurlError.Cause {
      throw CurlError(request, cause)
    }
  }
}
