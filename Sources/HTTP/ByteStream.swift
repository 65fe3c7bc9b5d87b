/// Bytes that come piece by piece, so that nobody has to hold all of them.
package protocol ByteStream: Sendable {
  /// Waits for the next bytes; one caller at a time.
  ///
  /// - Returns: One byte or more; nil after the last.
  /// - Throws: Why no more will come; `CancellationError` when the task is cancelled.
  func next() async throws -> [UInt8]?
}

/// The content of a request that is sent as it comes.
package struct StreamedBody: Sendable {
  /// Read once, from its beginning: a request with such a body cannot be sent again.
  package let stream: any ByteStream
  /// How many bytes `stream` has; nil when nobody knows, and then they are sent in chunks (RFC 9112,
  /// section 7.1).
  package let lengthInBytes: Int?

  /// Takes a stream, and how long it will turn out to be.
  package init(_ stream: any ByteStream, lengthInBytes: Int?) {
    self.stream = stream
    self.lengthInBytes = lengthInBytes
  }
}

/// An answer whose content is still arriving.
package struct StreamedResponse: Sendable {
  /// Of the last answer, after redirects.
  package let status: HTTPStatus
  /// Of the last answer, after redirects.
  package let headers: HTTPHeaders
  /// The content as the server stores it: no compression is asked for, and none is undone.
  ///
  /// Whoever lets go of it before its end ends the transfer.
  package let body: any ByteStream
  /// Where the answer came from in the end; not fit for messages, as its query may hold a signature.
  package let url: String

  /// Makes an answer, for clients and for tests that stand in for one.
  package init(status: HTTPStatus, headers: HTTPHeaders, body: any ByteStream, url: String) {
    self.status = status
    self.headers = headers
    self.body = body
    self.url = url
  }
}

/// A client that also takes and gives content that no memory holds.
package protocol StreamingClient: HTTPClient {
  /// Sends `request` and waits for the header of the answer; the content follows as it is read.
  ///
  /// No more than some megabytes arrive before they are asked for. `maximumBodyInBytes` of the request
  /// bounds the content here too, and `timeouts.total` the whole transfer; see `HTTPTimeouts.streaming`.
  /// Open answers and sent streams do not count among the transfers that a client allows at once, lest
  /// a copy wait for its own other half.
  ///
  /// - Parameter request: What is asked.
  /// - Returns: The answer whatever its status.
  /// - Throws: `CurlError` when there is no answer, `CancellationError` when the task is cancelled.
  ///   The stream throws `CurlError` when the content breaks off.
  func open(_ request: HTTPRequest) async throws -> StreamedResponse

  /// Sends `request` with a content that is read as it is sent.
  ///
  /// - Parameters:
  ///   - request: What is asked: PUT, POST or PATCH; its own body is empty.
  ///   - body: The content. Reading stops early when the server answers early. The last of it is sent
  ///     only once the stream has ended: when it fails instead, or has another length than announced,
  ///     the server gets an incomplete request.
  /// - Returns: The answer whatever its status.
  /// - Throws: `CurlError` when there is no answer, `CancellationError`, and what `body` throws.
  func send(_ request: HTTPRequest, body: StreamedBody) async throws -> HTTPResponse
}
