/// Something that answers requests: libcurl, a client that retries around it, or a test's own.
package protocol HTTPClient: Sendable {
  /// Sends `request` and waits for the whole answer.
  ///
  /// - Parameter request: What is asked.
  /// - Returns: The answer whatever its status: 404 is an answer too.
  /// - Throws: `CurlError` when there is no answer, `CancellationError` when the task is cancelled.
  func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

extension HTTPClient {
  /// Sends `request` and takes every status other than 2xx for a failure.
  ///
  /// - Parameter request: What is asked.
  /// - Returns: An answer with a status from 200 to 299.
  /// - Throws: As `send` does, and `CurlError` with the cause `status`.
  package func fetch(_ request: HTTPRequest) async throws -> HTTPResponse {
    let response = try await send(request)
    guard response.status.isSuccess else {
      throw CurlError(request, .status(response.status), answer: response.body)
    }
    return response
  }
}
