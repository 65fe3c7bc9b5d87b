package import JSON

/// A security group of Neutron with its rules.
///
/// Source of the members: Networking API v2.0, "Show security group" and "Show security group rule"
/// (https://docs.openstack.org/api-ref/network/v2/).
package struct SecurityGroup: Resource {
  package static let kind = ResourceKind.securityGroup

  package let id: String
  package let name: String
  package let description: String?
  package let projectID: String?
  /// In the order of the service.
  package let rules: [SecurityGroupRule]

  /// Makes a security group.
  package init(
    id: String, name: String, description: String? = nil, projectID: String? = nil,
    rules: [SecurityGroupRule] = []
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.projectID = projectID
    self.rules = rules
  }

  package init?(document: JSONValue) {
    guard let id = document.text("id") else { return nil }
    self.init(
      id: id, name: document.text("name") ?? "", description: document.text("description"),
      projectID: document.text("project_id") ?? document.text("tenant_id"),
      rules: (document["security_group_rules"]?.array ?? []).map(SecurityGroupRule.init(document:)))
  }

  /// Its rules with the names of other groups instead of their ids, so that those of two sites can be
  /// compared; an id of none of `groups` stays.
  package func rules(namedBy groups: [SecurityGroup]) -> [SecurityGroupRule] {
    let names = Dictionary(groups.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    return rules.map { $0.named(names) }
  }

  package var document: JSONValue {
    var record = Members()
    record.add("id", id)
    record.add("name", name)
    record.add("description", description)
    record.add("project_id", projectID)
    record.add("security_group_rules", .array(rules.map(\.document)))
    return record.object
  }
}
