import Availability
package import HTTP
import JSON
package import OpenStack
import Testbed

/// Blazar, the reservation service of one site, which wants a token.
///
/// Of reservations it tells users the times only. Flavors are not among the hosts: they have no
/// segments here.
///
/// Source: https://docs.openstack.org/api-ref/reservation/v1/ (hosts, allocations); tried with
/// Blazar 17.0.0.
package struct BlazarCalendarSource: CalendarSource {
  /// What the calendar says of its source.
  package static let name = "blazar"

  package let location: String
  private let session: CloudSession
  private let timeouts: HTTPTimeouts
  private let now: @Sendable () -> Duration

  /// - Parameters:
  ///   - session: Of the site that will be asked for.
  ///   - timeouts: The bounds in time of each request; a listing may take Blazar a while.
  ///   - now: The time since 1970-01-01 00:00:00 UTC.
  /// - Throws: `OpenStackError` when one cannot log in or there is no Blazar.
  package init(
    session: CloudSession, timeouts: HTTPTimeouts = HTTPTimeouts(),
    now: @escaping @Sendable () -> Duration = { .sinceEpoch }
  ) async throws {
    let url = try await session.endpoint(.reservation)
    // The catalogues of some sites name the service, those of others its version.
    location = url.hasSuffix("/v1") ? url : url + "/v1"
    self.session = session
    self.timeouts = timeouts
    self.now = now
  }

  package func read(_ request: CalendarRequest) async throws -> CalendarReading {
    let readAt = now().minute
    async let hostAnswer = get("os-hosts")
    async let allocationAnswer = get("os-hosts/allocations")
    let answer = try await hostAnswer
    let hosts = try list(answer, "hosts")
    let allocations = try await list(allocationAnswer, "allocations")
    let known = BlazarHosts(hosts: hosts, allocations: allocations)
    var problems: [CalendarProblem] = []
    if let skew = ClockSkew.problem(answer, now: now(), place: location) {
      problems.append(skew)
    }
    if !request.flavors.isEmpty {
      problems.append(
        CalendarProblem(
          place: location, reason: "the reservations of flavors are not read from Blazar",
          hint: "the Reference API has them"))
    }
    let calendar = SiteCalendar(
      site: request.site, readAt: readAt, syncedAt: readAt, source: BlazarCalendarSource.name,
      location: location, nodes: request.nodes.map { known.calendar(of: $0.uid) },
      flavors: request.flavors.map { FlavorCalendar(flavor: $0, segments: []) })
    return CalendarReading(calendar: calendar, problems: problems)
  }

  private func get(_ path: String) async throws -> HTTPResponse {
    do {
      return try await session.fetch(
        .reservation, CloudRequest("/v1/\(path)", timeouts: timeouts))
    } catch let error as OpenStackError {
      var hint = error.hint
      if error.status?.rawValue == 403 {
        hint = "this site does not show its hosts to you; the Reference API needs no login"
      }
      throw CalendarProblem(place: error.place, reason: error.reason, hint: hint)
    }
  }

  private func list(
    _ answer: HTTPResponse, _ name: String
  ) throws(CalendarProblem) -> [JSONValue] {
    let content: JSONValue
    do { content = try JSONValue(parsing: answer.body) } catch {
      throw CalendarProblem(place: location, reason: error.description)
    }
    guard let items = content[name]?.array else {
      throw CalendarProblem(place: location, reason: "the answer has no list '\(name)'")
    }
    return items
  }
}

/// What Blazar lists, by the node that each host is.
struct BlazarHosts: Sendable {
  private var states: [String: NodeCalendar.State] = [:]
  private var slots: [String: [TimeSlot]] = [:]

  /// A host of Blazar has a number of its own; its `hypervisor_hostname` is the `uid` of the node.
  init(hosts: [JSONValue], allocations: [JSONValue]) {
    var uids: [String: String] = [:]
    for host in hosts {
      guard let id = BlazarHosts.text(host["id"]), let uid = host["hypervisor_hostname"]?.string
      else { continue }
      uids[id] = uid
      let state = BlazarHosts.state(host)
      // Of two hosts that are one node, the one that cannot be reserved counts.
      if states[uid].map({ $0 == .known }) ?? true { states[uid] = state }
    }
    for allocation in allocations {
      guard let uid = BlazarHosts.text(allocation["resource_id"]).flatMap({ uids[$0] }) else {
        continue
      }
      do {
        slots[uid, default: []] += try Reservations.slots(
          allocation["reservations"], start: "start_date", end: "end_date")
      } catch {
        states[uid] = .unknown(error.reason)
      }
    }
  }

  func calendar(of uid: String) -> NodeCalendar {
    guard let state = states[uid] else {
      return NodeCalendar(uid: uid, state: .unknown("Blazar has no such host"), reservations: [])
    }
    return NodeCalendar(uid: uid, state: state, reservations: slots[uid] ?? [])
  }

  private static func state(_ host: JSONValue) -> NodeCalendar.State {
    guard let isReservable = bool(host["reservable"], absent: true),
      let isDisabled = bool(host["disabled"], absent: false)
    else { return .unknown("Blazar does not say whether it can be reserved") }
    return isReservable && !isDisabled ? .known : .disabled
  }

  /// Versions of Blazar differ in whether they send a truth value, a number or its text.
  private static func bool(_ value: JSONValue?, absent: Bool) -> Bool? {
    switch value {
    case nil, .null: absent
    case .bool(let value): value
    case .number("0"), .string("False"), .string("false"), .string("0"): false
    case .number("1"), .string("True"), .string("true"), .string("1"): true
    default: nil
    }
  }

  private static func text(_ value: JSONValue?) -> String? {
    value?.string ?? value?.integer.map(String.init)
  }
}
