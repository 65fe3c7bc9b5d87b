package import JSON

/// A subnet of Neutron.
///
/// Source of the members: Networking API v2.0, "Show subnet details"
/// (https://docs.openstack.org/api-ref/network/v2/).
package struct Subnet: Resource {
  package static let kind = ResourceKind.subnet

  package let id: String
  package let name: String
  package let networkID: String?
  /// The id of the project that made it.
  package let projectID: String?
  /// For example `192.168.1.0/24`.
  package let addresses: String?
  /// 4 or 6.
  package let ipVersion: Int?
  /// The address of the gateway; nil for none.
  package let gateway: String?
  package let hasDHCP: Bool
  package let nameServers: [String]

  /// Makes a subnet.
  package init(
    id: String, name: String, networkID: String? = nil, projectID: String? = nil,
    addresses: String? = nil, ipVersion: Int? = 4, gateway: String? = nil, hasDHCP: Bool = true,
    nameServers: [String] = []
  ) {
    self.id = id
    self.name = name
    self.networkID = networkID
    self.projectID = projectID
    self.addresses = addresses
    self.ipVersion = ipVersion
    self.gateway = gateway
    self.hasDHCP = hasDHCP
    self.nameServers = nameServers
  }

  package init?(document: JSONValue) {
    guard let id = document.text("id") else { return nil }
    self.init(
      id: id, name: document.text("name") ?? "", networkID: document.text("network_id"),
      projectID: document.text("project_id") ?? document.text("tenant_id"),
      addresses: document.text("cidr"), ipVersion: document.number("ip_version"),
      gateway: document.text("gateway_ip"), hasDHCP: document.flag("enable_dhcp") ?? true,
      nameServers: document.texts("dns_nameservers"))
  }

  package var document: JSONValue {
    var record = Members()
    record.add("id", id)
    record.add("name", name)
    record.add("network_id", networkID)
    record.add("project_id", projectID)
    record.add("cidr", addresses)
    record.add("ip_version", ipVersion)
    record.add("gateway_ip", gateway)
    record.add("enable_dhcp", hasDHCP)
    record.add("dns_nameservers", nameServers)
    return record.object
  }
}
