package import HTTP
import JSON

/// What failed at which service; no secret is in it.
package struct OpenStackError: Error, Sendable, Equatable {
  /// The URL as messages may show it, a variable, or a place in a file.
  package let place: String
  /// What went wrong there, with what the server said.
  package let reason: String
  /// The status of the answer; nil when there was none, or its content was at fault.
  package let status: HTTPStatus?
  /// What to do next, in one line.
  package let hint: String?
  /// Whether the same request may succeed later without doing anything twice.
  package let isRetryable: Bool

  /// Takes texts that have no secret in them.
  package init(
    place: String, reason: String, status: HTTPStatus? = nil, hint: String? = nil,
    isRetryable: Bool = false
  ) {
    self.place = place
    self.reason = reason
    self.status = status
    self.hint = hint
    self.isRetryable = isRetryable
  }

  /// Takes what an HTTP client reports.
  ///
  /// - Parameters:
  ///   - error: The failure; the beginning of the answer, if any, says more.
  ///   - secrets: What an answer may quote, but no message.
  ///   - hint: What to do next.
  package init(_ error: CurlError, hiding secrets: [Secret] = [], hint: String? = nil) {
    var status: HTTPStatus?
    if case .status(let code) = error.cause { status = code }
    let detail =
      AnswerDetail.text(of: error.answer, hiding: secrets).map { ": \($0)" } ?? ""
    var hint = hint
    if case .transfer(let code, _) = error.cause, code.rawValue == OpenStackError.certificateRefused
    {
      hint = "'cacert' (OS_CACERT) names a file of certificates to trust instead of the system's"
    }
    self.init(
      place: error.url, reason: error.reason + detail, status: status, hint: hint,
      isRetryable: error.isRetryable)
  }
}

extension OpenStackError {
  /// `CURLE_PEER_FAILED_VERIFICATION`.
  ///
  /// Source: https://curl.se/libcurl/c/libcurl-errors.html
  private static let certificateRefused: UInt32 = 60
}

extension OpenStackError: CustomStringConvertible {
  /// One line: where, and what went wrong.
  package var description: String { "\(place): \(reason)" }
}

extension Secret {
  /// Shorter than this, a secret may be any word.
  private static let shortestToHide = 4

  /// `text` with `<secret>` wherever it quotes this secret, also as JSON or a form spells it.
  func hidden(in text: String) -> String {
    guard revealed.count >= Secret.shortestToHide else { return text }
    let spellings: Set = [
      revealed, String(JSONValue.string(revealed).compact.dropFirst().dropLast()),
      PercentEncoding.encode(revealed.utf8, keepingSlashes: false),
    ]
    return spellings.sorted { $0.count > $1.count }.reduce(text) {
      $0.replacing($1, with: description)
    }
  }
}
