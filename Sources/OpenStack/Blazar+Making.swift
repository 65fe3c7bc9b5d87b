package import JSON

extension Blazar {
  /// What is reserved.
  package enum Reservation: Sendable, Hashable {
    /// So many nodes that a selector matches.
    case hosts(count: Int, selector: String)
    /// So many instances of a flavor, by Nova's id.
    case instances(count: Int, flavor: String)
  }

  /// Creates a lease of one reservation.
  ///
  /// Source: Reservation API v1, "Create lease"; the members are those that python-blazarclient sends.
  ///
  /// - Parameters:
  ///   - name: Unique in the project.
  ///   - reservation: What it reserves.
  ///   - start: `2026-11-24 09:00`, UTC; nil for now.
  ///   - end: Likewise.
  /// - Returns: Blazar's record of it.
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func createLease(
    name: String, _ reservation: Reservation, start: String?, end: String
  ) async throws -> JSONValue {
    let resource: JSONValue =
      switch reservation {
      case .hosts(let count, let selector):
        [
          "resource_type": "physical:host", "min": JSONValue(count), "max": JSONValue(count),
          "hypervisor_properties": "", "resource_properties": .string(selector),
        ]
      case .instances(let count, let flavor):
        [
          "resource_type": "flavor:instance", "flavor_id": .string(flavor),
          "amount": JSONValue(count),
        ]
      }
    let body: JSONValue = [
      "name": .string(name), "start_date": .string(start ?? "now"), "end_date": .string(end),
      "reservations": .array([resource]), "events": .array([]),
    ]
    let answer = try await session.json(.reservation, .making("/v1/leases", body))
    return answer["lease"] ?? answer
  }
}
