import HTTP
import Synchronization
import Testing
import TestSupport

/// The client of most tests.
///
/// The time-outs of `HTTPRequest` only bound a test that would hang.
func makeClient(limit: Int = 8, allowPlainHTTP: Bool = false) -> CurlClient {
  CurlClient(userAgent: "chiport/test", limit: limit, allowPlainHTTP: allowPlainHTTP)
}

/// The error with which `request` fails, or a recorded issue.
func failure(
  of request: HTTPRequest, by client: any HTTPClient = makeClient(),
  sourceLocation: SourceLocation = #_sourceLocation
) async -> CurlError? {
  await #expect(throws: CurlError.self, sourceLocation: sourceLocation) {
    _ = try await client.send(request)
  }
}

/// A clock that only sleeping moves on.
final class FakeClock: Sendable {
  private let state: Mutex<(now: Duration, slept: [Duration])>

  init(secondsSinceEpoch: Int = 0) { state = Mutex((.seconds(secondsSinceEpoch), [])) }

  var now: Duration { state.withLock { $0.now } }
  var slept: [Duration] { state.withLock { $0.slept } }

  func sleep(_ duration: Duration) {
    state.withLock {
      $0.now += duration
      $0.slept.append(duration)
    }
  }

  func retrying(
    _ base: any HTTPClient, policy: RetryPolicy = RetryPolicy(), chance: Double = 0
  ) -> RetryingClient {
    RetryingClient(
      base, policy: policy, sleep: { self.sleep($0) }, now: { self.now }, chance: { chance })
  }
}

/// Replies one after the other, then the last one again and again.
final class Script: Sendable {
  private let replies: Mutex<[LoopbackServer.Reply]>

  init(_ replies: LoopbackServer.Reply...) { self.replies = Mutex(replies) }

  func next() -> LoopbackServer.Reply {
    replies.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
  }
}

/// Something that happens once, on any thread, and that a test waits for.
final class Event: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream<Void>.makeStream() }

  func happen() { continuation.yield() }

  func wait() async {
    for await _ in stream { return }
  }
}

/// A value that threads share.
final class Shared<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value { state.withLock { $0 } }

  func withLock<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result {
    state.withLock { body(&$0) }
  }
}
