import Availability
import Calendars
import JSON
import TestSupport
import Testbed
import Testing

@Suite struct SavedCalendarTests {
  private func site(_ name: String) throws -> SiteID { try #require(SiteID(name)) }

  private func sample() throws -> [SiteCalendar] {
    [
      SiteCalendar(
        site: try site("uc"), readAt: noon, syncedAt: noon.advanced(by: -1),
        source: "reference-api",
        nodes: [
          NodeCalendar(
            uid: "b", state: .known, reservations: [try slot(60, 120), try slot(-600, 0)]),
          NodeCalendar(uid: "a", state: .unknown("HTTP 404: \"x\""), reservations: []),
          NodeCalendar(uid: "c", state: .maintenance, reservations: [try slot(0, 1)]),
          NodeCalendar(uid: "d", state: .disabled, reservations: []),
        ], flavors: []),
      SiteCalendar(
        site: try site("kvm"), readAt: noon, syncedAt: nil, source: "blazar", nodes: [],
        flavors: [
          FlavorCalendar(
            flavor: "m1", segments: [.init(slot: try slot(0, 60), available: 3, total: 28)]),
          FlavorCalendar(flavor: "m2", segments: []),
        ]),
    ]
  }

  /// The format is a promise: a change of these bytes is a new version.
  private let text = #"""
    {"format": "chiport-calendar", "version": 1, "calendars": [
    {"site":"uc","source":"reference-api","read_at":"2026-11-22T10:00:00Z","synced_at":"2026-11-22T09:59:00Z",
    "nodes": [
    {"uid":"b","state":"known","reservations":[["2026-11-22T11:00:00Z","2026-11-22T12:00:00Z"],["2026-11-22T00:00:00Z","2026-11-22T10:00:00Z"]]},
    {"uid":"a","state":"unknown","reason":"HTTP 404: \"x\"","reservations":[]},
    {"uid":"c","state":"maintenance","reservations":[["2026-11-22T10:00:00Z","2026-11-22T10:01:00Z"]]},
    {"uid":"d","state":"disabled","reservations":[]}],
    "flavors": []},
    {"site":"kvm","source":"blazar","read_at":"2026-11-22T10:00:00Z","synced_at":null,
    "nodes": [],
    "flavors": [
    {"flavor":"m1","segments":[{"start":"2026-11-22T10:00:00Z","end":"2026-11-22T11:00:00Z","available":3,"total":28}]},
    {"flavor":"m2","segments":[]}]}]}

    """#

  @Test func writesTheFormatOfVersion1() throws {
    #expect(String(decoding: SavedCalendar.bytes(try sample()), as: UTF8.self) == text)
    #expect(
      String(decoding: SavedCalendar.bytes([]), as: UTF8.self)
        == #"{"format": "chiport-calendar", "version": 1, "calendars": []}"# + "\n")
  }

  @Test func readsWhatItWrites() throws {
    let saved = try SavedCalendar(Array(text.utf8), location: "file.json")
    #expect(saved.calendars == (try sample()))
    #expect(SavedCalendar.bytes(saved.calendars) == Array(text.utf8))
  }

  @Test func keepsWhereItsSourceIs() throws {
    let one = try sample()[0]
    let placed = SiteCalendar(
      site: one.site, readAt: one.readAt, syncedAt: one.syncedAt, source: one.source,
      location: "http://127.0.0.1", nodes: one.nodes, flavors: one.flavors)
    let bytes = SavedCalendar.bytes([placed])
    #expect(try SavedCalendar(bytes, location: "f").calendars == [placed])
  }

  @Test func leavesMembersAloneThatItDoesNotKnow() throws {
    let newer = text.replacing(#""uid":"d""#, with: #""colour":"red","uid":"d""#)
    #expect(try SavedCalendar(Array(newer.utf8), location: "f").calendars == (try sample()))
  }

  @Test func answersForWhatItHasAndKnowsNothingElse() async throws {
    let saved = try SavedCalendar(Array(text.utf8), location: "file.json")
    let reading = try await saved.read(request(nodes: ["d", "b", "z"], flavors: ["m1"]))
    #expect(
      reading.states == ["d": "disabled", "b": "known", "z": "not in the saved calendar"])
    #expect(reading.calendar.nodes.map(\.uid) == ["d", "b", "z"])
    #expect(reading.calendar.nodes[1].reservations.count == 2)
    #expect(reading.calendar.flavors == [FlavorCalendar(flavor: "m1", segments: [])])
    #expect(reading.calendar.source == "file")
    #expect(reading.calendar.readAt == noon)
    #expect(reading.calendar.syncedAt == noon.advanced(by: -1))
  }

  @Test func saysWhetherItCoversARequest() throws {
    let uc = try sample()[0]
    #expect(SavedCalendar.covers(uc, try request()))
    #expect(SavedCalendar.covers(uc, try request(nodes: ["d", "a"])))
    #expect(!SavedCalendar.covers(uc, try request(nodes: ["d", "z"])))
    #expect(!SavedCalendar.covers(uc, try request(nodes: ["d"], flavors: ["m1"])))
    #expect(!SavedCalendar.covers(try sample()[1], try request(flavors: ["m1"])))
    #expect(SavedCalendar.answer(uc, to: try request(nodes: ["a"])).source == "reference-api")
  }

  @Test func hasNoCalendarOfAnotherSite() async throws {
    let saved = try SavedCalendar(Array(text.utf8), location: "file.json")
    let other = CalendarRequest(site: try site("tacc"), nodes: [], window: try slot(0, 1))
    let error = await #expect(throws: CalendarProblem.self) { try await saved.read(other) }
    #expect(error?.description == "file.json: it has no calendar of site 'tacc'")
    #expect(error?.hint == "it has those of uc, kvm")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let reason: String

    var testDescription: String { reason }
  }

  @Test(arguments: [
    Case(
      old: "chiport-calendar", new: "calendar", reason: "not a saved calendar"),
    Case(
      old: #""version": 1"#, new: #""version": 2"#,
      reason: "of version 2; this program knows version 1"),
    Case(old: #""uc""#, new: #""U C""#, reason: "calendars[0]: 'site' is not the name of a site"),
    Case(old: #""kvm""#, new: #""uc""#, reason: "calendars[1]: a second calendar of site 'uc'"),
    Case(
      old: "09:59:00Z", new: "09:59:30Z", reason: "calendars[0].synced_at: not a time to the minute"
    ),
    Case(
      old: #""maintenance""#, new: #""resting""#,
      reason: "calendars[0].nodes[2]: 'state' is none of the states of a node"),
    Case(
      old: #"["2026-11-22T00:00:00Z","2026-11-22T10:00:00Z"]"#, new: "[1]",
      reason: "calendars[0].nodes[0].reservations[1]: not a pair of times"),
    Case(
      old: "2026-11-22T00:00:00Z", new: "2026-11-23T00:00:00Z",
      reason: "calendars[0].nodes[0].reservations[1]: it does not end after it begins"),
    Case(
      old: #""available":3"#, new: #""available":-3"#,
      reason: "calendars[1].flavors[0].segments[0]: not a stretch of time with two numbers"),
    Case(
      old: #"{"uid":"c""#, new: #"{"uid":"b""#,
      reason: "calendars[0].nodes[2]: a second entry of node 'b'"),
    Case(
      old: #""m2""#, new: #""m1""#,
      reason: "calendars[1].flavors[1]: a second entry of flavor 'm1'"),
    Case(
      old: #""nodes": [],"#, new: "", reason: "calendars[1]: 'nodes' is no array"),
  ])
  func refusesWhatItCannotRead(_ example: Case) throws {
    let broken = text.replacing(example.old, with: example.new)
    #expect(broken != text)
    let error = #expect(throws: CalendarProblem.self) {
      try SavedCalendar(Array(broken.utf8), location: "f")
    }
    #expect(error?.description == "f: " + example.reason)
  }

  @Test(arguments: [0, 1, 40, 700])
  func refusesHalfAFile(count: Int) {
    #expect(throws: CalendarProblem.self) {
      try SavedCalendar(Array(text.utf8.prefix(count)), location: "f")
    }
  }

  @Test func readsAnyCalendarThatItWrites() throws {
    var random = SplitMix64(seed: 4)
    for round in 0..<200 {
      let nodes = try (0..<Int.random(in: 0...5, using: &random)).map { number in
        let slots = try (0..<Int.random(in: 0...6, using: &random)).map { _ in
          let start = Int.random(in: -1_000_000...1_000_000, using: &random)
          return try slot(start, start + Int.random(in: 1...100_000, using: &random))
        }
        let states: [NodeCalendar.State] = [
          .known, .maintenance, .disabled, .unknown("\u{7}\n\"é\(round)"),
        ]
        return NodeCalendar(
          uid: "n\(number)", state: states[Int.random(in: 0..<4, using: &random)],
          reservations: slots)
      }
      let calendar = SiteCalendar(
        site: try site("uc"), readAt: noon, syncedAt: nil, source: "blazar", nodes: nodes,
        flavors: [])
      let bytes = SavedCalendar.bytes([calendar])
      #expect(try SavedCalendar(bytes, location: "f").calendars == [calendar], "round \(round)")
    }
  }
}
