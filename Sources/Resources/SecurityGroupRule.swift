package import JSON

/// What one rule of a security group lets through.
///
/// Two rules that let the same through are equal, whatever their ids: those, the project and the
/// description are left out.
package struct SecurityGroupRule: Sendable, Hashable, CustomStringConvertible {
  /// `ingress` or `egress`.
  package let direction: String
  /// `IPv4` or `IPv6`.
  package let etherType: String
  /// `tcp`, `udp`, `icmp`, a number; nil for all.
  package let networkProtocol: String?
  /// The first port, or the type of ICMP; nil for all.
  package let firstPort: Int?
  /// The last port, or the code of ICMP; nil for all.
  package let lastPort: Int?
  /// The other end's addresses, such as `0.0.0.0/0`; nil for all.
  package let remoteAddresses: String?
  /// The id of the group of the other end; an id of one site.
  package let remoteGroupID: String?

  /// Makes a rule.
  package init(
    direction: String = "ingress", etherType: String = "IPv4", networkProtocol: String? = nil,
    firstPort: Int? = nil, lastPort: Int? = nil, remoteAddresses: String? = nil,
    remoteGroupID: String? = nil
  ) {
    self.direction = direction
    self.etherType = etherType
    self.networkProtocol = networkProtocol
    self.firstPort = firstPort
    self.lastPort = lastPort
    self.remoteAddresses = remoteAddresses
    self.remoteGroupID = remoteGroupID
  }

  /// Reads Neutron's record of a rule; what is missing means all.
  package init(document: JSONValue) {
    self.init(
      direction: document.text("direction") ?? "ingress",
      etherType: document.text("ethertype") ?? "IPv4",
      networkProtocol: document.text("protocol")
        ?? document.number("protocol").map(String.init),
      firstPort: document.number("port_range_min"), lastPort: document.number("port_range_max"),
      remoteAddresses: document.text("remote_ip_prefix"),
      remoteGroupID: document.text("remote_group_id"))
  }

  /// Whether it is one of the two that Neutron gives to every new group.
  package var letsEverythingOut: Bool {
    direction == "egress" && networkProtocol == nil && firstPort == nil && lastPort == nil
      && remoteAddresses == nil && remoteGroupID == nil
  }

  /// The rule with the name of the other group instead of its id.
  func named(_ names: [String: String]) -> SecurityGroupRule {
    SecurityGroupRule(
      direction: direction, etherType: etherType, networkProtocol: networkProtocol,
      firstPort: firstPort, lastPort: lastPort, remoteAddresses: remoteAddresses,
      remoteGroupID: remoteGroupID.map { names[$0] ?? $0 })
  }

  /// In Neutron's spelling.
  package var document: JSONValue {
    var record = Members()
    record.add("direction", direction)
    record.add("ethertype", etherType)
    record.add("protocol", networkProtocol)
    record.add("port_range_min", firstPort)
    record.add("port_range_max", lastPort)
    record.add("remote_ip_prefix", remoteAddresses)
    record.add("remote_group_id", remoteGroupID)
    return record.object
  }

  /// For example `ingress IPv4 tcp 22 from 0.0.0.0/0`.
  package var description: String {
    let ports: String? = firstPort.map { first in
      lastPort.map { $0 == first ? "\(first)" : "\(first)-\($0)" } ?? "\(first)"
    }
    let end = remoteAddresses ?? remoteGroupID.map { "group \($0)" }
    let side = direction == "egress" ? "to" : "from"
    let parts: [String?] = [
      direction, etherType, networkProtocol ?? "any", ports, end.map { "\(side) \($0)" },
    ]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}
