package import OpenStack

/// A store of objects that can be looked at.
package protocol ObjectReader: Sendable {
  /// One page of a container's objects, in the order of the bytes of their names.
  ///
  /// - Parameters:
  ///   - container: The container.
  ///   - prefix: How the names begin; empty for all.
  ///   - marker: The last name of the page before; nil for the first page.
  /// - Returns: The next objects, none after the last; nil when there is no such container.
  /// - Throws: `OpenStackError`, `CancellationError`.
  func page(
    of container: ContainerName, prefix: String, after marker: ObjectName?
  ) async throws -> [ListedObject]?

  /// What the header of an object says; nil when there is no such object.
  func describe(_ object: ObjectPath) async throws -> ObjectDescription?
}
