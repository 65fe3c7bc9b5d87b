package import JSON

/// What Blazar lists.
///
/// Source: Reservation API v1, https://docs.openstack.org/api-ref/reservation/v1/.
package struct Blazar: Sendable {
  let session: CloudSession

  /// Asks with the token of a session.
  package init(_ session: CloudSession) { self.session = session }

  /// Hosts that can be reserved, with the properties that selectors are matched against; not every
  /// project may list them.
  ///
  /// - Returns: Blazar's records: `id`, `hypervisor_hostname`, `vcpus`, `memory_mb` and other columns,
  ///   and one member for each property.
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func hosts() async throws -> [JSONValue] { try await all("os-hosts", "hosts") }

  /// Leases of the project with their reservations.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func leases() async throws -> [JSONValue] { try await all("leases", "leases") }

  /// Blazar has no pages.
  private func all(_ path: String, _ member: String) async throws -> [JSONValue] {
    try await ListingPages(
      session: session, service: .reservation, path: "/v1/\(path)", member: member, paging: .none
    ).all()
  }
}
