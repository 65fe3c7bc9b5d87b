package import JSON

/// A floating IP of Neutron.
///
/// Source of the members: Networking API v2.0, "Show floating IP details"
/// (https://docs.openstack.org/api-ref/network/v2/).
package struct FloatingIP: Resource {
  package static let kind = ResourceKind.floatingIP

  package let id: String
  /// The address, which is what people call it.
  package let name: String
  /// The address within that it leads to; nil when it is free.
  package let fixedAddress: String?
  /// The external network that it comes from.
  package let networkID: String?
  package let projectID: String?
  package let status: String?

  /// Makes a floating IP.
  package init(
    id: String, address: String, fixedAddress: String? = nil, networkID: String? = nil,
    projectID: String? = nil, status: String? = nil
  ) {
    self.id = id
    name = address
    self.fixedAddress = fixedAddress
    self.networkID = networkID
    self.projectID = projectID
    self.status = status
  }

  package init?(document: JSONValue) {
    guard let id = document.text("id") else { return nil }
    self.init(
      id: id, address: document.text("floating_ip_address") ?? "",
      fixedAddress: document.text("fixed_ip_address"),
      networkID: document.text("floating_network_id"),
      projectID: document.text("project_id") ?? document.text("tenant_id"),
      status: document.text("status"))
  }

  package var document: JSONValue {
    var record = Members()
    record.add("id", id)
    record.add("floating_ip_address", name)
    record.add("fixed_ip_address", fixedAddress)
    record.add("floating_network_id", networkID)
    record.add("project_id", projectID)
    record.add("status", status)
    return record.object
  }
}
