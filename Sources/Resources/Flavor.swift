package import JSON

/// A flavor of Nova.
///
/// Source of the members: Compute API v2.1, "List Flavors With Details"
/// (https://docs.openstack.org/api-ref/compute/).
package struct Flavor: Resource {
  package static let kind = ResourceKind.flavor

  package let id: String
  package let name: String
  package let vcpus: Int?
  /// In MiB.
  package let memory: Int?
  /// Of the root disk, in GiB; 0 for as large as the image.
  package let disk: Int?
  package let isPublic: Bool

  /// Makes a flavor; memory in MiB, disk in GiB.
  package init(
    id: String, name: String, vcpus: Int? = nil, memory: Int? = nil, disk: Int? = nil,
    isPublic: Bool = true
  ) {
    self.id = id
    self.name = name
    self.vcpus = vcpus
    self.memory = memory
    self.disk = disk
    self.isPublic = isPublic
  }

  package init?(document: JSONValue) {
    guard let id = document.text("id") else { return nil }
    self.init(
      id: id, name: document.text("name") ?? "", vcpus: document.number("vcpus"),
      memory: document.number("ram"), disk: document.number("disk"),
      isPublic: document.flag("os-flavor-access:is_public") ?? true)
  }

  package var document: JSONValue {
    var record = Members()
    record.add("id", id)
    record.add("name", name)
    record.add("vcpus", vcpus)
    record.add("ram", memory)
    record.add("disk", disk)
    record.add("os-flavor-access:is_public", isPublic)
    return record.object
  }
}
