/// What became of an object that was copied.
package struct CopiedObject: Sendable, Hashable {
  /// As the destination has it: the MD5 of the content, or of the segments' MD5s.
  package let etag: String
  package let sizeInBytes: Int
  /// Fewer than the object has where segments were there already.
  package let sentBytes: Int
  /// Whether the source said an MD5 that what came was compared with.
  ///
  /// Ceph's gateway does not for objects that were stored in parts through its S3 interface.
  package let isVerifiedAtSource: Bool

  /// Takes all of it.
  package init(etag: String, sizeInBytes: Int, sentBytes: Int, isVerifiedAtSource: Bool = true) {
    self.etag = etag
    self.sizeInBytes = sizeInBytes
    self.sentBytes = sentBytes
    self.isVerifiedAtSource = isVerifiedAtSource
  }
}
