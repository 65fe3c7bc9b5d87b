private import CCurl
internal import Synchronization

/// Sends requests with libcurl.
///
/// Connections are kept and shared; at most `limit` transfers go on at once, the others wait in the
/// order they came. libcurl is loaded with the first request. It runs on a thread of its own, which
/// ends some time after the client is released.
///
/// Only https is spoken, but for requests to this machine. Certificates are always verified. The
/// proxies of the environment (`https_proxy`, `no_proxy`) are used, never for this machine.
package final class CurlClient: HTTPClient {
  private let policy: RequestPolicy
  private let options: TransferOptions
  private let limit: Int
  private let started = Mutex<TransferQueue?>(nil)

  /// Makes a client; nothing is loaded or started yet.
  ///
  /// - Parameters:
  ///   - userAgent: What the client calls itself, for example `chiport/1.0`.
  ///   - limit: How many transfers go on at once, 1 or more.
  ///   - allowPlainHTTP: Whether `http` may be used for hosts other than this machine.
  ///   - certificateAuthorities: A file of PEM certificates to trust instead of the system's.
  package init(
    userAgent: String, limit: Int = 8, allowPlainHTTP: Bool = false,
    certificateAuthorities: String? = nil
  ) {
    precondition(limit > 0, "a limit of \(limit) lets nothing through")
    policy = RequestPolicy(allowsPlainHTTP: allowPlainHTTP)
    options = TransferOptions(
      userAgent: userAgent, certificateAuthorities: certificateAuthorities)
    self.limit = limit
  }

  deinit { started.withLock { $0?.close() } }

  /// Sends `request` and follows up to 5 redirects.
  ///
  /// - Parameter request: What is asked.
  /// - Returns: The answer whatever its status.
  /// - Throws: `CurlError`; `CancellationError` when the task is cancelled, which ends the transfer.
  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await naming(request) {
      try await follow(request) { request, queue in
        try await transfer(request, queue.newID(), by: queue)
      }
    }
  }

  private func naming<Answer>(
    _ request: HTTPRequest, _ body: () async throws -> Answer
  ) async throws -> Answer {
    do { return try await body() } catch let cause as CurlError.Cause {
      throw CurlError(request, cause)
    }
  }

  private func follow(
    _ request: HTTPRequest,
    by send: (HTTPRequest, TransferQueue) async throws -> TransferAnswer
  ) async throws -> HTTPResponse {
    _ = try policy.endpoint(of: request.url)
    let queue = try queue()
    var current = request
    for _ in 0...RequestPolicy.maximumRedirects {
      let answer = try await send(current, queue)
      guard let target = answer.redirect else { return answer.response }
      current = try policy.redirected(current, status: answer.response.status, to: target)
      current.timeouts.total -= answer.duration
    }
    throw CurlError.Cause.tooManyRedirects(limit: RequestPolicy.maximumRedirects)
  }

  private func transfer(
    _ request: HTTPRequest, _ id: TransferJob.ID, upload: UploadPipe? = nil,
    download: DownloadPipe? = nil, by queue: TransferQueue
  ) async throws -> TransferAnswer {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard !Task.isCancelled else {
          return continuation.resume(throwing: CancellationError())
        }
        queue.tell(
          .start(
            TransferJob(
              id: id, request: request, upload: upload, download: download,
              continuation: continuation)))
        // The handler below may have come just before, when there was no such job.
        if Task.isCancelled { queue.tell(.end(id, CancellationError())) }
      }
    } onCancel: {
      queue.tell(.end(id, CancellationError()))
    }
  }

  /// The queue of the transfer thread, which the first call starts.
  private func queue() throws(CurlError.Cause) -> TransferQueue {
    let result = started.withLock { started -> Result<TransferQueue, CurlError.Cause> in
      if let started { return .success(started) }
      return Result { () throws(CurlError.Cause) in
        let queue = try TransferQueue()
        try TransferThread.start(queue, options: options, limit: limit)
        started = queue
        return queue
      }
    }
    return try result.get()
  }
}

extension CurlClient: StreamingClient {
  /// Opens the answer to `request` after up to 5 redirects; see `StreamingClient`.
  package func open(_ request: HTTPRequest) async throws -> StreamedResponse {
    try await naming(request) {
      var body: ReceivedBody?
      let answer = try await follow(request) { current, queue in
        let pipe = DownloadPipe(queue)
        body = ReceivedBody(pipe, of: request)
        return try await transfer(current, pipe.id, download: pipe, by: queue)
      }
      guard let body else { preconditionFailure("an answer came without a request") }
      return StreamedResponse(
        status: answer.status, headers: answer.headers, body: body, url: answer.url)
    }
  }

  /// Sends `request` with a content that is read as it is sent; see `StreamingClient`.
  ///
  /// A redirect is followed only where the answer is to be fetched instead (303): the content is gone.
  package func send(_ request: HTTPRequest, body: StreamedBody) async throws -> HTTPResponse {
    precondition([.put, .post, .patch].contains(request.method) && request.body.isEmpty)
    return try await naming(request) {
      var isSent = false
      return try await follow(request) { current, queue in
        guard isSent else {
          isSent = true
          return try await upload(body, with: current, by: queue)
        }
        guard current.method == .get else {
          throw CurlError.Cause.refused(
            "redirect of a \(current.method.rawValue) whose content cannot be sent again to "
              + "'\(Redaction.url(current.url))'")
        }
        return try await transfer(current, queue.newID(), by: queue)
      }
    }
  }

  private func upload(
    _ body: StreamedBody, with request: HTTPRequest, by queue: TransferQueue
  ) async throws -> TransferAnswer {
    let pipe = UploadPipe(queue, lengthInBytes: body.lengthInBytes)
    // Cancelled and awaited at the end of this function, which is how reading stops early.
    async let _ = pipe.fill(from: body.stream)
    return try await transfer(request, pipe.id, upload: pipe, by: queue)
  }
}
