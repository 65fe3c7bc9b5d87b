package import HTTP
import OpenStack

/// Transfers are sent again when their failure may pass: a streamed content goes only once through a
/// client, so that clients cannot do it.
package struct CopyAttempts: Sendable {
  private let policy: RetryPolicy
  private let sleep: @Sendable (Duration) async throws -> Void
  private let chance: @Sendable () -> Double

  /// Makes attempts.
  ///
  /// - Parameters:
  ///   - policy: How often, and how long to wait in between.
  ///   - sleep: Waits; it throws when the task is cancelled.
  ///   - chance: A number from 0 up to, but not including, 1.
  package init(
    _ policy: RetryPolicy = RetryPolicy(),
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
  ) {
    self.policy = policy
    self.sleep = sleep
    self.chance = chance
  }

  /// Runs `body` until it succeeds, fails for good, or has failed often enough.
  ///
  /// - Parameter body: One attempt.
  /// - Returns: What the last attempt returned.
  /// - Throws: What the last attempt threw.
  package func run<Result: Sendable>(
    _ body: @Sendable () async throws -> Result
  ) async throws -> Result {
    var attempt = 1
    while true {
      do {
        return try await body()
      } catch {
        guard attempt < policy.attempts, CopyAttempts.mayPass(error) else { throw error }
        try await sleep(
          policy.delay(after: attempt, retryAfter: nil, now: .zero, chance: chance()))
        attempt += 1
      }
    }
  }

  private static func mayPass(_ error: any Error) -> Bool {
    switch error {
    case let error as CurlError: error.isRetryable
    case let error as OpenStackError: error.isRetryable
    case let error as ObjectCopyError: error.isRetryable
    case let error as ImageCopyError: error.isRetryable
    default: false
    }
  }
}
