import Dispatch
import Glibc
import Synchronization

/// Ctrl-C as the end of a task instead of the process.
enum Interruption {
  /// The exit code of a process that Ctrl-C ended: 128 and the number of the signal.
  ///
  /// Source: POSIX, `sh`, section 2.8.2, as shells report it.
  static let exitCode: Int32 = 128 + SIGINT

  /// Runs `body` in a task that the first Ctrl-C cancels; the second ends the process at once.
  ///
  /// - Parameter body: What to do.
  /// - Returns: What `body` returned.
  /// - Throws: What `body` threw: `CancellationError` when it was interrupted.
  static func cancelling<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task(operation: body)
    let count = Mutex(0)
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      if count.withLock({
        $0 += 1
        return $0
      }) > 1 {
        signal(SIGINT, SIG_DFL)
        raise(SIGINT)
      }
      task.cancel()
    }
    source.resume()
    defer {
      source.cancel()
      signal(SIGINT, SIG_DFL)
    }
    return try await task.value
  }
}
