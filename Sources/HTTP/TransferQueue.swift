internal import Synchronization

/// One request handed to the transfer thread, and who waits for it.
struct TransferJob: Sendable {
  typealias ID = UInt64

  let id: ID
  let request: HTTPRequest
  /// What is sent instead of the request's own body; nil for that one.
  let upload: UploadPipe?
  /// Where the content of the answer goes; nil for into the answer itself.
  let download: DownloadPipe?
  let continuation: CheckedContinuation<TransferAnswer, any Error>

  var isStreamed: Bool { upload != nil || download != nil }
}

/// What tasks tell the transfer thread.
final class TransferQueue: Sendable {
  enum Command: Sendable {
    case start(TransferJob)
    /// End the transfer, if it is still going on, and answer with the error.
    case end(TransferJob.ID, any Error)
    /// The pipe of the transfer has room again, or bytes again.
    case resume(TransferJob.ID)
  }

  /// What has been told since the thread last looked.
  struct News: Sendable {
    let commands: [Command]
    /// Nothing will follow, so that the thread may end.
    let isClosed: Bool
  }

  private struct State: Sendable {
    var commands: [Command] = []
    var nextID: TransferJob.ID = 0
    var isClosed = false
  }

  let waker: Waker
  private let state = Mutex(State())

  init() throws(CurlError.Cause) { waker = try Waker() }

  /// A number for a job, so that it can be cancelled even before it is started.
  func newID() -> TransferJob.ID {
    state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
  }

  func tell(_ command: Command) {
    state.withLock { $0.commands.append(command) }
    waker.wake()
  }

  /// Lets the thread end when it has answered all jobs.
  func close() {
    state.withLock { $0.isClosed = true }
    waker.wake()
  }

  /// Takes what has been told, in the order it was told.
  func take() -> News {
    state.withLock { state in
      defer { state.commands = [] }
      return News(commands: state.commands, isClosed: state.isClosed)
    }
  }
}
