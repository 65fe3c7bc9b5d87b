import Availability
package import HTTP
import JSON
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
  private let exchange: Exchange
  private let token: Secret
  private let timeouts: HTTPTimeouts
  private let now: @Sendable () -> Duration

  /// - Parameters:
  ///   - access: The token, and where the Blazar of the site is that will be asked for.
  ///   - client: What sends the requests, and sends them again.
  ///   - timeouts: The bounds in time of each request; a listing may take Blazar a while.
  ///   - now: The time since 1970-01-01 00:00:00 UTC.
  package init(
    access: OpenStackAccess, client: any HTTPClient, timeouts: HTTPTimeouts = HTTPTimeouts(),
    now: @escaping @Sendable () -> Duration = { .sinceEpoch }
  ) {
    location = access.reservationURL
    token = access.token
    exchange = Exchange(client: client)
    self.timeouts = timeouts
    self.now = now
  }

  package func read(_ request: CalendarRequest) async throws -> CalendarReading {
    let readAt = now().minute
    async let hostAnswer = get("os-hosts")
    async let allocationAnswer = get("os-hosts/allocations")
    let answer = try await hostAnswer
    let hosts = try list(answer.content, "hosts")
    let allocations = try await list(allocationAnswer.content, "allocations")
    let known = BlazarHosts(hosts: hosts, allocations: allocations)
    var problems: [CalendarProblem] = []
    if let skew = ClockSkew.problem(answer.response, now: now(), place: location) {
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
      nodes: request.nodes.map { known.calendar(of: $0.uid) },
      flavors: request.flavors.map { FlavorCalendar(flavor: $0, segments: []) })
    return CalendarReading(calendar: calendar, problems: problems)
  }

  private func get(_ path: String) async throws -> Exchange.Answer {
    let request = HTTPRequest(
      "\(location)/\(path)", headers: [HTTPHeader("X-Auth-Token", token)], timeouts: timeouts)
    do {
      return try await exchange.send(request)
    } catch let failure as Exchange.Failure {
      let hint: String? =
        switch failure.status?.rawValue {
        case 401: "log in again: the token is of no use, or no more"
        case 403: "this site does not show its hosts to you; the Reference API needs no login"
        default: nil
        }
      throw CalendarProblem(place: failure.url, reason: failure.reason, hint: hint)
    }
  }

  private func list(
    _ content: JSONValue, _ name: String
  ) throws(CalendarProblem) -> [JSONValue] {
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
