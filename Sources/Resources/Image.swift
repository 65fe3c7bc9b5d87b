package import JSON
package import Testbed

/// An image of Glance.
///
/// Source of the members: Image API v2.16, "Show image"
/// (https://docs.openstack.org/api-ref/image/v2/).
package struct Image: Resource {
  package static let kind = ResourceKind.image

  package let id: String
  package let name: String
  /// `active` once it can be used; `queued`, `saving`, `deactivated` and others before and after.
  package let status: String?
  /// `public`, `community`, `shared` or `private`.
  package let visibility: String?
  /// The id of the project that made it.
  package let owner: String?
  /// Of the data; nil until there is any.
  package let size: ByteCount?
  /// `qcow2`, `raw` and others.
  package let diskFormat: String?
  /// `bare` in nearly all cases.
  package let containerFormat: String?
  /// The smallest disk that it boots from, in GiB; 0 for any.
  package let minDisk: Int
  /// The least memory that it boots with, in MiB; 0 for any.
  package let minRAM: Int
  /// MD5 of the data, 32 hexadecimal digits; newer services may leave it out.
  package let checksum: String?
  /// `sha512` unless the site chose another one.
  package let hashAlgorithm: String?
  /// In hexadecimal digits.
  package let hashValue: String?
  /// Whether it cannot be deleted.
  package let isProtected: Bool
  /// Whether listings leave it out by default.
  package let isHidden: Bool
  package let tags: [String]
  /// Everything that Glance's own schema does not define.
  package let properties: [String: String]
  /// UTC, ISO 8601, as Glance writes it.
  package let createdAt: String?
  /// UTC, ISO 8601, as Glance writes it.
  package let updatedAt: String?

  /// Makes an image.
  package init(
    id: String, name: String, status: String? = "active", visibility: String? = "private",
    owner: String? = nil, size: ByteCount? = nil, diskFormat: String? = nil,
    containerFormat: String? = nil, minDisk: Int = 0, minRAM: Int = 0, checksum: String? = nil,
    hashAlgorithm: String? = nil, hashValue: String? = nil, isProtected: Bool = false,
    isHidden: Bool = false, tags: [String] = [], properties: [String: String] = [:],
    createdAt: String? = nil, updatedAt: String? = nil
  ) {
    self.id = id
    self.name = name
    self.status = status
    self.visibility = visibility
    self.owner = owner
    self.size = size
    self.diskFormat = diskFormat
    self.containerFormat = containerFormat
    self.minDisk = minDisk
    self.minRAM = minRAM
    self.checksum = checksum
    self.hashAlgorithm = hashAlgorithm
    self.hashValue = hashValue
    self.isProtected = isProtected
    self.isHidden = isHidden
    self.tags = tags
    self.properties = properties
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  package init?(document: JSONValue) {
    guard let id = document.text("id") else { return nil }
    let properties = document.textMap.filter { !Image.schema.contains($0.key) }
    self.init(
      id: id, name: document.text("name") ?? "", status: document.text("status"),
      visibility: document.text("visibility"), owner: document.text("owner"),
      size: document.number("size").map(ByteCount.init),
      diskFormat: document.text("disk_format"), containerFormat: document.text("container_format"),
      minDisk: document.number("min_disk") ?? 0, minRAM: document.number("min_ram") ?? 0,
      checksum: document.text("checksum"), hashAlgorithm: document.text("os_hash_algo"),
      hashValue: document.text("os_hash_value"), isProtected: document.flag("protected") ?? false,
      isHidden: document.flag("os_hidden") ?? false, tags: document.texts("tags"),
      properties: properties, createdAt: document.text("created_at"),
      updatedAt: document.text("updated_at"))
  }

  package var document: JSONValue {
    var record = Members()
    record.add("id", id)
    record.add("name", name)
    record.add("status", status)
    record.add("visibility", visibility)
    record.add("owner", owner)
    record.add("size", size?.bytes)
    record.add("disk_format", diskFormat)
    record.add("container_format", containerFormat)
    record.add("min_disk", minDisk)
    record.add("min_ram", minRAM)
    record.add("checksum", checksum)
    record.add("os_hash_algo", hashAlgorithm)
    record.add("os_hash_value", hashValue)
    record.add("protected", isProtected)
    record.add("os_hidden", isHidden)
    record.add("tags", tags)
    record.add("created_at", createdAt)
    record.add("updated_at", updatedAt)
    for (name, value) in properties.sorted(by: { $0.key < $1.key }) { record.add(name, value) }
    return record.object
  }

  /// Members that Glance defines itself, so that they are no properties of the user.
  ///
  /// Source: glance 32.0.0, `glance/api/v2/images.py`, `get_base_properties`; `locations` and
  /// `direct_url` where a site shows them, `stores` with several of these.
  package static let schema: Set<String> = [
    "id", "name", "status", "visibility", "protected", "os_hidden", "checksum", "os_hash_algo",
    "os_hash_value", "owner", "size", "virtual_size", "container_format", "disk_format",
    "created_at", "updated_at", "tags", "direct_url", "min_ram", "min_disk", "self", "file",
    "schema", "locations", "stores",
  ]
}
