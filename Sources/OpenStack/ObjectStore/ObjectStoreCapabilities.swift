import JSON

/// What an object store says of its limits.
package struct ObjectStoreCapabilities: Sendable, Hashable {
  /// The largest object that is one piece.
  package let maximumObjectSizeInBytes: Int?
  /// The most segments that a static large object may have; nil when the store has none.
  package let maximumSegments: Int?

  /// Takes what is known.
  package init(maximumObjectSizeInBytes: Int?, maximumSegments: Int?) {
    self.maximumObjectSizeInBytes = maximumObjectSizeInBytes
    self.maximumSegments = maximumSegments
  }

  /// Reads the answer of `/info`.
  ///
  /// Source: https://docs.openstack.org/swift/latest/api/discoverability.html; the names are those of
  /// both OpenStack Swift and Ceph's gateway.
  init(_ json: JSONValue) {
    maximumObjectSizeInBytes = json[path: "swift", "max_file_size"]?.integer
    maximumSegments = json[path: "slo", "max_manifest_segments"]?.integer
  }
}
