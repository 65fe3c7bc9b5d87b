import HTTP
import JSON
import OpenStack

/// One request and its answer as JSON.
struct Exchange: Sendable {
  /// An answer, with what its header says.
  struct Answer: Sendable {
    let content: JSONValue
    let response: HTTPResponse
  }

  /// Why there is no such answer.
  struct Failure: Error, Sendable {
    /// As messages may show it.
    let url: String
    /// In a few words, with what the server said.
    let reason: String
    /// The status; nil when there was none, or the body was at fault.
    let status: HTTPStatus?
    /// Whether the server rather than the thing asked for is to blame.
    let isAboutServer: Bool
    /// Of an answer with another status than 2xx, for its `Date`.
    var response: HTTPResponse?
  }

  let client: any HTTPClient

  /// Sends a request.
  ///
  /// - Parameter request: What is asked.
  /// - Returns: An answer with a status from 200 to 299 whose body is JSON.
  /// - Throws: `Failure`, and `CancellationError`.
  func send(_ request: HTTPRequest) async throws -> Answer {
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch let error as CurlError {
      throw failure(error, response: nil)
    }
    guard response.status.isSuccess else {
      throw failure(
        CurlError(request, .status(response.status), answer: response.body), response: response)
    }
    do {
      return Answer(content: try JSONValue(parsing: response.body), response: response)
    } catch {
      let shown = CurlError(request, .status(response.status)).url
      throw Failure(url: shown, reason: error.description, status: nil, isAboutServer: false)
    }
  }

  private func failure(_ error: CurlError, response: HTTPResponse?) -> Failure {
    var status: HTTPStatus?
    if case .status(let code) = error.cause { status = code }
    let detail = AnswerDetail.text(of: error.answer).map { ": \($0)" } ?? ""
    return Failure(
      url: error.url, reason: error.reason + detail, status: status,
      isAboutServer: status?.isTransient ?? true, response: response)
  }
}
