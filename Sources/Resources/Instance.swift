package import JSON

/// A server of Nova: a node that is in use, or a virtual machine.
///
/// Source of the members: Compute API v2.1, "List Servers Detailed"; the flavor is told by name since
/// microversion 2.47, by id before (https://docs.openstack.org/api-ref/compute/).
package struct Instance: Resource {
  package static let kind = ResourceKind.instance

  package let id: String
  package let name: String
  /// `ACTIVE`, `BUILD`, `ERROR` and others.
  package let status: String?
  /// Nil when it boots from a volume.
  package let imageID: String?
  /// The id or the name of its flavor, whichever Nova tells.
  package let flavor: String?
  package let keyName: String?
  /// Its addresses by the name of the network.
  package let addresses: [String: [String]]
  /// Which of `addresses` are floating IPs.
  package let floatingAddresses: [String]
  package let securityGroups: [String]
  /// UTC, ISO 8601, as Nova writes it.
  package let createdAt: String?
  /// The node or hypervisor that it runs on; only shown to some.
  package let host: String?
  package let metadata: [String: String]

  /// Makes an instance.
  package init(
    id: String, name: String, status: String? = "ACTIVE", imageID: String? = nil,
    flavor: String? = nil, keyName: String? = nil, addresses: [String: [String]] = [:],
    floatingAddresses: [String] = [], securityGroups: [String] = [], createdAt: String? = nil,
    host: String? = nil, metadata: [String: String] = [:]
  ) {
    self.id = id
    self.name = name
    self.status = status
    self.imageID = imageID
    self.flavor = flavor
    self.keyName = keyName
    self.addresses = addresses
    self.floatingAddresses = floatingAddresses
    self.securityGroups = securityGroups
    self.createdAt = createdAt
    self.host = host
    self.metadata = metadata
  }

  package init?(document: JSONValue) {
    guard let id = document.text("id") else { return nil }
    let flavor = document["flavor"]
    var addresses: [String: [String]] = [:]
    var floating: [String] = []
    for network in document["addresses"]?.members ?? [] {
      for entry in network.value.array ?? [] {
        guard let address = entry.text("addr") else { continue }
        addresses[network.name, default: []].append(address)
        if entry.text("OS-EXT-IPS:type") == "floating" { floating.append(address) }
      }
    }
    self.init(
      id: id, name: document.text("name") ?? "", status: document.text("status"),
      imageID: document["image"]?.text("id"),
      flavor: flavor?.text("original_name") ?? flavor?.text("id"),
      keyName: document.text("key_name"), addresses: addresses, floatingAddresses: floating,
      securityGroups: (document["security_groups"]?.array ?? []).compactMap { $0.text("name") },
      createdAt: document.text("created"),
      host: document.text("OS-EXT-SRV-ATTR:hypervisor_hostname")
        ?? document.text("OS-EXT-SRV-ATTR:host"),
      metadata: document.textMap("metadata"))
  }

  package var document: JSONValue {
    var record = Members()
    record.add("id", id)
    record.add("name", name)
    record.add("status", status)
    record.add("image", imageID.map { ["id": .string($0)] })
    record.add("flavor", flavor.map { ["original_name": .string($0)] })
    record.add("key_name", keyName)
    record.add("addresses", addresses.isEmpty ? nil : addressDocument)
    record.add(
      "security_groups",
      securityGroups.isEmpty
        ? nil : JSONValue.array(securityGroups.map { ["name": .string($0)] }))
    record.add("created", createdAt)
    record.add("OS-EXT-SRV-ATTR:hypervisor_hostname", host)
    record.add("metadata", metadata)
    return record.object
  }

  private var addressDocument: JSONValue {
    .object(
      addresses.sorted { $0.key < $1.key }.map { network, addresses in
        JSONValue.Member(
          network,
          .array(
            addresses.map { address in
              let type = floatingAddresses.contains(address) ? "floating" : "fixed"
              return ["addr": .string(address), "OS-EXT-IPS:type": .string(type)]
            }))
      })
  }
}
