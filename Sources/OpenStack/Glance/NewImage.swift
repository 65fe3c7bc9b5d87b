import JSON
package import Resources

/// The record of an image that is to be made, before it has data.
package struct NewImage: Sendable, Hashable {
  /// At most 255 characters.
  package var name: String
  package var diskFormat: String
  package var containerFormat: String
  /// In GiB.
  package var minDisk: Int
  /// In MiB.
  package var minRAM: Int
  package var tags: [String]
  /// `private` unless the user wants it otherwise; Glance's own choice is `shared`.
  package var visibility: String
  /// What Glance's schema does not define.
  package var properties: [String: String]

  /// Makes a record.
  package init(
    name: String, diskFormat: String, containerFormat: String, minDisk: Int = 0, minRAM: Int = 0,
    tags: [String] = [], visibility: String = "private", properties: [String: String] = [:]
  ) {
    self.name = name
    self.diskFormat = diskFormat
    self.containerFormat = containerFormat
    self.minDisk = minDisk
    self.minRAM = minRAM
    self.tags = tags
    self.visibility = visibility
    self.properties = properties
  }

  /// What of an image its copy at another site gets: everything that is the user's.
  ///
  /// - Parameters:
  ///   - image: The image that is copied; formats that it does not tell are those of nearly all.
  ///   - name: The name of the copy.
  package init(copying image: Image, name: String) {
    self.init(
      name: name, diskFormat: image.diskFormat ?? "raw",
      containerFormat: image.containerFormat ?? "bare", minDisk: image.minDisk,
      minRAM: image.minRAM, tags: image.tags,
      properties: image.portableProperties)
  }

  /// The request that makes it.
  ///
  /// Source: Image API v2, "Create image": properties are members beside the others.
  var document: JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(name)), .init("disk_format", .string(diskFormat)),
      .init("container_format", .string(containerFormat)), .init("min_disk", JSONValue(minDisk)),
      .init("min_ram", JSONValue(minRAM)), .init("visibility", .string(visibility)),
      .init("tags", .array(tags.map { .string($0) })),
    ]
    for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
      members.append(.init(name, .string(value)))
    }
    return .object(members)
  }
}
