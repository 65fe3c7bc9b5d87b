/// A streaming client that repeats what can be repeated.
///
/// That is everything but a content that is read as it is sent: whoever has the content begins again.
package struct RetryingStreamingClient: StreamingClient {
  private let base: any StreamingClient
  private let retrying: RetryingClient

  /// Wraps another client.
  ///
  /// - Parameters:
  ///   - base: What sends the requests.
  ///   - policy: How often, and how long to wait.
  ///   - sleep: Waits; it throws when the task is cancelled.
  ///   - now: The time since 1970-01-01 00:00:00 UTC.
  ///   - chance: A number from 0 up to, but not including, 1.
  package init(
    _ base: any StreamingClient, policy: RetryPolicy = RetryPolicy(),
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    now: @escaping @Sendable () -> Duration = { .sinceEpoch },
    chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
  ) {
    self.base = base
    retrying = RetryingClient(base, policy: policy, sleep: sleep, now: now, chance: chance)
  }

  /// Sends `request` as `RetryingClient` does.
  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await retrying.send(request)
  }

  /// Opens the answer to `request`, again while the policy allows and no header has come.
  ///
  /// A content that breaks off later is not asked for again: the reader knows how much it has.
  package func open(_ request: HTTPRequest) async throws -> StreamedResponse {
    try await retrying.repeating(request) {
      let response = try await base.open(request)
      return RetryingClient.Attempt(
        answer: response, status: response.status, headers: response.headers, body: [])
    }
  }

  /// Sends `request` once.
  package func send(_ request: HTTPRequest, body: StreamedBody) async throws -> HTTPResponse {
    try await base.send(request, body: body)
  }
}
