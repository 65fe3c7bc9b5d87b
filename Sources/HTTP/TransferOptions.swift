private import CCurl

/// What all transfers of one client have in common, and how libcurl is told.
///
/// Verification of certificates and host names is always on, and nothing here turns it off.
struct TransferOptions: Sendable {
  let userAgent: String
  /// A file of PEM certificates to trust instead of those of the system; nil for the system's.
  let certificateAuthorities: String?

  /// How much libcurl reads or sends at once in a stream; 16 and 64 KiB are its own choice.
  private static let bufferInBytes = 256 << 10

  /// Sets every option of one transfer.
  ///
  /// - Parameters:
  ///   - easy: A fresh handle.
  ///   - request: What is asked; its URL has been checked.
  ///   - isStreamed: Whether content is taken or given while the transfer goes on.
  /// - Throws: `CurlError.Cause`, for example `invalidHeader`.
  func apply(
    to easy: EasyHandle, for request: HTTPRequest, isStreamed: Bool
  ) throws(CurlError.Cause) {
    let endpoint = try Endpoint(request.url)
    try easy.set(CURLOPT_URL, request.url)
    try easy.setProtocols(plainHTTP: endpoint.scheme == .http)
    // Redirects are followed by `CurlClient`, which knows more rules than libcurl.
    try easy.set(CURLOPT_FOLLOWLOCATION, 0)
    // Names of objects may have parts that look like steps in a path: `a/../b` is not `b`.
    try easy.set(CURLOPT_PATH_AS_IS, 1)
    try easy.set(CURLOPT_NOSIGNAL, 1)
    // An empty text stands for every compression that libcurl was built with.
    if request.acceptsCompression, !isStreamed { try easy.set(CURLOPT_ACCEPT_ENCODING, "") }
    // An empty text also overrides the environment; without it libcurl reads `https_proxy` & Co.
    if endpoint.isLoopback { try easy.set(CURLOPT_PROXY, "") }
    try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try applySecurity(to: easy, isEncrypted: endpoint.scheme == .https)
    try applyBounds(to: easy, for: request)
    try applyMethod(to: easy, for: request)
    if isStreamed { try applyStreaming(to: easy) }
    try easy.setHeaders(lines(for: request, isStreamed: isStreamed))
  }

  /// Sets what a transfer that may be paused needs.
  private func applyStreaming(to easy: EasyHandle) throws(CurlError.Cause) {
    chiport_prepare_streams()
    // A connection of its own: a paused HTTP/2 stream is filled up to libcurl's window of 32 MiB.
    try easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    try easy.set(CURLOPT_PIPEWAIT, 0)
    // The content of a request cannot be sent again, as libcurl does when a kept connection is gone.
    try easy.set(CURLOPT_FRESH_CONNECT, 1)
    // `StallWatch` knows when a transfer is paused.
    try easy.set(CURLOPT_LOW_SPEED_LIMIT, 0)
    try easy.set(CURLOPT_BUFFERSIZE, TransferOptions.bufferInBytes)
    try easy.set(CURLOPT_UPLOAD_BUFFERSIZE, TransferOptions.bufferInBytes)
  }

  private func applySecurity(
    to easy: EasyHandle, isEncrypted: Bool
  ) throws(CurlError.Cause) {
    try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
    try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
    try easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let certificateAuthorities { try easy.set(CURLOPT_CAINFO, certificateAuthorities) }
    try easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
    // Rather wait for a connection that turns out to speak HTTP/2 than open one per request.
    if isEncrypted { try easy.set(CURLOPT_PIPEWAIT, 1) }
  }

  private func applyBounds(
    to easy: EasyHandle, for request: HTTPRequest
  ) throws(CurlError.Cause) {
    let timeouts = request.timeouts
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.milliseconds)
    try easy.set(CURLOPT_TIMEOUT_MS, timeouts.total.milliseconds)
    try easy.set(CURLOPT_LOW_SPEED_LIMIT, timeouts.minimumRateInBytesPerSecond)
    try easy.set(CURLOPT_LOW_SPEED_TIME, max(1, timeouts.stalled.milliseconds / 1000))
    // Refuses an announced size at once; `Transfer` counts what really comes. Not for HEAD, whose
    // answer announces what it does not send, and not for 0, which stands for no limit.
    if request.method != .head, request.maximumBodyInBytes > 0 {
      try easy.set(CURLOPT_MAXFILESIZE_LARGE, offset: request.maximumBodyInBytes)
    }
    // libcurl silently sends again when a connection kept from before turns out to be closed.
    if !request.isIdempotent { try easy.set(CURLOPT_FRESH_CONNECT, 1) }
  }

  private func applyMethod(
    to easy: EasyHandle, for request: HTTPRequest
  ) throws(CurlError.Cause) {
    switch request.method {
    case .get: try easy.set(CURLOPT_HTTPGET, 1)
    case .head: try easy.set(CURLOPT_NOBODY, 1)
    case .post, .put, .patch: try easy.setBody(request.body)
    case .delete: if !request.body.isEmpty { try easy.setBody(request.body) }
    }
    if ![.get, .head].contains(request.method) {
      try easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
  }

  /// The header lines; an empty value takes out a field that libcurl would add by itself.
  private func lines(
    for request: HTTPRequest, isStreamed: Bool
  ) throws(CurlError.Cause) -> [String] {
    var lines = ["Expect:", try HTTPHeader("User-Agent", userAgent).line()]
    // Without the field, any compression would be welcome (RFC 9110, section 12.5.3).
    if isStreamed || !request.acceptsCompression { lines.append("Accept-Encoding: identity") }
    if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      lines.append("Content-Type:")
    }
    for header in request.headers { lines.append(try header.line()) }
    return lines
  }
}

extension Duration {
  /// At least 1, since 0 means no limit to libcurl, and at most what fits 32 bits (24 days).
  fileprivate var milliseconds: Int {
    Int(min(max(1, self / .milliseconds(1)), Double(Int32.max)))
  }
}
