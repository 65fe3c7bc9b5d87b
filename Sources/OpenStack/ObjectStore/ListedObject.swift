package import JSON

/// An object as a listing of its container tells of it; metadata and expiry are not in it.
package struct ListedObject: Sendable, Hashable {
  package let name: ObjectName
  /// Of the content: for a static large object of all its segments, for a dynamic one 0.
  package let sizeInBytes: Int
  /// In lower case: the MD5 of the content, or of its manifest for a static large object; of nothing
  /// for a dynamic one.
  package let hash: String
  /// The MD5 of the segments' MD5s, where the store tells that the object is a static large one.
  ///
  /// OpenStack Swift does (`slo_etag`), Ceph's gateway does not.
  package let largeObjectETag: String?
  package let contentType: String

  /// Takes what is known.
  package init(
    name: ObjectName, sizeInBytes: Int, hash: String, largeObjectETag: String? = nil,
    contentType: String = "application/octet-stream"
  ) {
    self.name = name
    self.sizeInBytes = sizeInBytes
    self.hash = hash
    self.largeObjectETag = largeObjectETag
    self.contentType = contentType
  }

  /// Reads one element of a page; nil for a `subdir`, which is no object.
  ///
  /// Source: https://docs.openstack.org/api-ref/object-store/, "Show container details and list
  /// objects".
  ///
  /// - Throws: `ListedObject.Problem` when something that must be there is not.
  package init?(_ json: JSONValue) throws {
    if json["subdir"] != nil { return nil }
    guard let name = json["name"]?.string, let size = json["bytes"]?.integer, size >= 0 else {
      throw Problem()
    }
    self.name = try ObjectName(name)
    sizeInBytes = size
    hash = ObjectETag.normalised(json["hash"]?.string ?? "")
    largeObjectETag = json["slo_etag"]?.string.map(ObjectETag.normalised)
    contentType = json["content_type"]?.string ?? "application/octet-stream"
  }

  /// An element of a page that has no name or no size.
  struct Problem: Error {}
}
