private import Glibc

/// A client that sends a request again when the failure may pass.
package struct RetryingClient: HTTPClient {
  private let base: any HTTPClient
  private let policy: RetryPolicy
  private let sleep: @Sendable (Duration) async throws -> Void
  private let now: @Sendable () -> Duration
  private let chance: @Sendable () -> Double

  /// Wraps another client.
  ///
  /// - Parameters:
  ///   - base: What sends the requests.
  ///   - policy: How often, and how long to wait.
  ///   - sleep: Waits; it throws when the task is cancelled.
  ///   - now: The time since 1970-01-01 00:00:00 UTC.
  ///   - chance: A number from 0 up to, but not including, 1.
  package init(
    _ base: any HTTPClient, policy: RetryPolicy = RetryPolicy(),
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    now: @escaping @Sendable () -> Duration = { .sinceEpoch },
    chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
  ) {
    self.base = base
    self.policy = policy
    self.sleep = sleep
    self.now = now
    self.chance = chance
  }

  /// Sends `request`, again while `CurlError.isRetryable` and the policy allow.
  ///
  /// - Parameter request: What is asked.
  /// - Returns: An answer; its status may be a transient one only if the request must not be sent
  ///   again.
  /// - Throws: `CurlError` of the last attempt with the number of attempts and the time they took;
  ///   its cause is `status` when the last answer was a transient failure.
  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let start = now()
    var attempt = 1
    while true {
      let failure: CurlError
      var retryAfter: String?
      do {
        let response = try await base.send(request)
        failure = CurlError(request, .status(response.status), answer: response.body)
        guard failure.isRetryable else { return response }
        retryAfter = response.headers["Retry-After"]
      } catch let error as CurlError {
        failure = error
      }
      let time = now()
      guard failure.isRetryable, attempt < policy.attempts else {
        throw CurlError(
          request, failure.cause, attempts: attempt, elapsed: max(.zero, time - start),
          answer: failure.answer)
      }
      try await sleep(
        policy.delay(after: attempt, retryAfter: retryAfter, now: time, chance: chance()))
      attempt += 1
    }
  }
}

extension Duration {
  /// The time since 1970-01-01 00:00:00 UTC by the system's clock.
  package static var sinceEpoch: Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
