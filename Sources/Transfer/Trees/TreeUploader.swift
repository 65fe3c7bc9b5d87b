package import Files
import HTTP
import Hashing
package import OpenStack

/// Sends what is in a folder to a container.
///
/// A file's MD5 is computed before it is sent, and its last bytes go when it is still as it was when the
/// folder was read: a file that changes meanwhile is not stored half old and half new. Large files go in segments, which a later run
/// need not send again.
package struct TreeUploader: Sendable {
  private let root: FilePath
  private let container: ContainerName
  private let limits: SegmentLimits
  private let writer: ObjectWriter
  private let slots: TransferSlots
  private let attempts: CopyAttempts

  /// Files up to this size are read once, and held while they are sent.
  private static let heldBytes = 4 << 20

  /// Makes an uploader.
  ///
  /// - Parameters:
  ///   - root: The folder.
  ///   - destination: Where it goes.
  ///   - container: Into which container, which exists.
  ///   - limits: From which size on files have segments.
  ///   - replaces: Whether other objects of the same names may go.
  ///   - slots: How many transfers may run at once.
  ///   - attempts: How often each is tried.
  ///   - observer: Who is told.
  package init(
    of root: FilePath, to destination: any ObjectDestination, _ container: ContainerName,
    limits: SegmentLimits, replaces: Bool, slots: TransferSlots,
    attempts: CopyAttempts = CopyAttempts(), observer: CopyObserver = CopyObserver()
  ) {
    self.root = root
    self.container = container
    self.limits = limits
    writer = ObjectWriter(to: destination, replaces: replaces, observer: observer)
    self.slots = slots
    self.attempts = attempts
  }

  /// Sends one file, link or folder.
  ///
  /// - Parameter item: Of a survey of the same folder.
  /// - Returns: What is there now.
  /// - Throws: `FileError`, `ObjectCopyError`, what the store throws.
  package func send(_ item: TreeUploadItem) async throws -> CopiedObject {
    let target = ObjectPath(container: container, name: item.name)
    let attributes = FileAttributes(item.entry)
    switch item.kind {
    case .folder:
      let metadata = attributes.metadata(contentType: ObjectComparison.folderType)
      return try await send([], of: item, to: target, metadata)
    case .link(let text):
      let metadata = attributes.metadata(contentType: FileAttributes.linkType)
      return try await send(text, of: item, to: target, metadata)
    case .file:
      let file = try ReadableFile(root.appending(item.entry.path.bytes))
      try check(file, item)
      let copied =
        item.sizeInBytes > limits.largestPiece
        ? try await sendSegments(file, item, to: target)
        : try await sendWhole(file, item, to: target)
      return copied
    }
  }

  private func sendWhole(
    _ file: ReadableFile, _ item: TreeUploadItem, to target: ObjectPath
  ) async throws -> CopiedObject {
    let metadata = FileAttributes(item.entry).metadata()
    if item.sizeInBytes <= TreeUploader.heldBytes {
      let content = try file.read(at: 0, count: item.sizeInBytes)
      try check(file, item)
      return try await send(content, of: item, to: target, metadata)
    }
    return try await attempts.run {
      try await slots.run {
        try await send(file, 0..<item.sizeInBytes, of: item, to: target, metadata)
      }
    }
  }

  /// Sends bytes at hand.
  private func send(
    _ bytes: [UInt8], of item: TreeUploadItem, to target: ObjectPath, _ metadata: ObjectMetadata
  ) async throws -> CopiedObject {
    let md5 = try Digest.of(bytes, .md5)
    return try await attempts.run {
      try await slots.run {
        try await writer.store(
          ObjectWriter.Content(
            subject: item.entry.path.description, stream: HeldBytes(bytes),
            sizeInBytes: bytes.count, md5: md5, metadata: metadata),
          at: target, manifest: nil)
      }
    }
  }

  /// Sends a part of a file.
  private func send(
    _ file: ReadableFile, _ range: Range<Int>, of item: TreeUploadItem, to target: ObjectPath,
    _ metadata: ObjectMetadata
  ) async throws -> CopiedObject {
    let md5 = try LocalDigest.md5(of: file, range)
    return try await writer.store(
      ObjectWriter.Content(
        subject: item.entry.path.description,
        stream: FileStream(file, range, { try check(file, item) }),
        sizeInBytes: range.count, md5: md5, metadata: metadata),
      at: target, manifest: nil)
  }

  /// Whether the file is still as it was when the folder was read.
  private func check(_ file: ReadableFile, _ item: TreeUploadItem) throws {
    guard try file.identity() == item.entry.identity else {
      throw ObjectCopyError(
        subject: item.entry.path.description, reason: "it changed while it was copied",
        hint: "run again when nothing writes it any more")
    }
  }
}

extension TreeUploader {
  private func sendSegments(
    _ file: ReadableFile, _ item: TreeUploadItem, to target: ObjectPath
  ) async throws -> CopiedObject {
    let layout = try limits.layout(of: item, in: container)
    var there: [ObjectName: ListedObject] = [:]
    var cursor = ListingCursor(writer.destination, layout.container, prefix: layout.prefix)
    while let object = try await cursor.next() { there[object.name] = object }
    if cursor.isMissing { try await writer.destination.create(layout.container, metadata: []) }
    let present = there
    let pieces = try await PieceGroup.run(layout.segments, atOnce: slots.segments) { segment in
      try await send(segment, of: item, in: file, present[segment.path.name])
    }
    try check(file, item)
    let manifest = zip(layout.segments, pieces).map { segment, piece in
      ObjectSegment(path: segment.path, sizeInBytes: segment.range.count, etag: piece.etag)
    }
    let metadata = FileAttributes(item.entry).metadata()
    let etag = try await slots.run {
      try await writer.publish(manifest, at: target, metadata)
    }
    return CopiedObject(
      etag: etag, sizeInBytes: item.sizeInBytes,
      sentBytes: pieces.map(\.sentBytes).reduce(0, +))
  }

  private func send(
    _ segment: SegmentLayout.Segment, of item: TreeUploadItem, in file: ReadableFile,
    _ there: ListedObject?
  ) async throws -> CopiedObject {
    let metadata = ObjectMetadata(contentType: "application/octet-stream")
    return try await attempts.run {
      try await slots.run {
        if let there, there.sizeInBytes == segment.range.count,
          try LocalDigest.md5(of: file, segment.range) == there.hash
        {
          writer.observer.passing(there.sizeInBytes)
          return CopiedObject(etag: there.hash, sizeInBytes: there.sizeInBytes, sentBytes: 0)
        }
        return try await send(file, segment.range, of: item, to: segment.path, metadata)
      }
    }
  }
}
