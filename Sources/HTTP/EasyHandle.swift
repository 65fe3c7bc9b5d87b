internal import CCurl

/// The one owner of an easy handle of libcurl, its header list and its error text.
///
/// Belongs to one thread, and must leave its multi handle before it is released.
@safe final class EasyHandle {
  private let pointer: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var headers: UnsafeMutablePointer<curl_slist>?

  init() throws(CurlError.Cause) {
    if let reason = unsafe chiport_curl_load_error() {
      throw unsafe .library(String(cString: reason))
    }
    guard let pointer = unsafe chiport_easy_init() else {
      throw .library("libcurl made no handle: out of memory")
    }
    unsafe self.pointer = pointer
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    unsafe headers = nil
    try check(unsafe chiport_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText))
  }

  deinit {
    unsafe chiport_easy_cleanup(pointer)
    unsafe chiport_slist_free(headers)
    unsafe errorText.deallocate()
  }

  /// Tells this handle from the others that exist at the same time.
  var id: UInt { UInt(bitPattern: unsafe pointer) }

  func set(_ option: CURLoption, _ value: Int) throws(CurlError.Cause) {
    try check(unsafe chiport_easy_set_long(pointer, option, value))
  }

  func set(_ option: CURLoption, offset value: Int) throws(CurlError.Cause) {
    try check(unsafe chiport_easy_set_offset(pointer, option, curl_off_t(value)))
  }

  func set(_ option: CURLoption, _ value: String) throws(CurlError.Cause) {
    try check(unsafe chiport_easy_set_string(pointer, option, value))
  }

  /// Allows the schemes `https` and, if told so, `http`.
  func setProtocols(plainHTTP: Bool) throws(CurlError.Cause) {
    try check(unsafe chiport_easy_set_protocols(pointer, plainHTTP))
  }

  /// Sets the header lines, without CR LF.
  func setHeaders(_ lines: [String]) throws(CurlError.Cause) {
    for line in lines {
      guard let longer = unsafe chiport_slist_append(headers, line) else {
        throw .library("libcurl made no header list: out of memory")
      }
      unsafe headers = longer
    }
    try check(unsafe chiport_easy_set_pointer(pointer, CURLOPT_HTTPHEADER, headers))
  }

  /// Sets the body, of which libcurl keeps a copy.
  func setBody(_ body: [UInt8]) throws(CurlError.Cause) {
    try set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
    // Without bytes there may be no address, and without an address libcurl reads standard input.
    guard !body.isEmpty else { return try set(CURLOPT_COPYPOSTFIELDS, "") }
    let code = unsafe body.withUnsafeBytes { bytes in
      unsafe chiport_easy_set_pointer(
        pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
    try check(code)
  }

  /// Hands what arrives to `transfer`, which must outlive the time in the multi handle.
  func deliver(to transfer: Transfer) throws(CurlError.Cause) {
    let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
    try check(unsafe chiport_easy_set_callbacks(pointer, receiveBody, receiveHeader, context))
  }

  /// Has the body to send read from `transfer`, which must outlive the time in the multi handle.
  ///
  /// - Parameters:
  ///   - transfer: What gives the bytes.
  ///   - length: How many it has; nil to send them in chunks.
  /// - Throws: What libcurl does not take.
  func setReader(_ transfer: Transfer, lengthInBytes length: Int?) throws(CurlError.Cause) {
    let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
    try check(unsafe chiport_easy_set_reader(pointer, readBody, context))
    try set(CURLOPT_UPLOAD, 1)
    try set(CURLOPT_INFILESIZE_LARGE, offset: length ?? -1)
  }

  /// Goes on with what the callbacks have paused.
  func resume() throws(CurlError.Cause) {
    try check(unsafe chiport_easy_pause(pointer, CURLPAUSE_CONT))
  }

  /// The status of the last answer; 0 when there was none.
  var status: Int {
    var status = 0
    return unsafe chiport_easy_get_long(pointer, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK
      ? status : 0
  }

  /// The time from the start of the transfer to its end.
  var duration: Duration {
    var microseconds: curl_off_t = 0
    let code = unsafe chiport_easy_get_offset(pointer, CURLINFO_TOTAL_TIME_T, &microseconds)
    return code == CURLE_OK ? .microseconds(microseconds) : .zero
  }

  /// The absolute URL that the answer redirects to; nil when it does not.
  var redirectURL: String? {
    var text: UnsafePointer<CChar>?
    guard unsafe chiport_easy_get_string(pointer, CURLINFO_REDIRECT_URL, &text) == CURLE_OK
    else { return nil }
    return unsafe text.map { unsafe String(cString: $0) }
  }

  /// What a result code of this handle means, in the words of libcurl.
  func failure(_ code: CurlCode) -> CurlError.Cause {
    var message = unsafe String(cString: errorText)
    if message.isEmpty {
      message = unsafe String(cString: chiport_easy_strerror(CURLcode(rawValue: code.rawValue)))
    }
    return .transfer(code, message: Redaction.message(message))
  }

  private func check(_ code: CURLcode) throws(CurlError.Cause) {
    guard code == CURLE_OK else { throw failure(CurlCode(code)) }
  }

  /// Lets `body` use the handle, which must not be kept.
  func withPointer<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
    unsafe body(pointer)
  }
}

/// Takes bytes of the body; fewer than came end the transfer.
private func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let count = size * count
  return unsafe withTransfer(context, bytes, count) { transfer, buffer in
    switch unsafe transfer.append(body: UnsafeRawBufferPointer(buffer)) {
    case .taken: count
    case .later: Int(CURL_WRITEFUNC_PAUSE)
    case .refused: -1
    }
  } ?? -1
}

/// Takes one header line; a count other than its own ends the transfer.
private func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let count = size * count
  return unsafe withTransfer(context, bytes, count) { transfer, buffer in
    unsafe transfer.append(header: UnsafeRawBufferPointer(buffer)) ? count : -1
  } ?? -1
}

/// Gives bytes of the body to send; 0 ends it.
private func readBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  unsafe withTransfer(context, bytes, size * count) { transfer, buffer in
    switch unsafe transfer.fill(buffer) {
    case .bytes(let count): count
    case .later: Int(CURL_READFUNC_PAUSE)
    case .end: 0
    }
  } ?? Int(CURL_READFUNC_ABORT)
}

private func withTransfer(
  _ context: UnsafeMutableRawPointer?, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
  _ body: (Transfer, UnsafeMutableRawBufferPointer) -> Int
) -> Int? {
  // The multi handle holds the transfer as long as libcurl may call: see `TransferLoop.active`.
  guard let context = unsafe context else { return nil }
  let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  return unsafe body(
    transfer, UnsafeMutableRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
}
