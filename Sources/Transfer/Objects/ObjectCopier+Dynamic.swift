import HTTP
import Hashing
import OpenStack

extension ObjectCopier {
  /// Copies a dynamic large object: everything that its manifest's prefix means, then the manifest.
  func copyDynamic(
    _ object: ObjectPath, to target: ObjectPath, segments: ObjectPath, depth: Int
  ) async throws -> CopiedObject {
    let container = try containers.target(of: segments.container)
    let pieces = try await copyPieces(segments, to: container, of: (object, target), depth: depth)
    let manifest = ObjectPath(container: container, name: segments.name)
    let copied = try await attempts.run {
      try await slots.run {
        let (description, body) = try await source.open(
          object, range: nil, etag: nil, ownContent: true, expecting: nil)
        // The content under the object's own name is not what its entity tag is of.
        let content = try await ObjectCopier.read(body, of: object)
        return try await writer.store(
          ObjectWriter.Content(
            subject: object.description, stream: HeldBytes(content),
            sizeInBytes: content.count, md5: try Digest.of(content, .md5),
            metadata: description.copiedMetadata),
          at: target, manifest: manifest)
      }
    }
    try await check(object, target)
    return CopiedObject(
      etag: copied.etag, sizeInBytes: pieces.map(\.sizeInBytes).reduce(0, +),
      sentBytes: pieces.map(\.sentBytes).reduce(0, +),
      isVerifiedAtSource: pieces.allSatisfy(\.isVerifiedAtSource))
  }

  /// Whether the object is as long at the destination as at the source, where both stores say it.
  private func check(_ object: ObjectPath, _ target: ObjectPath) async throws {
    let (here, there) = (
      try await source.describe(object)?.sizeInBytes,
      try await destination.describe(target)?.sizeInBytes
    )
    guard let here, let there, here != there else { return }
    throw ObjectCopyError(
      subject: target.description,
      reason: "it has \(there) bytes at the destination, and \(here) at the source",
      hint: "its segments may have changed while it was copied: run again")
  }

  private func copyPieces(
    _ segments: ObjectPath, to container: ContainerName,
    of object: (source: ObjectPath, target: ObjectPath), depth: Int
  ) async throws -> [CopiedObject] {
    let prefix = segments.name.description
    var cursor = ListingCursor(source, segments.container, prefix: prefix)
    let pieces = try await cursor.rest().filter {
      ObjectPath(container: segments.container, name: $0.name) != object.source
    }
    var present = ListingCursor(destination, container, prefix: prefix)
    let there = Dictionary(
      try await present.rest().map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let wanted = Set(pieces.map(\.name))
    let extra = there.keys.filter {
      !wanted.contains($0) && ObjectPath(container: container, name: $0) != object.target
    }
    if let first = extra.min() {
      throw ObjectCopyError(
        subject: object.target.description,
        reason:
          "\(extra.count) more segments would become a part of it at the destination, such as "
          + "\(ObjectPath(container: container, name: first))",
        hint: "delete them there first", isConflict: true)
    }
    if present.isMissing { try await destination.create(container, metadata: []) }
    return try await PieceGroup.run(pieces, atOnce: slots.segments) { piece in
      try await copy(piece, in: segments.container, to: container, there[piece.name], depth: depth)
    }
  }

  private func copy(
    _ piece: ListedObject, in source: ContainerName, to container: ContainerName,
    _ there: ListedObject?, depth: Int
  ) async throws -> CopiedObject {
    let path = ObjectPath(container: source, name: piece.name)
    let target = ObjectPath(container: container, name: piece.name)
    switch try await compare(path, target, listed: ObjectComparison(piece, there)) {
    case .same, .otherMetadata:
      writer.observer.passing(piece.sizeInBytes)
      return CopiedObject(etag: piece.hash, sizeInBytes: piece.sizeInBytes, sentBytes: 0)
    case .other where !writer.replaces:
      throw ObjectCopyError(
        subject: target.description, reason: "another segment has this name at the destination",
        hint: "--overwrite replaces it", isConflict: true)
    default:
      return try await copy(
        path, to: target, expecting: piece.sizeInBytes > 0 ? piece.sizeInBytes : nil, nil,
        depth: depth + 1)
    }
  }

  /// Compares by headers what the listings leave open.
  private func compare(
    _ object: ObjectPath, _ target: ObjectPath, listed: ObjectComparison
  ) async throws -> ObjectComparison {
    guard listed == .unknown else { return listed }
    return try await slots.run {
      guard let here = try await source.describe(object) else { return .unknown }
      return ObjectComparison(here, try await destination.describe(target), containers)
    }
  }

  /// The manifest's own content, which is empty unless somebody meant otherwise.
  private static func read(_ body: any ByteStream, of object: ObjectPath) async throws -> [UInt8] {
    var content: [UInt8] = []
    while let bytes = try await body.next() {
      content += bytes
      guard content.count <= 1 << 20 else {
        throw ObjectCopyError(
          subject: object.description, reason: "its manifest has more than 1 MiB of content")
      }
    }
    return content
  }
}
