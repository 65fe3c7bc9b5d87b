import JSON
package import Resources

/// Source: Networking API v2.0, "Create security group", "Create security group rule", "Create network"
/// and "Create subnet".
extension Neutron {
  /// Makes a security group without rules of its own: Neutron gives it those that let everything out.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func createSecurityGroup(
    name: String, description: String
  ) async throws -> SecurityGroup {
    try await create(
      "security-groups", "security_group",
      ["name": .string(name), "description": .string(description)])
  }

  /// Adds a rule to a group.
  ///
  /// - Parameters:
  ///   - rule: What it lets through, but for the group of the other end.
  ///   - group: The id of the group.
  ///   - remoteGroup: The id of the group of the other end; nil for none.
  /// - Throws: `OpenStackError`, with the status 409 when the group has such a rule; `CancellationError`.
  package func add(
    _ rule: SecurityGroupRule, toGroup group: String, remoteGroup: String?
  ) async throws {
    var members = (rule.document.members ?? []).filter { $0.name != "remote_group_id" }
    members.append(.init("security_group_id", .string(group)))
    if let remoteGroup { members.append(.init("remote_group_id", .string(remoteGroup))) }
    _ = try await session.json(
      .network, .making("/v2.0/security-group-rules", ["security_group_rule": .object(members)]))
  }

  /// Makes a network of the project.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func createNetwork(name: String) async throws -> Network {
    try await create("networks", "network", ["name": .string(name)])
  }

  /// Makes a subnet like another one.
  ///
  /// - Parameters:
  ///   - subnet: The one that it is like.
  ///   - network: The id of the network that it is in.
  /// - Returns: What Neutron says of it.
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func createSubnet(like subnet: Subnet, in network: String) async throws -> Subnet {
    let kept = ["name", "cidr", "ip_version", "gateway_ip", "enable_dhcp", "dns_nameservers"]
    let members = (subnet.document.members ?? []).filter { kept.contains($0.name) }
    return try await create(
      "subnets", "subnet", .object(members + [.init("network_id", .string(network))]))
  }

  private func create<Made: Resource>(
    _ path: String, _ member: String, _ content: JSONValue
  ) async throws -> Made {
    let body = JSONValue.object([.init(member, content)])
    let answer = try await session.json(.network, .making("/v2.0/\(path)", body))
    guard let made = answer[member].flatMap(Made.init(document:)) else {
      throw OpenStackError(
        place: "Neutron", reason: "found \(answer.kind) without '\(member)', expected what was made"
      )
    }
    return made
  }
}
