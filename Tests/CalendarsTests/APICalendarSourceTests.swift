import Availability
import Calendars
import Glibc
import HTTP
import JSON
import Synchronization
import TestSupport
import Testbed
import Testing

@Suite struct APICalendarSourceTests {
  @Test func readsASite() async throws {
    let server = try ReferenceAPIServer(
      nodes: [
        "a": freeNode, "b": taken("2026-11-22T10:00:00Z", "2026-11-24T10:00:00Z"),
        "c": ["maintenance": true, "reservations": []],
      ],
      flavors: [
        "m1": [
          [
            "start": "2026-11-23T10:00:00", "end": "2026-11-24T10:00:00", "available": 1,
            "total": 28,
          ],
          [
            "start": "2026-11-22T10:00:00", "end": "2026-11-23T10:00:00", "available": 26,
            "total": 28,
          ],
        ]
      ])
    let reading = try await server.read(request(nodes: ["c", "b", "a"], flavors: ["m1"]))
    let calendar = reading.calendar
    #expect(reading.problems == [])
    #expect(calendar.source == "reference-api")
    #expect(calendar.site.text == "uc")
    #expect(calendar.readAt == noon)
    #expect(calendar.syncedAt == noon.advanced(by: -1))
    #expect(
      calendar.nodes == [
        NodeCalendar(uid: "c", state: .maintenance, reservations: []),
        NodeCalendar(uid: "b", state: .known, reservations: [try slot(0, 2880)]),
        NodeCalendar(uid: "a", state: .known, reservations: []),
      ])
    #expect(
      calendar.flavors == [
        FlavorCalendar(
          flavor: "m1",
          segments: [
            .init(slot: try slot(0, 1440), available: 26, total: 28),
            .init(slot: try slot(1440, 2880), available: 1, total: 28),
          ])
      ])
    #expect(
      server.targets.sorted() == [
        "/sites/uc/availability",
        "/sites/uc/clusters/chameleon/nodes/a/availability",
        "/sites/uc/clusters/chameleon/nodes/b/availability",
        "/sites/uc/clusters/chameleon/nodes/c/availability",
        "/sites/uc/flavors/m1/availability?start_date=2026-11-22T10:00:00Z&end_date=2026-12-22T10:00:00Z",
      ])
  }

  @Test func aSiteThatWasNotSynchronisedIsUnknownWithoutAskingForNodes() async throws {
    let server = try ReferenceAPIServer(ReferenceData.sample())
    let reading = try await server.read(request(nodes: ["uc-0", "uc-1"], flavors: ["m1"]))
    let reason = "the API has not read the site's calendar"
    #expect(reading.states == ["uc-0": reason, "uc-1": reason])
    #expect(reading.calendar.syncedAt == nil)
    #expect(reading.calendar.flavors.map(\.segments) == [[]])
    #expect(
      reading.problems.map(\.reason)
        == ["HTTP 404: Flavor availability is not configured for this site"])
    #expect(server.targets.count == 2)
  }

  struct Times: Sendable, CustomTestStringConvertible {
    let start: String
    let end: String
    /// In minutes after `noon`; nil for none.
    let slot: [Int]?

    var testDescription: String { "\(start) to \(end)" }
  }

  @Test(arguments: [
    Times(start: "2026-11-22T10:00:00Z", end: "2026-11-22T11:00:00Z", slot: [0, 60]),
    Times(start: "2026-11-22T10:00:00", end: "2026-11-22T11:00:00", slot: [0, 60]),
    Times(start: "2026-11-22T10:00:00.000000", end: "2026-11-22T11:00:00.000000", slot: [0, 60]),
    Times(start: "2026-11-22T11:00:00+01:00", end: "2026-11-22T04:00:00-07:00", slot: [0, 60]),
    // Through the hour that occurs twice in Chicago on 2026-11-01, told by its offsets.
    Times(
      start: "2026-11-01T01:30:00-05:00", end: "2026-11-01T01:30:00-06:00", slot: [-30450, -30390]),
    Times(start: "2026-11-22T10:00:59Z", end: "2026-11-22T11:00:00.5Z", slot: [0, 61]),
    Times(start: "2026-11-22T10:00:00Z", end: "2026-11-22T10:00:00Z", slot: nil),
  ])
  func readsTimesOfAnyKind(_ times: Times) async throws {
    let server = try ReferenceAPIServer(nodes: ["a": taken(times.start, times.end)])
    let node = try #require(try await server.read(request(nodes: ["a"])).calendar.nodes.first)
    #expect(node.state == .known)
    #expect(node.reservations == (try times.slot.map { [try slot($0[0], $0[1])] } ?? []))
  }

  @Test(arguments: [
    (-119, nil), (119, nil), (-300, "5 minutes behind"), (8000, "2 hours ahead of"),
  ])
  func saysWhenTheClocksDiffer(seconds: Int, expected: String?) async throws {
    let date = HTTPClock.text(noon.value * 60 + 1 + seconds)
    let body = #"{"site_id": "uc", "last_synced": "2026-11-22T09:59:30Z", "synced_node_count": 1}"#
    let server = try ReferenceAPIServer(
      nodes: ["a": freeNode],
      faults: [.init("/sites/uc/availability", .reply(.text(body, [("Date", date)])))])
    let reading = try await server.read(request(nodes: ["a"]))
    #expect(reading.states == ["a": "known"])
    #expect(
      reading.problems.map(\.description)
        == (expected.map { ["\(server.url): its clock is \($0) this machine's"] } ?? []))
  }

  @Test func addsTheAgeOfAnAnswerFromACache() async throws {
    let date = HTTPClock.text(noon.value * 60 + 1 - 300)
    let server = try ReferenceAPIServer(
      faults: [
        .init(
          "/sites/uc/availability", .reply(.status(404, [("Date", date), ("Age", "295")])))
      ])
    #expect(try await server.read(request(nodes: ["a"])).problems == [])
  }

  @Test(arguments: ["", "api.chameleoncloud.org", "https://a/?x"])
  func refusesWhatIsNoURLOfAnAPI(url: String) {
    #expect(throws: CalendarProblem.self) {
      try APICalendarSource(url: url, client: testClient())
    }
  }

  @Test func asksForSeveralAtOnceButNoMoreThanTheLimit() async throws {
    let uids = (0..<40).map { "n\($0)" }
    let gauge = Gauge()
    let server = try ReferenceAPIServer(
      nodes: Dictionary(uniqueKeysWithValues: uids.map { ($0, freeNode) }),
      faults: [.init("/sites/uc/clusters", .before { gauge.pass(waitingFor: 3) })])
    // The client would let more through.
    let source = try APICalendarSource(
      url: server.url, client: testClient(limit: 20), limit: 3, now: { .zero })
    let reading = try await source.read(request(nodes: uids))
    #expect(reading.calendar.nodes.map(\.uid) == uids)
    #expect(gauge.mostAtOnce == 3)
  }

  /// A measurement: `CHIPORT_BENCH=1 swift test --filter readsAWholeSiteInTime`.
  @Test(.enabled(if: getenv("CHIPORT_BENCH") != nil))
  func readsAWholeSiteInTime() async throws {
    let uids = (0..<313).map { "n\($0)" }
    let server = try ReferenceAPIServer(
      nodes: Dictionary(uniqueKeysWithValues: uids.map { ($0, freeNode) }),
      faults: [.init("/sites", .before { usleep(20_000) })])
    let request = try request(nodes: uids)
    var reading: CalendarReading?
    let time = try await ContinuousClock().measure { reading = try await server.read(request) }
    print("313 nodes at 20 ms: \(time)")
    #expect(reading?.states.count == 313)
    #expect(reading?.states.values.allSatisfy { $0 == "known" } == true)
    #expect(time < .milliseconds(1500))
  }
}

/// Counts who is inside at once.
private final class Gauge: Sendable {
  private struct State {
    var inside = 0
    var mostAtOnce = 0
  }

  private let state = Mutex(State())

  var mostAtOnce: Int { state.withLock(\.mostAtOnce) }

  /// Goes in, and stays until `width` were inside at once, or so long that they never will be.
  func pass(waitingFor width: Int) {
    state.withLock { state in
      state.inside += 1
      state.mostAtOnce = max(state.mostAtOnce, state.inside)
    }
    for _ in 0..<10_000 where mostAtOnce < width { usleep(1000) }
    state.withLock { $0.inside -= 1 }
  }
}

/// Dates of HTTP, written by the C library.
enum HTTPClock {
  static func text(_ seconds: Int) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
