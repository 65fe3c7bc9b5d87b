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
    try await repeating(request) {
      let response = try await base.send(request)
      return Attempt(
        answer: response, status: response.status, headers: response.headers, body: response.body)
    }
  }

  /// What one attempt brought.
  struct Attempt<Answer> {
    let answer: Answer
    let status: HTTPStatus
    let headers: HTTPHeaders
    let body: [UInt8]
  }

  /// Does `attempt` once, and again while the failure may pass.
  func repeating<Answer>(
    _ request: HTTPRequest, _ attempt: () async throws -> Attempt<Answer>
  ) async throws -> Answer {
    let start = now()
    var number = 1
    while true {
      let failure: CurlError
      var retryAfter: String?
      do {
        let attempt = try await attempt()
        failure = CurlError(request, .status(attempt.status), answer: attempt.body)
        guard failure.isRetryable else { return attempt.answer }
        retryAfter = attempt.headers["Retry-After"]
      } catch let error as CurlError {
        failure = error
      }
      let time = now()
      guard failure.isRetryable, number < policy.attempts else {
        throw CurlError(
          request, failure.cause, attempts: number, elapsed: max(.zero, time - start),
          answer: failure.answer)
      }
      try await sleep(
        policy.delay(after: number, retryAfter: retryAfter, now: time, chance: chance()))
      number += 1
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
