import Availability
import Calendars
import HTTP
import JSON
import TestSupport
import Testbed
import Testing

/// 2026-11-22T10:00:00Z.
let noon = Minute(29_922_360)

/// The stretch from `start` to `end` in minutes after `noon`.
func slot(_ start: Int, _ end: Int) throws -> TimeSlot {
  try #require(TimeSlot(start: noon.advanced(by: start), end: noon.advanced(by: end)))
}

/// A client that does not really wait between attempts.
func testClient(limit: Int = 8) -> RetryingClient {
  RetryingClient(
    CurlClient(userAgent: "chiport/test", limit: limit), sleep: { _ in }, now: { .zero },
    chance: { 0 })
}

/// A request for nodes and flavors of the site `uc`, for 30 days.
func request(nodes: [String] = [], flavors: [String] = []) throws -> CalendarRequest {
  CalendarRequest(
    site: try #require(SiteID("uc")), nodes: nodes.map { .init(uid: $0) }, flavors: flavors,
    window: try slot(0, 30 * 1440))
}

extension ReferenceAPIServer {
  /// A server that has read the calendar of `uc`.
  convenience init(
    nodes: [String: JSONValue] = [:], flavors: [String: JSONValue] = [:], faults: [Fault] = []
  ) throws {
    var data = ReferenceData(version: "a", sites: [ReferenceData.site("uc", nodeCount: 0)])
    data.sites[0].availability = .init(
      syncedAt: "2026-11-22T09:59:30.123456Z", nodes: nodes, flavors: flavors)
    try self.init(data, faults: faults)
  }

  /// Its calendar as it is read one second past `noon`.
  func read(_ request: CalendarRequest, limit: Int = 8) async throws -> CalendarReading {
    let source = try APICalendarSource(
      url: url, client: testClient(limit: limit), limit: limit,
      now: { .seconds(noon.value * 60 + 1) })
    return try await source.read(request)
  }
}

/// What the server says of a node without reservations.
let freeNode: JSONValue = ["maintenance": false, "reservations": []]

/// What it says of a node with one reservation.
func taken(_ start: String, _ end: String) -> JSONValue {
  [
    "maintenance": false,
    "reservations": [["start": .string(start), "end": .string(end)]],
  ]
}

extension CalendarReading {
  /// Why each node is not known, by `uid`; `known` for those that are.
  var states: [String: String] {
    Dictionary(
      uniqueKeysWithValues: calendar.nodes.map { node in
        switch node.state {
        case .known: (node.uid, "known")
        case .maintenance: (node.uid, "maintenance")
        case .disabled: (node.uid, "disabled")
        case .unknown(let reason): (node.uid, reason)
        }
      })
  }
}
