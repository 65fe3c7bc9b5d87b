package import HTTP
package import OpenStack

/// A store of objects that can be written, each as a whole or not at all.
package protocol ObjectDestination: ObjectReader {
  /// Makes a container; one that is there already stays.
  func create(_ container: ContainerName, metadata: [ObjectMetadata.Item]) async throws

  /// Stores an object; until all of it has come and was found right, nothing of it is visible.
  ///
  /// - Parameters:
  ///   - object: Where.
  ///   - body: The content, with its length.
  ///   - md5: Of the content, in hexadecimal; nil when it is not known before.
  ///   - metadata: What goes along.
  ///   - manifest: Where the segments of a dynamic large object begin; nil for a plain one.
  ///   - replaces: Whether an object that is there may go.
  /// - Returns: The MD5 of what was stored.
  /// - Throws: `OpenStackError` with the status 422 when the content is not that of `md5`, 412 when
  ///   there is an object that may not go; what `body` throws.
  func put(
    _ object: ObjectPath, _ body: StreamedBody, md5: String?, metadata: ObjectMetadata,
    manifest: ObjectPath?, replaces: Bool
  ) async throws -> String

  /// Makes a static large object of segments that are all there.
  ///
  /// - Parameters:
  ///   - object: Where.
  ///   - segments: In order.
  ///   - metadata: What goes along.
  ///   - replaces: Whether an object that is there may go.
  /// - Returns: The MD5 of the segments' MD5s.
  /// - Throws: `OpenStackError` when a segment is missing or another one, and with the status 412 when
  ///   there is an object that may not go.
  func putManifest(
    _ object: ObjectPath, _ segments: [ObjectSegment], metadata: ObjectMetadata, replaces: Bool
  ) async throws -> String

  /// Replaces the metadata of an object; of a dynamic large one the manifest is given too.
  func update(
    _ object: ObjectPath, _ metadata: ObjectMetadata, manifest: ObjectPath?) async throws

  /// Removes an object; one that is not there is gone already.
  func delete(_ object: ObjectPath) async throws
}
