import JSON
package import Resources

/// What Neutron lists of a project, and what it shares with everybody.
///
/// Source: Networking API v2.0, https://docs.openstack.org/api-ref/network/v2/.
package struct Neutron: Sendable {
  let session: CloudSession

  /// Asks with the token of a session.
  package init(_ session: CloudSession) { self.session = session }

  /// Networks that the project sees: its own, shared and external ones.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func networks() async throws -> [Network] {
    try await all("networks").compactMap(Network.init(document:))
  }

  /// Subnets of these networks, as far as they are shown.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func subnets() async throws -> [Subnet] {
    try await all("subnets").compactMap(Subnet.init(document:))
  }

  /// Security groups of one project with their rules; administrators would see all.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func securityGroups() async throws -> [SecurityGroup] {
    try await all("security-groups", member: "security_groups", ofProject: true)
      .compactMap(SecurityGroup.init(document:))
  }

  /// Floating IPs of one project.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func floatingIPs() async throws -> [FloatingIP] {
    try await all("floatingips", ofProject: true).compactMap(FloatingIP.init(document:))
  }

  private func all(
    _ path: String, member: String? = nil, ofProject: Bool = false
  ) async throws -> [JSONValue] {
    let project = ofProject ? "project_id=\(try await session.projectID())" : ""
    return try await ListingPages(
      session: session, service: .network, path: "/v2.0/\(path)", member: member ?? path,
      query: project
    ).all()
  }
}
