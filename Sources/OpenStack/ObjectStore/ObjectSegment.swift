package import JSON

/// One piece of a static large object, as its manifest names it.
package struct ObjectSegment: Sendable, Hashable {
  package let path: ObjectPath
  /// Of the whole segment, also where only a range of it counts; nil when the manifest does not say.
  package let sizeInBytes: Int?
  /// In lower case: the MD5 of the segment, or for a segment that is itself a static large object that
  /// of its segments' MD5s; nil when the manifest does not say.
  package let etag: String?
  /// `first-last` in bytes, both included, as the manifest spells it; nil for all of the segment.
  package let range: String?
  /// Whether the segment is a static large object itself.
  package let isLarge: Bool

  /// Takes what is known.
  package init(
    path: ObjectPath, sizeInBytes: Int?, etag: String?, range: String? = nil, isLarge: Bool = false
  ) {
    self.path = path
    self.sizeInBytes = sizeInBytes
    self.etag = etag
    self.range = range
    self.isLarge = isLarge
  }

  /// Reads a manifest.
  ///
  /// OpenStack Swift gives what it stores (`name`, `bytes`, `hash`, `sub_slo`); Ceph's gateway may give
  /// what was sent (`path`, `size_bytes`, `etag`).
  ///
  /// Source: https://docs.openstack.org/swift/latest/overview_large_objects.html, "Retrieving a large
  /// object".
  ///
  /// - Parameter json: The answer to a GET with `multipart-manifest=get`.
  /// - Returns: The segments in order.
  /// - Throws: `ObjectNameError`; `ManifestProblem`: an element is no segment, or holds data itself, which
  ///   is not supported.
  package static func manifest(_ json: JSONValue) throws -> [ObjectSegment] {
    guard let elements = json.array, !elements.isEmpty else {
      throw ManifestProblem(reason: "the manifest is no list of segments")
    }
    return try elements.map { element in
      if element["data"] != nil {
        throw ManifestProblem(reason: "the manifest holds data of its own, which is not supported")
      }
      guard let path = element["name"]?.string ?? element["path"]?.string else {
        throw ManifestProblem(reason: "a segment of the manifest has no name")
      }
      return ObjectSegment(
        path: try ObjectPath(parsing: path),
        sizeInBytes: element["bytes"]?.integer ?? element["size_bytes"]?.integer,
        etag: (element["hash"]?.string ?? element["etag"]?.string).map(ObjectETag.normalised),
        range: element["range"]?.string,
        isLarge: element["sub_slo"]?.bool ?? false)
    }
  }

  /// The body of a PUT with `multipart-manifest=put`.
  package static func body(_ segments: [ObjectSegment]) -> [UInt8] {
    let elements = segments.map { segment in
      var members: [JSONValue.Member] = [.init("path", .string("/\(segment.path)"))]
      if let etag = segment.etag { members.append(.init("etag", .string(etag))) }
      if let size = segment.sizeInBytes { members.append(.init("size_bytes", JSONValue(size))) }
      if let range = segment.range { members.append(.init("range", .string(range))) }
      return JSONValue.object(members)
    }
    return Array(JSONValue.array(elements).compact.utf8)
  }
}

/// Why a manifest cannot be used.
package struct ManifestProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// In lower case, without a full stop.
  package let reason: String
  package var description: String { reason }
}
