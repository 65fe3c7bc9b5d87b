import OpenStack

/// A part of an object's content that can be checked by itself.
struct ContentPiece: Sendable, Hashable {
  /// In the whole content.
  let range: Range<Int>
  /// In hexadecimal; nil when the store does not say it.
  let md5: String?

  /// The pieces of a large object.
  ///
  /// - Parameters:
  ///   - segments: In order; of those that are large objects themselves, that came through S3 in parts,
  ///     and of which only a range counts, the MD5 is not known.
  ///   - size: Of the whole content.
  /// - Returns: One piece without MD5 when the sizes of the segments do not make up the whole.
  static func pieces(_ segments: [ObjectSegment], of size: Int) -> [ContentPiece] {
    var pieces: [ContentPiece] = []
    var offset = 0
    for segment in segments {
      guard let length = segment.sizeInBytes, segment.range == nil else { break }
      let isMD5 = !segment.isLarge && segment.etag.map(ObjectETag.isMD5) ?? false
      let md5 = isMD5 ? segment.etag : nil
      pieces.append(ContentPiece(range: offset..<(offset + length), md5: md5))
      offset += length
    }
    let isComplete = pieces.count == segments.count && offset == size
    return isComplete
      ? pieces.filter { !$0.range.isEmpty } : [ContentPiece(range: 0..<size, md5: nil)]
  }

  /// The pieces of an object, as its store knows them.
  ///
  /// - Throws: `ObjectCopyError` when the store does not say how long it is, as OpenStack Swift does not
  ///   of dynamic objects with more segments than one list has.
  static func pieces(
    of object: ObjectPath, _ description: ObjectDescription, in store: any ObjectSource
  ) async throws -> [ContentPiece] {
    guard let size = description.sizeInBytes else {
      throw ObjectCopyError(
        subject: object.description, reason: "the source does not say its size",
        hint: description.layout.manifest.map { "copy its segments by themselves: \($0)*" })
    }
    switch description.layout {
    case .plain:
      let md5 = ObjectETag.isMD5(description.etag) ? description.etag : nil
      return [ContentPiece(range: 0..<size, md5: md5)]
    case .segmented:
      return pieces(try await store.segments(of: object), of: size)
    case .dynamic(let container, let prefix):
      var cursor = ListingCursor(store, container, prefix: prefix.description)
      let segments = try await cursor.rest().map {
        ObjectSegment(
          path: ObjectPath(container: container, name: $0.name), sizeInBytes: $0.sizeInBytes,
          etag: $0.hash, isLarge: $0.largeObjectETag != nil)
      }
      return pieces(segments, of: size)
    }
  }
}
