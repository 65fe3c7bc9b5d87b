import ArgumentParser
import Availability
import Calendars
import Catalog
import Hardware
import Harvest
import JSON
import Testbed

/// `chiport harvest --availability`: the calendars of whole sites, kept in the catalogue.
struct CalendarHarvest {
  let open: OpenCatalog
  let reader: CalendarReader
  let now: Minute
  /// The sites to read; nil for all that have something to reserve.
  let sites: [SiteID]?

  /// What was read.
  struct Summary: Sendable {
    let calendars: [SiteCalendar]
    let reading: CalendarReader.Reading

    var status: ExitStatus {
      if calendars.isEmpty { return .failed }
      return reading.failures.isEmpty && reading.problems.isEmpty ? .done : .findings
    }

    var text: String {
      let lines = calendars.map { calendar in
        let known = calendar.nodes.count { $0.state == .known }
        let flavors = calendar.flavors.count { !$0.segments.isEmpty }
        return "\(calendar.site): calendars of \(known) of \(calendar.nodes.count) nodes"
          + (calendar.flavors.isEmpty
            ? "" : " and \(flavors) of \(calendar.flavors.count) flavors")
          + (Summary.others(calendar).map { " (\($0))" } ?? "")
      }
      let failed = reading.failures.keys.sorted().map { "\($0): failed" }
      return (lines + failed).map { $0 + "\n" }.joined()
    }

    /// Why the other nodes have no calendar; nil when all have one.
    private static func others(_ calendar: SiteCalendar) -> String? {
      var counts: [String: Int] = [:]
      for node in calendar.nodes {
        switch node.state {
        case .known: break
        case .maintenance: counts["in maintenance", default: 0] += 1
        case .disabled: counts["not reservable", default: 0] += 1
        case .unknown(let reason): counts["unknown: \(reason)", default: 0] += 1
        }
      }
      guard !counts.isEmpty else { return nil }
      return counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        .joined(separator: ", ")
    }

    var json: JSONValue {
      .object([
        "calendars": .array(
          calendars.map { calendar in
            .object([
              "site": .string(calendar.site.text), "source": .string(calendar.source),
              "read_at": .string(calendar.readAt.isoText),
              "synced_at": JSONValue(calendar.syncedAt?.isoText),
              "nodes": JSONValue(calendar.nodes.count),
              "known_nodes": JSONValue(calendar.nodes.count { $0.state == .known }),
              "flavors": JSONValue(calendar.flavors.count),
              "known_flavors": JSONValue(calendar.flavors.count { !$0.segments.isEmpty }),
            ])
          }),
        "failed": .array(reading.failures.keys.sorted().map { .string($0.text) }),
      ])
    }
  }

  /// Reads the sites, keeps their calendars, and writes the file that `--save` names.
  func run() async throws -> Summary {
    let reading = try await reader.read(try requests(), now: now)
    let calendars = reading.calendars.values.sorted { $0.site < $1.site }
    if !calendars.isEmpty { try reader.save(calendars) }
    return Summary(calendars: calendars, reading: reading)
  }

  private func requests() throws -> [CalendarRequest] {
    // Reservations of nodes come whole; of flavors nothing is known after the window, and who asks for
    // the longest lease has to look past one that others have.
    let length = 2 * LeaseLimit.minutes(for: .flavor)
    guard let window = TimeSlot(start: now, end: now.advanced(by: length)) else { return [] }
    let configurations = try open.catalog.configurations(at: sites)
    return try Set(configurations.map(\.site)).sorted().compactMap { site in
      var nodes: [CalendarRequest.Node] = []
      var flavors: [String] = []
      for one in configurations where one.site == site {
        switch one.kind {
        case .host:
          nodes += try open.catalog.nodes(of: one.name, at: site).filter(\.isReservable)
            .map { CalendarRequest.Node(uid: $0.uid) }
        case .flavor: flavors.append(try open.catalog.flavorID(of: one.name, at: site) ?? one.name)
        case .hypervisor: break
        }
      }
      guard !nodes.isEmpty || !flavors.isEmpty else { return nil }
      return CalendarRequest(site: site, nodes: nodes, flavors: flavors, window: window)
    }
  }
}
