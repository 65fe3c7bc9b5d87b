package import JSON

/// A network of Neutron.
///
/// Source of the members: Networking API v2.0, "Show network details", with the extensions
/// `router:external`, `provider` and `net-mtu` (https://docs.openstack.org/api-ref/network/v2/).
package struct Network: Resource {
  package static let kind = ResourceKind.network

  package let id: String
  package let name: String
  package let status: String?
  /// The id of the project that made it.
  package let projectID: String?
  /// Whether every project may use it, as `sharednet1`.
  package let isShared: Bool
  /// Whether floating IPs come from it.
  package let isExternal: Bool
  /// Ids of its subnets.
  package let subnetIDs: [String]
  /// `vlan`, `flat` and others; only shown to some.
  package let type: String?
  /// The physical network; only shown to some.
  package let physicalNetwork: String?
  package let description: String?
  package let tags: [String]

  /// Makes a network.
  package init(
    id: String, name: String, status: String? = nil, projectID: String? = nil,
    isShared: Bool = false, isExternal: Bool = false, subnetIDs: [String] = [],
    type: String? = nil, physicalNetwork: String? = nil, description: String? = nil,
    tags: [String] = []
  ) {
    self.id = id
    self.name = name
    self.status = status
    self.projectID = projectID
    self.isShared = isShared
    self.isExternal = isExternal
    self.subnetIDs = subnetIDs
    self.type = type
    self.physicalNetwork = physicalNetwork
    self.description = description
    self.tags = tags
  }

  package init?(document: JSONValue) {
    guard let id = document.text("id") else { return nil }
    self.init(
      id: id, name: document.text("name") ?? "", status: document.text("status"),
      projectID: document.text("project_id") ?? document.text("tenant_id"),
      isShared: document.flag("shared") ?? false,
      isExternal: document.flag("router:external") ?? false, subnetIDs: document.texts("subnets"),
      type: document.text("provider:network_type"),
      physicalNetwork: document.text("provider:physical_network"),
      description: document.text("description"), tags: document.texts("tags"))
  }

  package var document: JSONValue {
    var record = Members()
    record.add("id", id)
    record.add("name", name)
    record.add("status", status)
    record.add("project_id", projectID)
    record.add("shared", isShared)
    record.add("router:external", isExternal)
    record.add("subnets", subnetIDs)
    record.add("provider:network_type", type)
    record.add("provider:physical_network", physicalNetwork)
    record.add("description", description)
    record.add("tags", tags)
    return record.object
  }
}
