/// The methods that the services of a testbed use.
///
/// Source: RFC 9110, section 9; RFC 5789 (PATCH).
package enum HTTPMethod: String, Sendable, Hashable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"

  /// Whether sending twice does the same as sending once.
  ///
  /// Source: RFC 9110, section 9.2.2.
  package var isIdempotent: Bool { self != .post && self != .patch }
}

/// The bounds in time of one transfer, redirects included.
package struct HTTPTimeouts: Sendable, Hashable {
  /// For looking up the name, connecting and the TLS handshake of each connection.
  package var connect: Duration
  /// From leaving the queue to the last byte, redirects included; 24 days at most.
  package var total: Duration
  /// How long fewer than `minimumRateInBytesPerSecond` may arrive; whole seconds count.
  ///
  /// The time that a server takes to begin its answer counts too; that in which this side neither
  /// takes nor gives bytes of a stream does not.
  package var stalled: Duration
  /// The rate below which a transfer counts as stalled.
  package var minimumRateInBytesPerSecond: Int

  /// Makes bounds; those left out suit answers of some megabytes.
  package init(
    connect: Duration = .seconds(10), total: Duration = .seconds(120),
    stalled: Duration = .seconds(30), minimumRateInBytesPerSecond: Int = 100
  ) {
    self.connect = connect
    self.total = total
    self.stalled = stalled
    self.minimumRateInBytesPerSecond = minimumRateInBytesPerSecond
  }

  /// For content of any size: as long as it moves on, it may take as long as it likes.
  ///
  /// A minute without a byte is what a store may need to take in the end of an upload.
  package static let streaming = HTTPTimeouts(total: .seconds(24 * 86_400), stalled: .seconds(60))
}

/// What is asked of a server.
package struct HTTPRequest: Sendable, Hashable {
  /// An absolute `https` URL without user name and password, percent-encoded.
  package var url: String
  /// A redirect may turn it into `GET`, as RFC 9110 has it (section 15.4).
  package var method: HTTPMethod
  /// Fields to send, in this order, after `Host`, `Accept: */*` and `Accept-Encoding`.
  package var headers: [HTTPHeader]
  /// The content to send; empty for none, which `GET` and `HEAD` must have.
  package var body: [UInt8]
  /// The bounds in time of each attempt.
  package var timeouts: HTTPTimeouts
  /// The most that the body of the response may have, after decompression.
  package var maximumBodyInBytes: Int
  /// Whether it may be sent again when nobody knows if the server has acted on it.
  package var isIdempotent: Bool
  /// Whether the server may compress its answer for the way; not for what is compared byte by byte.
  ///
  /// Without it, nothing is decompressed either: the content is what the server stores.
  package var acceptsCompression: Bool

  /// Makes a request.
  ///
  /// - Parameters:
  ///   - url: An absolute URL; it is checked when the request is sent.
  ///   - method: What to do; a body goes with neither GET nor HEAD.
  ///   - headers: Fields beside those that the client writes.
  ///   - body: The content to send.
  ///   - timeouts: The bounds in time.
  ///   - maximumBodyInBytes: The bound on the body of the response, after decompression.
  ///   - isIdempotent: Whether sending twice is harmless; nil for what the method says.
  ///   - acceptsCompression: Whether the answer may be compressed for the way.
  package init(
    _ url: String, method: HTTPMethod = .get, headers: [HTTPHeader] = [], body: [UInt8] = [],
    timeouts: HTTPTimeouts = HTTPTimeouts(), maximumBodyInBytes: Int = 64 << 20,
    isIdempotent: Bool? = nil, acceptsCompression: Bool = true
  ) {
    precondition(body.isEmpty || method != .get && method != .head, "\(method) has no body")
    precondition(maximumBodyInBytes >= 0, "a size is not negative")
    self.url = url
    self.method = method
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.maximumBodyInBytes = maximumBodyInBytes
    self.isIdempotent = isIdempotent ?? method.isIdempotent
    self.acceptsCompression = acceptsCompression
  }
}
