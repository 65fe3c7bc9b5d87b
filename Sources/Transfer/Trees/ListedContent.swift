import Files
import OpenStack

/// The content of a listed object, to be compared with a file.
struct ListedContent: Sendable {
  private let listed: ListedObject
  private let container: ContainerName
  private let store: any ObjectSource

  init(_ listed: ListedObject, in container: ContainerName, of store: any ObjectSource) {
    self.listed = listed
    self.container = container
    self.store = store
  }

  /// Whether a file has it.
  ///
  /// The header of the object and its manifest are read only where the list does not tell.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - fileSize: Its length in bytes.
  /// - Returns: False also when the store does not say enough of the object.
  /// - Throws: `FileError`, what the store throws, `CancellationError`.
  func isIn(_ file: ReadableFile, fileSize: Int) async throws -> Bool {
    if listed.largeObjectETag == nil, fileSize == listed.sizeInBytes, fileSize > 0,
      try LocalDigest.md5(of: file, 0..<fileSize) == listed.hash
    {
      return true
    }
    let object = ObjectPath(container: container, name: listed.name)
    guard let description = try await store.describe(object),
      description.sizeInBytes == fileSize
    else { return false }
    if description.layout == .plain, listed.sizeInBytes > 0 { return false }
    let pieces = try await ContentPiece.pieces(of: object, description, in: store)
    return try LocalDigest.matches(file, pieces)
  }
}

/// Sizes of a file here and an object there, for messages.
enum TreeSizes {
  /// In what they differ, as far as the list tells.
  static func difference(_ here: Int, _ listed: ListedObject) -> String {
    if here != listed.sizeInBytes {
      "\(here) bytes here, and \(listed.sizeInBytes) there"
    } else if listed.largeObjectETag == nil, !ObjectETag.isMD5(listed.hash) {
      "the store has no MD5 of it to compare with, as of all that was stored in parts through S3"
    } else {
      "other content"
    }
  }
}
