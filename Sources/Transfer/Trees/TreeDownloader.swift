package import Files
import HTTP
package import OpenStack

/// Fetches objects into a folder, each file as a whole or not at all.
///
/// A file grows under a name of its own, which a later run finds: what of it is right by its MD5 is not
/// fetched again.
package struct TreeDownloader: Sendable {
  let store: any ObjectSource
  let container: ContainerName
  let folder: TreeFolder
  let slots: TransferSlots
  let attempts: CopyAttempts
  let observer: CopyObserver

  /// Makes a downloader.
  ///
  /// - Parameters:
  ///   - store: Where the objects are.
  ///   - container: In which container.
  ///   - folder: Where they go.
  ///   - slots: How many transfers may run at once.
  ///   - attempts: How often each is tried.
  ///   - observer: Who is told.
  package init(
    of store: any ObjectSource, _ container: ContainerName, to folder: TreeFolder,
    slots: TransferSlots, attempts: CopyAttempts = CopyAttempts(),
    observer: CopyObserver = CopyObserver()
  ) {
    self.store = store
    self.container = container
    self.folder = folder
    self.slots = slots
    self.attempts = attempts
    self.observer = observer
  }

  /// Fetches one file, link or folder.
  ///
  /// - Parameter item: Of a survey of the same container.
  /// - Returns: What is there now.
  /// - Throws: `FileError`, `ObjectCopyError`, what the store throws.
  package func fetch(_ item: TreeDownloadItem) async throws -> CopiedObject {
    let object = ObjectPath(container: container, name: item.object.name)
    switch item.kind {
    case .folder:
      let description = try await slots.run { try await store.describe(object) }
      let attributes = description.map { FileAttributes($0.metadata) }
      try folder.makeFolder(at: item.place, permissions: attributes?.permissions)
      return CopiedObject(etag: item.object.hash, sizeInBytes: 0, sentBytes: 0)
    case .link:
      return try await attempts.run { try await slots.run { try await fetchLink(object, item) } }
    case .file:
      var large: ObjectDescription?
      if item.object.largeObjectETag == nil {
        switch try await attempts.run({
          try await slots.run { try await fetchPiece(object, item) }
        }) {
        case .fetched(let copied): return copied
        case .large(let description): large = description
        }
      } else {
        large = try await slots.run { try await store.describe(object) }
      }
      guard let large else {
        throw ObjectCopyError(subject: object.description, reason: "it went while it was copied")
      }
      return try await fetchPieces(object, item, large)
    }
  }

  private func fetchLink(
    _ object: ObjectPath, _ item: TreeDownloadItem
  ) async throws -> CopiedObject {
    let (description, body) = try await store.open(
      object, range: nil, etag: nil, ownContent: false, expecting: item.object.sizeInBytes)
    guard let size = description.sizeInBytes, (1..<4096).contains(size) else {
      throw ObjectCopyError(
        subject: object.description,
        reason: "it is no text of a link: it has \(item.object.sizeInBytes) bytes")
    }
    let stream = try VerifiedStream(
      body, of: object.description, sizeInBytes: size, md5: description.etag,
      onBytes: observer.sending)
    var text: [UInt8] = []
    while let bytes = try await stream.next() { text += bytes }
    guard LinkText.staysInside(text, at: item.place), !text.contains(0) else {
      throw ObjectCopyError(
        subject: item.place.description,
        reason: "the link leads out of the folder, to '\(String(decoding: text, as: UTF8.self))'",
        hint: "make it by hand if it is meant so", isConflict: true)
    }
    try folder.makeLink(at: item.place, text: text)
    return CopiedObject(etag: description.etag, sizeInBytes: size, sentBytes: size)
  }

  enum Outcome: Sendable {
    case fetched(CopiedObject)
    /// Nothing was fetched, as it is a large object.
    case large(ObjectDescription)
  }

  /// Gives the file its name and attributes.
  func finish(
    _ file: PartialFile, _ description: ObjectDescription, size: Int
  ) throws {
    try file.resize(to: size)
    let attributes = FileAttributes(description.metadata)
    try file.publish(
      permissions: attributes.permissions, modifiedNanoseconds: attributes.modifiedNanoseconds)
  }
}
