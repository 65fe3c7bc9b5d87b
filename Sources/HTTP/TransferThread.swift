private import Glibc

/// Starts the thread on which libcurl works, so that it never blocks the tasks' own threads.
enum TransferThread {
  /// Starts a thread that answers the jobs of `queue` until it is closed.
  ///
  /// libcurl is loaded on that thread. When it cannot be used (any more), the thread answers every
  /// job with the reason.
  ///
  /// - Parameters:
  ///   - queue: Where the jobs come from.
  ///   - options: What all transfers have in common.
  ///   - limit: How many transfers go on at once.
  /// - Throws: `CurlError.Cause.library` when the system gives no thread.
  static func start(
    _ queue: TransferQueue, options: TransferOptions, limit: Int
  ) throws(CurlError.Cause) {
    let work = ThreadWork {
      blockPipeSignal()
      do throws(CurlError.Cause) {
        try TransferLoop(queue, options: options, limit: limit).run()
      } catch {
        refuseAll(queue, error)
      }
    }
    let context = unsafe Unmanaged.passRetained(work)
    var thread = pthread_t()
    let code = unsafe pthread_create(&thread, nil, threadMain, context.toOpaque())
    guard code == 0 else {
      unsafe context.release()
      throw .library("no thread for transfers: \(unsafe String(cString: strerror(code)))")
    }
    pthread_detach(thread)
  }

  /// Lets a write to a closed connection fail instead of ending the process.
  ///
  /// libcurl does not see to it itself while `CURLOPT_NOSIGNAL` is set.
  private static func blockPipeSignal() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  private static func refuseAll(_ queue: TransferQueue, _ cause: CurlError.Cause) {
    while true {
      let news = queue.take()
      for case .start(let job) in news.commands { job.continuation.resume(throwing: cause) }
      if news.isClosed { return }
      queue.waker.wait()
    }
  }
}

/// A closure in a box that can pass through C.
private final class ThreadWork: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context = unsafe context {
    unsafe Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run()
  }
  return nil
}
