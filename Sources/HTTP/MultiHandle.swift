private import CCurl

/// The one owner of a multi handle of libcurl: connections, and the transfers that share them.
///
/// Belongs to one thread.
@safe final class MultiHandle {
  private let pointer: UnsafeMutableRawPointer

  /// Makes a handle.
  ///
  /// - Parameter connections: How many connections are kept for the next request.
  /// - Throws: `CurlError.Cause.library`, first of all when libcurl is not installed.
  init(connections: Int) throws(CurlError.Cause) {
    if let reason = unsafe chiport_curl_load_error() {
      throw unsafe .library(String(cString: reason))
    }
    guard let pointer = unsafe chiport_multi_init() else {
      throw .library("libcurl made no multi handle: out of memory")
    }
    unsafe self.pointer = pointer
    try check(unsafe chiport_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, connections))
    try check(
      unsafe chiport_multi_set_long(pointer, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX)))
  }

  deinit { unsafe chiport_multi_cleanup(pointer) }

  func add(_ easy: EasyHandle) throws(CurlError.Cause) {
    try check(unsafe easy.withPointer { unsafe chiport_multi_add(pointer, $0) })
  }

  func remove(_ easy: EasyHandle) throws(CurlError.Cause) {
    try check(unsafe easy.withPointer { unsafe chiport_multi_remove(pointer, $0) })
  }

  /// Moves all transfers on as far as goes without waiting.
  func perform() throws(CurlError.Cause) { try check(unsafe chiport_multi_perform(pointer)) }

  /// Sleeps until there is something to do, `waker` is woken, or `limit` has passed.
  func wait(_ waker: Waker, limit: Duration) throws(CurlError.Cause) {
    // libcurl shortens the time to its own next timer.
    let milliseconds = Int32(limit / .milliseconds(1))
    try check(unsafe chiport_multi_wait(pointer, waker.descriptor, milliseconds))
  }

  /// One easy handle, by its `id`, whose transfer has ended; nil when there is none left.
  func nextFinished() -> (id: UInt, code: CurlCode)? {
    var code = CURLE_OK
    guard let easy = unsafe chiport_multi_next_finished(pointer, &code) else { return nil }
    return (UInt(bitPattern: easy), CurlCode(code))
  }

  private func check(_ code: CURLMcode) throws(CurlError.Cause) {
    guard code == CURLM_OK else {
      let message = unsafe String(cString: chiport_multi_strerror(code))
      throw .library("libcurl multi error \(code.rawValue): \(message)")
    }
  }
}
