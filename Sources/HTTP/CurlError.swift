internal import CCurl

/// A result code of libcurl; unknown ones survive.
///
/// Source: https://curl.se/libcurl/c/libcurl-errors.html
package struct CurlCode: RawRepresentable, Sendable, Hashable {
  /// The number of a `CURLE_` constant.
  package let rawValue: UInt32

  /// Takes any number, also one that this version of libcurl does not know.
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  init(_ code: CURLcode) { rawValue = code.rawValue }

  static let ok = CurlCode(CURLE_OK)
  static let cannotResolveProxy = CurlCode(CURLE_COULDNT_RESOLVE_PROXY)
  static let cannotResolveHost = CurlCode(CURLE_COULDNT_RESOLVE_HOST)
  static let cannotConnect = CurlCode(CURLE_COULDNT_CONNECT)
  static let http2 = CurlCode(CURLE_HTTP2)
  static let truncated = CurlCode(CURLE_PARTIAL_FILE)
  static let outOfMemory = CurlCode(CURLE_OUT_OF_MEMORY)
  static let timedOut = CurlCode(CURLE_OPERATION_TIMEDOUT)
  static let tlsHandshake = CurlCode(CURLE_SSL_CONNECT_ERROR)
  static let emptyAnswer = CurlCode(CURLE_GOT_NOTHING)
  static let sendFailed = CurlCode(CURLE_SEND_ERROR)
  static let receiveFailed = CurlCode(CURLE_RECV_ERROR)
  static let certificateRefused = CurlCode(CURLE_PEER_FAILED_VERIFICATION)
  static let bodyTooLarge = CurlCode(CURLE_FILESIZE_EXCEEDED)
  static let http2Stream = CurlCode(CURLE_HTTP2_STREAM)

  /// Whether the request cannot have reached the server.
  var isBeforeSending: Bool {
    [.cannotResolveProxy, .cannotResolveHost, .cannotConnect].contains(self)
  }

  /// Whether the network rather than the request is to blame, so that trying again makes sense.
  var isTransient: Bool {
    isBeforeSending
      || [
        .http2, .http2Stream, .truncated, .timedOut, .tlsHandshake, .emptyAnswer, .sendFailed,
        .receiveFailed,
      ].contains(self)
  }
}

/// A request that got no answer, or not the one wanted.
///
/// Neither the URL nor any message shows a user name, a password or a token.
package struct CurlError: Error, Sendable, Hashable {
  /// What went wrong.
  package enum Cause: Error, Sendable, Hashable {
    /// libcurl is missing, too old, or failed in a way that has nothing to do with the request.
    case library(String)
    case invalidURL(String)
    case invalidHeader(name: String, reason: String)
    /// The request, or a redirect, is not allowed: it would not be encrypted, for example.
    case refused(String)
    case tooManyRedirects(limit: Int)
    case headersTooLarge(limitInBytes: Int)
    case bodyTooLarge(limitInBytes: Int)
    /// The content to send turned out shorter or longer than announced; what was sent is incomplete.
    case bodyLength(announcedInBytes: Int, foundInBytes: Int)
    case transfer(CurlCode, message: String)
    case status(HTTPStatus)
  }

  /// The method of the request as it was made; a redirect may have turned it into `GET`.
  package let method: HTTPMethod
  /// The URL of the request, as `Redaction` leaves it.
  package let url: String
  /// What went wrong in the last attempt.
  package let cause: Cause
  /// How many times the request was sent or meant to be sent, 1 or more.
  package let attempts: Int
  /// The time from the first attempt to the failure of the last; nil where nobody measured.
  package let elapsed: Duration?
  /// The beginning of the body that came with a status, for callers who know what it says.
  ///
  /// It is in no message of this error, as it may quote anything.
  package let answer: [UInt8]
  /// Whether the request may be sent again when the server may have acted on it.
  private let isIdempotent: Bool

  private static let maximumAnswerInBytes = 4096

  /// Makes the error of a request; of the URL only what may be shown is kept.
  ///
  /// - Parameters:
  ///   - request: What was asked.
  ///   - cause: What went wrong in the last attempt.
  ///   - attempts: How many times it was sent, 1 or more.
  ///   - elapsed: The time from the first attempt to the failure of the last.
  ///   - answer: The body that came with a status; its first 4096 bytes are kept.
  package init(
    _ request: HTTPRequest, _ cause: Cause, attempts: Int = 1, elapsed: Duration? = nil,
    answer: [UInt8] = []
  ) {
    method = request.method
    url = Redaction.url(request.url)
    self.cause = cause
    self.attempts = attempts
    self.elapsed = elapsed
    self.answer = Array(answer.prefix(CurlError.maximumAnswerInBytes))
    isIdempotent = request.isIdempotent
  }

  /// Whether the same request may succeed later without doing anything twice.
  ///
  /// A request that is not idempotent is sent again only where the server has not acted on it: it
  /// was not reached, or it said that there were too many requests (429).
  package var isRetryable: Bool {
    switch cause {
    case .transfer(let code, _): code.isBeforeSending || isIdempotent && code.isTransient
    case .status(let status):
      status == .tooManyRequests || isIdempotent && status.isTransient
    default: false
    }
  }
}

extension CurlError: CustomStringConvertible {
  /// One line: the method, the URL without secrets, and the reason.
  package var description: String {
    "\(method.rawValue) \(url): \(reason)"
  }

  /// What went wrong and how often it was tried, without the request.
  package var reason: String {
    switch (attempts, elapsed) {
    case (1, _): "\(cause)"
    case (_, nil): "\(cause) after \(attempts) attempts"
    case (_, let elapsed?): "\(cause) after \(attempts) attempts in \(elapsed.roundedSeconds) s"
    }
  }
}

extension CurlError.Cause: CustomStringConvertible {
  /// The cause in lower case and without the request, for a message that names it.
  package var description: String {
    switch self {
    case .library(let message): message
    case .invalidURL(let reason): "the URL is not usable: \(reason)"
    case .invalidHeader(let name, let reason):
      "the header field '\(Redaction.printable(name))' is not usable: \(reason)"
    case .refused(let reason): "refused: \(reason)"
    case .tooManyRedirects(let limit): "more than \(limit) redirects"
    case .headersTooLarge(let limit): "the header of the answer exceeds \(limit) bytes"
    case .bodyTooLarge(let limit): "the body of the answer exceeds \(limit) bytes"
    case .bodyLength(let announced, let found) where found > announced:
      "the content to send has more than the \(announced) bytes announced"
    case .bodyLength(let announced, let found):
      "the content to send ended after \(found) of \(announced) bytes"
    case .transfer(let code, let message): "curl error \(code.rawValue): \(message)"
    case .status(let status): "HTTP \(status.rawValue)"
    }
  }
}

extension Duration {
  /// Whole seconds from 10 s on, tenths below.
  fileprivate var roundedSeconds: String {
    let tenths = (self / .milliseconds(100)).rounded()
    return tenths >= 100 ? "\(Int((tenths / 10).rounded()))" : "\(tenths / 10)"
  }
}
