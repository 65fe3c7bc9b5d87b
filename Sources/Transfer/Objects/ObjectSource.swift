package import HTTP
package import OpenStack

/// A store of objects that can be read.
package protocol ObjectSource: ObjectReader {
  /// The content of an object, or a part of it.
  ///
  /// - Parameters:
  ///   - object: The object.
  ///   - range: The bytes wanted; nil for all.
  ///   - etag: The only state of the object that will do; nil for any.
  ///   - ownContent: Whether the content of a dynamic large object is what was stored under its own name
  ///     rather than its segments.
  ///   - size: How many bytes are expected; nil when nobody knows.
  /// - Returns: The header, and the bytes as they arrive.
  /// - Throws: `OpenStackError` with the status 404 when there is no such object, 412 when it has
  ///   another entity tag.
  func open(
    _ object: ObjectPath, range: Range<Int>?, etag: String?, ownContent: Bool,
    expecting size: Int?
  ) async throws -> (description: ObjectDescription, body: any ByteStream)

  /// The segments of a static large object, in order.
  func segments(of object: ObjectPath) async throws -> [ObjectSegment]

  /// What the owner noted about a container; nil when there is no such container.
  func metadata(of container: ContainerName) async throws -> [ObjectMetadata.Item]?
}
