import Hashing
package import OpenStack

/// The entity tag of a static large object.
package enum LargeObjectETag {
  /// The MD5 of the segments' MD5s, each in hexadecimal and with its range, if any.
  ///
  /// Source: https://docs.openstack.org/swift/latest/overview_large_objects.html and OpenStack Swift,
  /// `swift/common/middleware/slo.py` (`hash:range;`).
  ///
  /// - Parameter segments: In order.
  /// - Returns: In hexadecimal; nil when the manifest does not say the MD5 of each.
  /// - Throws: When MD5 is not to be had.
  package static func etag(of segments: [ObjectSegment]) throws -> String? {
    let digest = try Digest(.md5)
    for segment in segments {
      guard let etag = segment.etag else { return nil }
      let text = segment.range.map { "\(etag):\($0);" } ?? etag
      digest.update(Array(text.utf8))
    }
    return digest.hexadecimal()
  }
}
