private import CCurl
private import Glibc

/// The one owner of an event file descriptor, with which any thread wakes the transfer thread.
final class Waker: Sendable {
  let descriptor: Int32

  init() throws(CurlError.Cause) {
    descriptor = chiport_waker_open()
    guard descriptor >= 0 else {
      throw .library("no event file descriptor: \(unsafe String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  /// Ends the current or the next `MultiHandle.wait`.
  func wake() { chiport_waker_wake(descriptor) }

  /// Sleeps until woken; takes the wake-ups since the last time for one.
  func wait() { chiport_waker_wait(descriptor) }
}
