package import JSON

/// A container of an object store.
///
/// Source of the members: Object Store API v1, "Show account details and list containers"
/// (https://docs.openstack.org/api-ref/object-store/).
package struct Container: Resource {
  package static let kind = ResourceKind.container

  /// Unique in a project; the store has no other id for it.
  package let name: String
  /// How many objects it has, as far as the store has counted.
  package let objectCount: Int
  /// Of all its objects, as far as the store has counted: it may lag behind.
  package let bytes: Int

  package var id: String { name }

  /// Makes a container.
  package init(name: String, objectCount: Int, bytes: Int) {
    self.name = name
    self.objectCount = objectCount
    self.bytes = bytes
  }

  package init?(document: JSONValue) {
    guard let name = document.text("name") else { return nil }
    self.init(
      name: name, objectCount: document.number("count") ?? 0, bytes: document.number("bytes") ?? 0)
  }

  package var document: JSONValue {
    var record = Members()
    record.add("name", name)
    record.add("count", objectCount)
    record.add("bytes", bytes)
    return record.object
  }
}
