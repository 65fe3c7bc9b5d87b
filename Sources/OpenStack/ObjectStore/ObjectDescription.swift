import HTTP

/// What the header of an object tells, whether it came alone or before the content.
package struct ObjectDescription: Sendable, Hashable {
  /// How the content is kept.
  package enum Layout: Sendable, Hashable {
    /// One piece.
    case plain
    /// A static large object: a list of segments.
    case segmented
    /// A dynamic large object: everything whose name begins with `prefix`, in the order of names.
    case dynamic(container: ContainerName, prefix: ObjectName)
  }

  package let layout: Layout
  /// Of the whole content; nil when the store does not tell, as for a dynamic object with very many
  /// segments.
  package let sizeInBytes: Int?
  /// In lower case, without quotes: the MD5 of the content, or of the segments' MD5s.
  package let etag: String
  package let metadata: ObjectMetadata

  /// Takes what is known, for stores that are not asked over HTTP.
  package init(layout: Layout, sizeInBytes: Int?, etag: String, metadata: ObjectMetadata) {
    self.layout = layout
    self.sizeInBytes = sizeInBytes
    self.etag = etag
    self.metadata = metadata
  }

  /// Reads the header of an answer to GET or HEAD.
  ///
  /// Source: https://docs.openstack.org/api-ref/object-store/ and
  /// https://docs.openstack.org/swift/latest/overview_large_objects.html (`X-Static-Large-Object`,
  /// `X-Object-Manifest`, whose value is percent-encoded).
  ///
  /// - Parameters:
  ///   - headers: The header.
  ///   - isWhole: Whether `Content-Length` is that of the whole object rather than of a range or of
  ///     the manifest.
  /// - Throws: `ObjectNameError` when a manifest names what cannot be.
  init(_ headers: HTTPHeaders, isWhole: Bool) throws(ObjectNameError) {
    if headers["X-Static-Large-Object"]?.lowercased() == "true" {
      layout = .segmented
    } else if let manifest = headers["X-Object-Manifest"] {
      let path = try ObjectPath(
        parsing: String(decoding: PercentEncoding.decode(manifest), as: UTF8.self))
      layout = .dynamic(container: path.container, prefix: path.name)
    } else {
      layout = .plain
    }
    sizeInBytes = isWhole ? headers["Content-Length"].flatMap { Int($0) } : nil
    etag = ObjectETag.normalised(headers["ETag"] ?? "")
    metadata = ObjectMetadata(headers)
  }
}
