package import Availability
import JSON
import Testbed

/// Calendars in a file, for answers that repeat, and for use without a network.
///
/// The file is JSON in UTF-8:
///
///     {"format": "chiport-calendar", "version": 1, "calendars": [{
///       "site": "uc", "source": "reference-api", "location": "https://api.chameleoncloud.org",
///       "read_at": "2026-11-22T10:00:00Z", "synced_at": "2026-11-22T09:59:00Z",
///       "nodes": [{"uid": "…", "state": "known",
///         "reservations": [["2026-11-22T10:00:00Z", "2026-11-24T10:00:00Z"]]}],
///       "flavors": [{"flavor": "…", "segments": [
///         {"start": "…", "end": "…", "available": 26, "total": 28}]}]}]}
///
/// Times are RFC 3339 and in UTC, to the minute; reservations are pairs of start and end. A `state` is
/// `known`, `maintenance`, `disabled`, or `unknown`, then with a `reason`. `synced_at` is null where the
/// source does not tell; `location` is left out then. A site occurs once, and so does each node and
/// each flavor of a site: of two entries nobody could tell which one counts. Members that a reader does not know it leaves alone:
/// those are added within a version; whatever else changes makes a new one.
package struct SavedCalendar: CalendarSource {
  /// What the calendar says of its source.
  package static let name = "file"
  private static let format = "chiport-calendar"
  private static let version = 1

  package let location: String
  /// One for each site, as they were saved.
  package let calendars: [SiteCalendar]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: What is in the file.
  ///   - location: Its name, for messages.
  /// - Throws: `CalendarProblem` that names the place in the file.
  package init(_ bytes: [UInt8], location: String) throws(CalendarProblem) {
    self.location = location
    let content: JSONValue
    // Nodes are read on the way: as JSON, a million reservations take ten times their memory.
    var nodes: [NodeCalendar] = []
    do {
      content = try JSONValue(parsing: bytes) { SavedCalendar.replaced($0, &nodes) }
    } catch {
      throw CalendarProblem(place: location, reason: error.description)
    }
    guard content["format"]?.string == SavedCalendar.format,
      let version = content["version"]?.integer
    else {
      throw CalendarProblem(
        place: location, reason: "not a saved calendar",
        hint: "make one with: chiport harvest --availability --save FILE")
    }
    guard version == SavedCalendar.version else {
      throw CalendarProblem(
        place: location,
        reason: "of version \(version); this program knows version \(SavedCalendar.version)",
        hint: version > SavedCalendar.version ? "update chiport" : nil)
    }
    do {
      calendars = try SavedCalendar.calendars(content, nodes)
    } catch {
      throw CalendarProblem(place: location, reason: error.reason)
    }
  }

  package func read(_ request: CalendarRequest) async throws -> CalendarReading {
    guard let saved = calendars.first(where: { $0.site == request.site }) else {
      let known = calendars.map(\.site.text).joined(separator: ", ")
      throw CalendarProblem(
        place: location, reason: "it has no calendar of site '\(request.site)'",
        hint: known.isEmpty ? nil : "it has those of \(known)")
    }
    return CalendarReading(
      calendar: SavedCalendar.answer(saved, to: request, source: SavedCalendar.name))
  }

  /// Whether a calendar says something of every node and flavor of a request; for which time it has
  /// flavors it does not say.
  ///
  /// - Complexity: O(*n*) in the nodes of both.
  package static func covers(_ saved: SiteCalendar, _ request: CalendarRequest) -> Bool {
    saved.site == request.site
      && Set(saved.nodes.map(\.uid)).isSuperset(of: request.nodes.map(\.uid))
      && Set(saved.flavors.map(\.flavor)).isSuperset(of: request.flavors)
  }

  /// The part of a calendar that a request asks for; what it does not have is unknown.
  ///
  /// - Parameters:
  ///   - saved: A calendar of the site.
  ///   - request: What is asked.
  ///   - source: What the answer is to call its source; nil for the one of `saved`.
  /// - Returns: Each node and each flavor of the request, in its order.
  /// - Complexity: O(*n*) in the nodes of both.
  package static func answer(
    _ saved: SiteCalendar, to request: CalendarRequest, source: String? = nil
  ) -> SiteCalendar {
    let nodes = Dictionary(saved.nodes.map { ($0.uid, $0) }) { first, _ in first }
    let flavors = Dictionary(saved.flavors.map { ($0.flavor, $0) }) { first, _ in first }
    return SiteCalendar(
      site: saved.site, readAt: saved.readAt, syncedAt: saved.syncedAt,
      source: source ?? saved.source, location: source == nil ? saved.location : nil,
      nodes: request.nodes.map {
        nodes[$0.uid]
          ?? NodeCalendar(
            uid: $0.uid, state: .unknown("not in the saved calendar"), reservations: [])
      },
      flavors: request.flavors.map { flavors[$0] ?? FlavorCalendar(flavor: $0, segments: []) })
  }

  /// What a file with calendars contains; `init` reads the same calendars from it.
  ///
  /// - Parameter calendars: One for each site.
  /// - Returns: JSON, one line for each node, with a final newline: made for version control.
  package static func bytes(_ calendars: [SiteCalendar]) -> [UInt8] {
    let sites = calendars.map { "\n" + text($0) }.joined(separator: ",")
    let file = #"{"format": "\#(format)", "version": \#(version), "calendars": [\#(sites)]}"#
    return Array((file + "\n").utf8)
  }
}

extension SavedCalendar {
  private static func text(_ calendar: SiteCalendar) -> String {
    func time(_ minute: Minute?) -> JSONValue { JSONValue(minute?.isoText) }
    func list(_ items: [JSONValue]) -> String {
      "[" + items.map { "\n" + $0.compact }.joined(separator: ",") + "]"
    }
    var head: [JSONValue.Member] = [
      .init("site", .string(calendar.site.text)), .init("source", .string(calendar.source)),
    ]
    if let location = calendar.location { head.append(.init("location", .string(location))) }
    head += [
      .init("read_at", time(calendar.readAt)), .init("synced_at", time(calendar.syncedAt)),
    ]
    return """
      \(JSONValue.object(head).compact.dropLast()),
      "nodes": \(list(calendar.nodes.map(node))),
      "flavors": \(list(calendar.flavors.map(flavor)))}
      """
  }

  private static func node(_ node: NodeCalendar) -> JSONValue {
    var members = [JSONValue.Member("uid", .string(node.uid))]
    switch node.state {
    case .known: members.append(.init("state", "known"))
    case .maintenance: members.append(.init("state", "maintenance"))
    case .disabled: members.append(.init("state", "disabled"))
    case .unknown(let reason):
      members += [.init("state", "unknown"), .init("reason", .string(reason))]
    }
    let slots = node.reservations.map { slot -> JSONValue in
      [.string(slot.start.isoText), .string(slot.end.isoText)]
    }
    return .object(members + [.init("reservations", .array(slots))])
  }

  private static func flavor(_ flavor: FlavorCalendar) -> JSONValue {
    let segments = flavor.segments.map { segment -> JSONValue in
      [
        "start": .string(segment.slot.start.isoText),
        "end": .string(segment.slot.end.isoText),
        "available": JSONValue(segment.available), "total": JSONValue(segment.total),
      ]
    }
    return ["flavor": .string(flavor.flavor), "segments": .array(segments)]
  }
}
