package import HTTP

/// What is asked of one service of a cloud.
package struct CloudRequest: Sendable {
  /// What follows the endpoint, percent-encoded, from its `/` on, or an absolute URL of the same
  /// server, as in links to further pages.
  ///
  /// The version may stand at its beginning (`/v2/images`): it is not doubled where the catalogue's
  /// URL has it already.
  package var path: String
  package var method: HTTPMethod
  /// Beside `X-Auth-Token`.
  package var headers: [HTTPHeader]
  /// The content to send; empty for none.
  package var body: [UInt8]
  package var timeouts: HTTPTimeouts
  /// The most that the body of the answer may have.
  package var maximumBodyInBytes: Int
  /// Whether sending twice is harmless; nil for what the method says.
  package var isIdempotent: Bool?
  /// Whether the server may compress its answer for the way; not for what is compared byte by byte.
  package var acceptsCompression: Bool

  /// Makes a request; what is left out is as in `HTTPRequest`.
  package init(
    _ path: String, method: HTTPMethod = .get, headers: [HTTPHeader] = [], body: [UInt8] = [],
    timeouts: HTTPTimeouts = HTTPTimeouts(), maximumBodyInBytes: Int = 64 << 20,
    isIdempotent: Bool? = nil, acceptsCompression: Bool = true
  ) {
    self.path = path
    self.method = method
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.maximumBodyInBytes = maximumBodyInBytes
    self.isIdempotent = isIdempotent
    self.acceptsCompression = acceptsCompression
  }

  /// The same request to `url` with a token.
  func request(to url: String, token: Secret) -> HTTPRequest {
    HTTPRequest(
      url, method: method, headers: [HTTPHeader("X-Auth-Token", token)] + headers, body: body,
      timeouts: timeouts, maximumBodyInBytes: maximumBodyInBytes, isIdempotent: isIdempotent,
      acceptsCompression: acceptsCompression)
  }
}
