internal import Synchronization

/// What is to be sent of one request: filled by a task, emptied by the transfer thread.
final class UploadPipe: Sendable {
  /// What the transfer thread gets when it asks for bytes.
  enum Supply {
    case bytes(Int)
    /// None at the moment; the transfer is resumed when there are some.
    case later
    case end
  }

  /// From this many bytes on, who fills the pipe has to wait.
  private static let capacityInBytes = 1 << 20

  private struct State {
    var chunks: [[UInt8]] = []
    /// How many bytes of the first chunk are gone.
    var offset = 0
    /// How many bytes are left.
    var bytes = 0
    var isFinished = false
    /// The transfer has ended, so that nobody takes bytes any more.
    var isClosed = false
    var isPaused = false
    var writer: CheckedContinuation<Void, Never>?
    var failure: (any Error)?
  }

  /// Why there will be no more bytes; nil as long as none of them failed.
  ///
  /// A stream may fail before its transfer has begun, when telling ends nothing yet.
  var failure: (any Error)? { state.withLock { $0.failure } }

  let id: TransferJob.ID
  let lengthInBytes: Int?
  private let queue: TransferQueue
  private let state = Mutex(State())

  init(_ queue: TransferQueue, lengthInBytes: Int?) {
    self.queue = queue
    self.lengthInBytes = lengthInBytes
    id = queue.newID()
  }

  /// Sends on what `stream` gives until it ends, or the transfer does.
  ///
  /// What completes the announced length is held back until the stream has ended too, so that the
  /// server never takes for complete what fails in the end. A failure ends the transfer.
  func fill(from stream: any ByteStream) async {
    do {
      var count = 0
      var last: [UInt8] = []
      while let chunk = try await stream.next() {
        count += chunk.count
        if let lengthInBytes, count >= lengthInBytes {
          guard count == lengthInBytes, last.isEmpty else { throw length(count) }
          last = chunk
        } else {
          guard await write(chunk) else { return }
        }
      }
      guard count == lengthInBytes ?? count else { throw length(count) }
      if !last.isEmpty { _ = await write(last) }
      finish()
    } catch {
      state.withLock { $0.failure = error }
      queue.tell(.end(id, error))
    }
  }

  private func length(_ found: Int) -> CurlError.Cause {
    .bodyLength(announcedInBytes: lengthInBytes ?? found, foundInBytes: found)
  }

  /// Puts in one chunk and waits until there is room for another; false when nobody takes it.
  private func write(_ chunk: [UInt8]) async -> Bool {
    let resumes = state.withLock { state in
      state.chunks.append(chunk)
      state.bytes += chunk.count
      return UploadPipe.takePause(&state)
    }
    if resumes { queue.tell(.resume(id)) }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          let mustWait =
            state.bytes >= UploadPipe.capacityInBytes && !state.isClosed && !Task.isCancelled
          if mustWait { state.writer = continuation }
          return !mustWait
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      close()
    }
    return state.withLock { !$0.isClosed }
  }

  private func finish() {
    let resumes = state.withLock { state in
      state.isFinished = true
      return UploadPipe.takePause(&state)
    }
    if resumes { queue.tell(.resume(id)) }
  }

  /// Lets the task that fills the pipe end: nobody will take any more.
  func close() {
    let writer = state.withLock { state in
      state.isClosed = true
      state.chunks = []
      return UploadPipe.takeWriter(&state)
    }
    writer?.resume()
  }

  /// Moves bytes into `buffer`, as many as there are and fit.
  func take(into buffer: UnsafeMutableRawBufferPointer) -> Supply {
    let (supply, writer) = state.withLock { state -> (Supply, CheckedContinuation<Void, Never>?) in
      var count = 0
      while count < buffer.count, let chunk = state.chunks.first {
        let part = chunk[state.offset...].prefix(buffer.count - count)
        unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyBytes(from: part)
        count += part.count
        state.offset += part.count
        if state.offset == chunk.count {
          state.chunks.removeFirst()
          state.offset = 0
        }
      }
      state.bytes -= count
      if count > 0 {
        let hasRoom = state.bytes < UploadPipe.capacityInBytes
        return (.bytes(count), hasRoom ? UploadPipe.takeWriter(&state) : nil)
      }
      state.isPaused = !state.isFinished
      return (state.isPaused ? .later : .end, nil)
    }
    writer?.resume()
    return supply
  }

  private static func takePause(_ state: inout State) -> Bool {
    defer { state.isPaused = false }
    return state.isPaused
  }

  private static func takeWriter(_ state: inout State) -> CheckedContinuation<Void, Never>? {
    defer { state.writer = nil }
    return state.writer
  }
}
