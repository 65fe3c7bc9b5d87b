import HTTP
import OpenStack

extension ObjectCopier {
  /// Copies a static large object: its segments, then a manifest of what was stored.
  func copySegmented(
    _ object: ObjectPath, to target: ObjectPath, _ known: ObjectDescription?, depth: Int
  ) async throws -> CopiedObject {
    guard let description = try await describe(object, known) else {
      throw ObjectCopyError(subject: object.description, reason: "it went while it was copied")
    }
    let segments = try await source.segments(of: object)
    if let etag = try LargeObjectETag.etag(of: segments), etag != description.etag {
      throw ObjectCopyError(
        subject: object.description, reason: "its manifest is not that of its content",
        hint: "it may have changed while it was copied: run again")
    }
    let copied = try await copySegments(segments, of: object, depth: depth)
    var manifest: [ObjectSegment] = []
    for segment in segments {
      guard let piece = copied[segment.path] else {
        throw ObjectCopyError(
          subject: segment.path.description, reason: "this segment was not copied")
      }
      manifest.append(
        ObjectSegment(
          path: try self.target(of: segment), sizeInBytes: piece.sizeInBytes, etag: piece.etag,
          range: segment.range))
    }
    let pieces = manifest
    let etag = try await slots.run {
      try await writer.publish(pieces, at: target, description.copiedMetadata)
    }
    guard etag == description.etag || segments.contains(where: { $0.etag == nil }) else {
      try await destination.delete(target)
      throw ObjectCopyError(
        subject: target.description,
        reason: "the large object has the entity tag \(etag), and the source \(description.etag)")
    }
    return CopiedObject(
      etag: etag, sizeInBytes: description.sizeInBytes ?? 0,
      sentBytes: copied.values.map(\.sentBytes).reduce(0, +),
      isVerifiedAtSource: copied.values.allSatisfy(\.isVerifiedAtSource))
  }

  private func describe(
    _ object: ObjectPath, _ known: ObjectDescription?
  ) async throws -> ObjectDescription? {
    if let known { return known }
    return try await source.describe(object)
  }

  /// Copies each segment once, however often it occurs.
  private func copySegments(
    _ segments: [ObjectSegment], of object: ObjectPath, depth: Int
  ) async throws -> [ObjectPath: CopiedObject] {
    var unique: [ObjectPath: ObjectSegment] = [:]
    for segment in segments { unique[segment.path] = segment }
    let there = try await listed(try unique.values.map { try target(of: $0) })
    let ordered = unique.values.sorted { $0.path.name < $1.path.name }
    let copied = try await PieceGroup.run(ordered, atOnce: slots.segments) { segment in
      let target = try target(of: segment)
      return try await copy(segment, to: target, there[target], depth: depth)
    }
    return Dictionary(
      zip(ordered.map(\.path), copied), uniquingKeysWith: { first, _ in first })
  }

  private func copy(
    _ segment: ObjectSegment, to target: ObjectPath, _ there: ListedObject?, depth: Int
  ) async throws -> CopiedObject {
    if let there {
      let etag = there.largeObjectETag ?? there.hash
      if etag == segment.etag, segment.sizeInBytes ?? there.sizeInBytes == there.sizeInBytes {
        writer.observer.passing(there.sizeInBytes)
        return CopiedObject(etag: etag, sizeInBytes: there.sizeInBytes, sentBytes: 0)
      }
      guard writer.replaces else {
        throw ObjectCopyError(
          subject: target.description, reason: "another segment has this name at the destination",
          hint: "--overwrite replaces it", isConflict: true)
      }
    }
    return try await copy(
      segment.path, to: target, expecting: segment.sizeInBytes, nil, depth: depth + 1)
  }

  private func target(of segment: ObjectSegment) throws -> ObjectPath {
    ObjectPath(
      container: try containers.target(of: segment.path.container), name: segment.path.name)
  }

  /// What of the objects is at the destination; their containers are made where they are missing.
  private func listed(_ objects: [ObjectPath]) async throws -> [ObjectPath: ListedObject] {
    var found: [ObjectPath: ListedObject] = [:]
    for (container, objects) in Dictionary(grouping: objects, by: \.container) {
      let wanted = Set(objects.map(\.name))
      let prefix = ObjectName.commonPrefix(of: objects.map(\.name))
      var cursor = ListingCursor(destination, container, prefix: prefix)
      while let object = try await cursor.next() {
        guard wanted.contains(object.name) else { continue }
        found[ObjectPath(container: container, name: object.name)] = object
      }
      if cursor.isMissing { try await destination.create(container, metadata: []) }
    }
    return found
  }
}

extension ObjectName {
  /// How all names begin, as text that does not end within a character.
  static func commonPrefix(of names: [ObjectName]) -> String {
    guard var prefix = names.first?.bytes else { return "" }
    for name in names {
      prefix = Array(zip(prefix, name.bytes).prefix { $0 == $1 }.map(\.0))
    }
    while !prefix.isEmpty {
      if let text = String(validating: prefix, as: UTF8.self) { return text }
      prefix.removeLast()
    }
    return ""
  }
}
