/// How often a request is repeated, and how long to wait in between.
package struct RetryPolicy: Sendable, Hashable {
  /// How many times a request is sent at most, 1 or more.
  package let attempts: Int
  /// The wait after the first attempt; it doubles after each one.
  package let firstDelay: Duration
  /// The longest wait, also when the server asks for more.
  package let maximumDelay: Duration

  /// Makes a policy; the one by default gives up after 3.5 to 7 s of waiting.
  package init(
    attempts: Int = 4, firstDelay: Duration = .seconds(1), maximumDelay: Duration = .seconds(60)
  ) {
    precondition(attempts > 0, "\(attempts) attempts are none")
    self.attempts = attempts
    self.firstDelay = firstDelay
    self.maximumDelay = maximumDelay
  }

  /// The time to wait after an attempt.
  ///
  /// Half of the exponential delay is fixed and half is left to chance, so that the clients that
  /// failed together do not come back together. A `Retry-After` is taken as it is.
  ///
  /// - Parameters:
  ///   - attempt: The number of the attempt that failed, from 1.
  ///   - retryAfter: The header field of that name: seconds or a date (RFC 9110, section 10.2.3).
  ///     What is neither counts as absent, and a date in the past as no wait.
  ///   - now: The time since 1970-01-01 00:00:00 UTC.
  ///   - chance: A number from 0 up to, but not including, 1.
  /// - Returns: A time from 0 to `maximumDelay`.
  package func delay(
    after attempt: Int, retryAfter: String?, now: Duration, chance: Double
  ) -> Duration {
    if let retryAfter, let delay = RetryPolicy.delay(retryAfter, now: now) {
      return min(max(.zero, delay), maximumDelay)
    }
    let doublings = min(attempt - 1, 30)
    let full = min(firstDelay * (1 << doublings), maximumDelay)
    return full / 2 + full / 2 * chance
  }

  private static func delay(_ retryAfter: String, now: Duration) -> Duration? {
    if retryAfter.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      // More digits than an integer holds are longer than any maximum.
      return retryAfter.isEmpty ? nil : .seconds(Int32(retryAfter) ?? Int32.max)
    }
    return HTTPDate.seconds(retryAfter).map { .seconds($0) - now }
  }
}
