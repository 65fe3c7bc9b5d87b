import JSON
import Planning

/// Whether a lease that Blazar lists is the one that a plan asks for.
///
/// Names are not unique in Blazar, and plans name leases after their day. Source of the members and
/// statuses: https://docs.openstack.org/api-ref/reservation/v1/ and `blazar/status.py` of Blazar 17.0.0.
enum LeaseMatch: Sendable, Hashable {
  /// It holds what is asked for, or will.
  case same
  /// It has the name, and this besides, which is not what is asked for.
  case other(String)
  /// It has another name, or is over.
  case none

  /// Statuses of leases that hold nothing any more, and never will.
  private static let over: Set<String> = ["ERROR", "TERMINATED", "TERMINATING", "DELETING"]

  init(_ lease: JSONValue, _ planned: PlanLease) {
    guard lease["name"]?.string == planned.name,
      !LeaseMatch.over.contains(lease["status"]?.string?.uppercased() ?? "")
    else {
      self = .none
      return
    }
    let end = LeaseMatch.minute(lease["end_date"])
    let start = LeaseMatch.minute(lease["start_date"])
    // A floating IP or network may be reserved beside.
    let reservations = (lease["reservations"]?.array ?? []).filter {
      LeaseMatch.holds($0, planned.resource)
    }
    let count = reservations.compactMap(LeaseMatch.count).reduce(0, +)
    if end == planned.end, count == planned.count, planned.start ?? start == start {
      self = .same
    } else {
      self = .other("\(count) of it from \(start ?? "?") to \(end ?? "?")")
    }
  }

  /// Whether a reservation is for what is asked for.
  private static func holds(_ reservation: JSONValue, _ resource: PlanLease.Resource) -> Bool {
    switch resource {
    case .hosts(let selector):
      guard reservation["resource_type"]?.string == "physical:host",
        let text = reservation["resource_properties"]?.string
      else { return false }
      return text == selector
        || (try? JSONValue(parsing: text)) == (try? JSONValue(parsing: selector))
    // Blazar lists the flavor that it made for the reservation, not the one that was asked for.
    case .flavor: return reservation["resource_type"]?.string?.hasSuffix(":instance") == true
    }
  }

  /// `2026-11-24 09:00` of `2026-11-24T09:00:00.000000`.
  private static func minute(_ value: JSONValue?) -> String? {
    value?.string.map { String($0.prefix(16).replacing("T", with: " ")) }
  }

  /// Nodes, or instances of a flavor.
  private static func count(_ reservation: JSONValue) -> Int? {
    let value = reservation["max"] ?? reservation["amount"]
    return value?.integer ?? value?.string.flatMap { Int($0) }
  }
}
