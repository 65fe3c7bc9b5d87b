import Availability
import Calendars
import HTTP
import JSON
import TestSupport
import Testing

/// A server that does something wrong: the node that it befalls is unknown, and no other.
@Suite struct APICalendarFaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var times = Int.max
    let action: ReferenceAPIServer.Fault.Action
    /// What is said of the node.
    let state: String

    var testDescription: String { name }
  }

  private static func json(_ status: Int, _ text: String) -> ReferenceAPIServer.Fault.Action {
    .reply(.message(status: status, headers: [], body: Array(text.utf8)))
  }

  static let nodeFaults: [Case] = [
    Case(
      name: "not registered", action: json(404, #"{"detail": "Node not registered in Blazar"}"#),
      state: "HTTP 404: Node not registered in Blazar"),
    Case(name: "404 without a reason", action: json(404, ""), state: "HTTP 404"),
    Case(name: "500", action: json(500, "oops"), state: "HTTP 500 after 4 attempts in 0.0 s"),
    Case(name: "502", action: json(502, "{}"), state: "HTTP 502 after 4 attempts in 0.0 s"),
    Case(
      name: "503", action: json(503, #"{"detail": "busy"}"#),
      state: "HTTP 503 after 4 attempts in 0.0 s: busy"),
    Case(name: "503 once", times: 1, action: json(503, ""), state: "known"),
    Case(name: "403", action: json(403, "{}"), state: "HTTP 403"),
    Case(
      name: "half a body",
      action: .reply(.truncated(#"{"node_id": "b", "reserv"#, declaredLength: 500)),
      state: "curl error 18: "),
    Case(
      name: "half a body once", times: 1,
      action: .reply(.truncated(#"{"node_id": "b", "reserv"#, declaredLength: 500)), state: "known"
    ),
    Case(
      name: "half a body of the right length", action: json(200, #"{"node_id": "b", "reserv"#),
      state: "invalid JSON at byte "),
    Case(name: "hangs up", action: .reply(.hangUp), state: "curl error 52: "),
    Case(name: "a page for people", action: json(200, "<html>"), state: "invalid JSON at byte 0"),
    Case(name: "a list", action: json(200, "[]"), state: "it has no list of reservations"),
    Case(
      name: "another node", action: json(200, #"{"node_id": "c", "reservations": []}"#),
      state: "the answer is about another node"),
    Case(
      name: "maintenance is a text",
      action: json(200, #"{"maintenance": "no", "reservations": []}"#),
      state: "'maintenance' is neither true nor false"),
    Case(
      name: "no reservations", action: json(200, #"{"maintenance": false}"#),
      state: "it has no list of reservations"),
    Case(
      name: "reservations are null", action: json(200, #"{"reservations": null}"#),
      state: "it has no list of reservations"),
    Case(
      name: "no start", action: json(200, #"{"reservations": [{"end": "2026-11-22T10:00:00Z"}]}"#),
      state: "'start' is no time: nothing"),
    Case(
      name: "no end",
      action: json(200, #"{"reservations": [{"start": "2026-11-22T10:00:00Z", "end": null}]}"#),
      state: "'end' is no time: null"),
    Case(
      name: "a day that is none",
      action: json(
        200,
        #"{"reservations": [{"start": "2026-02-30T10:00:00Z", "end": "2026-11-22T10:00:00Z"}]}"#),
      state: #"'start' is no time: "2026-02-30T10:00:00Z""#),
    Case(
      name: "reversed",
      action: json(
        200,
        #"{"reservations": [{"start": "2026-11-22T10:01:00Z", "end": "2026-11-22T10:00:00Z"}]}"#),
      state: "a reservation ends before it begins"),
  ]

  @Test(arguments: nodeFaults)
  func aNodeThatFailsIsUnknownAndNoOther(fault: Case) async throws {
    let server = try ReferenceAPIServer(
      nodes: ["a": freeNode, "b": freeNode, "c": freeNode],
      faults: [
        .init("/sites/uc/clusters/chameleon/nodes/b/", times: fault.times, fault.action)
      ])
    let reading = try await server.read(request(nodes: ["a", "b", "c"]))
    #expect(reading.states["a"] == "known")
    #expect(reading.states["c"] == "known")
    let state = try #require(reading.states["b"])
    #expect(state.hasPrefix(fault.state), "\(state)")
    #expect(reading.problems == [])
  }

  @Test func aNodeWhoseAnswerDoesNotComeInTimeIsUnknown() async throws {
    let server = try ReferenceAPIServer(
      nodes: ["a": freeNode, "b": freeNode],
      faults: [
        .init("/sites/uc/clusters/chameleon/nodes/b/", .reply(.silence(onClose: {})))
      ])
    let client = RetryingClient(
      CurlClient(userAgent: "chiport/test"), policy: RetryPolicy(attempts: 1), sleep: { _ in },
      now: { .zero }, chance: { 0 })
    let source = try APICalendarSource(
      url: server.url, client: client, timeouts: HTTPTimeouts(total: .seconds(2)),
      now: { .zero })
    let states = try await source.read(request(nodes: ["a", "b"])).states
    #expect(states["a"] == "known")
    #expect(states["b"]?.hasPrefix("curl error 28: ") == true, "\(states)")
  }

  @Test func aServerThatDiesIsNotAskedOnAndOn() async throws {
    let uids = (0..<100).map { "n\($0)" }
    let server = try ReferenceAPIServer(
      nodes: Dictionary(uniqueKeysWithValues: uids.map { ($0, freeNode) }),
      faults: [
        .init("/sites/uc/clusters", times: 30, .before {}),
        .init("/sites/uc/clusters", .reply(.status(503))),
      ])
    let reading = try await server.read(request(nodes: uids), limit: 2)
    let states = uids.compactMap { reading.states[$0] }
    #expect(states.filter { $0 == "known" }.count == 30)
    #expect(states.last == "not asked for, as the API failed for others")
    #expect(
      reading.problems.map(\.reason) == ["it failed again and again; the rest was not asked for"])
    // 12 failures end it; one more request may be on its way. Each is made 4 times.
    #expect(server.targets.count <= 1 + 30 + 13 * 4)
  }

  @Test(arguments: [404, 502, 503])
  func aFlavorThatFailsHasNoSegmentsAndIsReported(status: Int) async throws {
    let server = try ReferenceAPIServer(
      nodes: ["a": freeNode],
      flavors: [
        "m1": [],
        "m2": [
          [
            "start": "2026-11-22T10:00:00", "end": "2026-11-23T10:00:00", "available": 2,
            "total": 3,
          ]
        ],
      ],
      faults: [.init("/sites/uc/flavors/m1/", Self.json(status, #"{"detail": "no"}"#))])
    let reading = try await server.read(request(nodes: ["a"], flavors: ["m1", "m2"]))
    #expect(reading.states == ["a": "known"])
    #expect(reading.calendar.flavors.map(\.segments.count) == [0, 1])
    #expect(reading.problems.count == 1)
    #expect(reading.problems.first?.reason.hasPrefix("HTTP \(status)") == true)
    #expect(reading.problems.first?.place.contains("/flavors/m1/availability") == true)
  }

  @Test(arguments: [
    (#"{}"#, "it has no list 'availability'"),
    (#"{"availability": [{"start": "x"}]}"#, #"'start' is no time: "x""#),
    (
      #"{"availability": [{"start": "2026-11-22T10:00:00", "end": "2026-11-23T10:00:00"}]}"#,
      "a segment does not say how many instances are available"
    ),
  ])
  func aFlavorThatCannotBeReadHasNoSegments(body: String, reason: String) async throws {
    let server = try ReferenceAPIServer(
      faults: [.init("/sites/uc/flavors/m1/", Self.json(200, body))])
    let reading = try await server.read(request(flavors: ["m1"]))
    #expect(reading.calendar.flavors.map(\.segments) == [[]])
    #expect(reading.problems.map(\.reason) == [reason])
  }

  @Test(arguments: [
    (500, "", "HTTP 500 after 4 attempts in 0.0 s"),
    (200, "{}", "'last_synced' is no time: nothing"),
    (200, #"{"last_synced": "today"}"#, #"'last_synced' is no time: "today""#),
    (200, "<html>", "invalid JSON at byte 0: found '<', expected a value"),
  ])
  func withoutTheSiteThereIsNoCalendar(status: Int, body: String, reason: String) async throws {
    let server = try ReferenceAPIServer(
      nodes: ["a": freeNode], faults: [.init("/sites/uc/availability", Self.json(status, body))])
    let error = await #expect(throws: CalendarProblem.self) {
      try await server.read(request(nodes: ["a"]))
    }
    #expect(error?.description == "\(server.url)/sites/uc/availability: \(reason)")
  }

  @Test func cancellationEndsTheReading() async throws {
    let (asked, stop) = AsyncStream.makeStream(of: Void.self)
    let server = try ReferenceAPIServer(
      nodes: ["a": freeNode],
      faults: [
        .init("/sites/uc/clusters", times: 1, .before { stop.yield() }),
        .init("/sites/uc/clusters", .reply(.silence(onClose: {}))),
      ])
    let request = try request(nodes: ["a", "b", "c"])
    let task = Task { try await server.read(request) }
    for await _ in asked { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
