import HTTP
import Testing
import TestSupport

@Suite struct RetryPolicyTests {
  @Test(arguments: [
    (1, 0.0, 500), (2, 0, 1000), (3, 0, 2000), (1, 0.5, 750), (3, 0.999, 3998),
    (7, 0, 30_000), (1000, 0, 30_000),
  ])
  func doublesUpToTheMaximum(attempt: Int, chance: Double, milliseconds: Int) {
    let delay = RetryPolicy().delay(
      after: attempt, retryAfter: nil, now: .zero, chance: chance)
    #expect(abs(delay / .milliseconds(1) - Double(milliseconds)) < 0.01)
  }

  /// 784111777 s is the date that RFC 9110 uses as its example, 49 min 37 s past 8.
  @Test(arguments: [
    ("0", 0), ("7", 7), ("60", 60), ("61", 60), ("99999999999999999999", 60),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 20), ("Sunday, 06-Nov-94 08:49:37 GMT", 20),
    ("Sun Nov  6 08:49:37 1994", 20), ("Sun, 06 Nov 1994 08:49:07 GMT", 0),
    ("Mon, 07 Nov 1994 08:49:37 GMT", 60), ("Thu, 29 Feb 2024 00:00:00 GMT", 60),
  ])
  func honoursRetryAfter(field: String, seconds: Int) {
    let delay = RetryPolicy().delay(
      after: 3, retryAfter: field, now: .seconds(784_111_757), chance: 0.3)
    #expect(delay == .seconds(seconds))
  }

  @Test(arguments: [
    "", "soon", "-1", "1.5", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
    "Sun, 06 Nov 1994", "Sun, 06 Nix 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
  ])
  func ignoresWhatIsNeither(field: String) {
    let delay = RetryPolicy().delay(after: 1, retryAfter: field, now: .zero, chance: 0)
    #expect(delay == .milliseconds(500))
  }

  @Test func theSystemsClockIsLaterThanThisTest() {
    #expect(Duration.sinceEpoch > .seconds(1_700_000_000))
  }
}

@Suite struct RetryingClientTests {
  @Test(arguments: [408, 429, 500, 502, 503, 504])
  func asksAgainAfter(status: Int) async throws {
    let script = Script(.status(status), .text("at last"))
    let server = try LoopbackServer { _ in script.next() }
    let clock = FakeClock()
    let response = try await clock.retrying(makeClient()).send(HTTPRequest(server.url))
    #expect(response.status == .ok)
    #expect(clock.slept == [.milliseconds(500)])
    #expect(server.requests.count == 2)
  }

  @Test(arguments: [200, 304, 400, 401, 403, 404, 501])
  func takesAtItsWord(status: Int) async throws {
    let server = try LoopbackServer { _ in .status(status) }
    let clock = FakeClock()
    let response = try await clock.retrying(makeClient()).send(HTTPRequest(server.url))
    #expect(response.status.rawValue == status)
    #expect(clock.slept.isEmpty)
  }

  @Test func waitsAsLongAsTheServerAsks() async throws {
    let script = Script(
      .status(429, [("Retry-After", "7")]),
      .status(503, [("Retry-After", "Thu, 01 Jan 1970 00:00:19 GMT")]), .text("at last"))
    let server = try LoopbackServer { _ in script.next() }
    let clock = FakeClock()
    _ = try await clock.retrying(makeClient()).send(HTTPRequest(server.url))
    #expect(clock.slept == [.seconds(7), .seconds(12)])
  }

  @Test func asksAgainAfterATruncatedBody() async throws {
    let script = Script(.truncated("ab", declaredLength: 4), .hangUp, .text("abcd"))
    let server = try LoopbackServer { _ in script.next() }
    let clock = FakeClock()
    let response = try await clock.retrying(makeClient()).send(HTTPRequest(server.url))
    #expect(String(decoding: response.body, as: UTF8.self) == "abcd")
    #expect(clock.slept == [.milliseconds(500), .seconds(1)])
  }

  @Test func reportsEffortWhenItGivesUp() async throws {
    let script = Script(
      .hangUp, .status(503, [("Retry-After", "10")]), .status(503, [("Retry-After", "20")]),
      .status(503))
    let server = try LoopbackServer { _ in script.next() }
    let client = FakeClock(secondsSinceEpoch: 1_000_000).retrying(makeClient())
    let error = await failure(of: HTTPRequest("\(server.url)/sites"), by: client)
    #expect(
      error?.description == "GET \(server.url)/sites: HTTP 503 after 4 attempts in 31 s")
    #expect(server.requests.count == 4)
  }

  @Test func reportsTheLastFailureOfTheNetwork() async throws {
    let server = try LoopbackServer { _ in .hangUp }
    let policy = RetryPolicy(attempts: 2)
    let client = FakeClock().retrying(makeClient(), policy: policy)
    let error = try #require(await failure(of: HTTPRequest(server.url), by: client))
    #expect(error.description.hasPrefix("GET \(server.url): curl error 52: "))
    #expect(error.description.hasSuffix(" after 2 attempts in 0.5 s"))
  }

  @Test func repeatsNoPostThatMayHaveWorked() async throws {
    let clock = FakeClock()
    for reply in [LoopbackServer.Reply.status(503), .hangUp] {
      let server = try LoopbackServer { _ in reply }
      _ = try? await clock.retrying(makeClient()).send(HTTPRequest(server.url, method: .post))
      #expect(server.requests.count == 1)
    }
    #expect(clock.slept.isEmpty)
  }

  @Test func repeatsAPostThatIsHarmlessOrWasTurnedAway() async throws {
    for (reply, isIdempotent) in [(LoopbackServer.Reply.status(503), true), (.status(429), false)] {
      let script = Script(reply, .text(""))
      let server = try LoopbackServer { _ in script.next() }
      let request = HTTPRequest(
        server.url, method: .post, body: [1], isIdempotent: isIdempotent)
      #expect(try await FakeClock().retrying(makeClient()).send(request).status == .ok)
      #expect(server.requests.map(\.body) == [[1], [1]])
    }
  }

  @Test func cancellationEndsTheWait() async throws {
    let server = try LoopbackServer { _ in .status(503) }
    let client = RetryingClient(makeClient(), sleep: { _ in throw CancellationError() })
    await #expect(throws: CancellationError.self) {
      try await client.send(HTTPRequest(server.url))
    }
  }
}
