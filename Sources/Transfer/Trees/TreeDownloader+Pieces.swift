import Files
import HTTP
import OpenStack
private import Synchronization

extension TreeDownloader {
  /// Fetches an object that is one piece, from where an earlier run stopped.
  func fetchPiece(_ object: ObjectPath, _ item: TreeDownloadItem) async throws -> Outcome {
    let file = try folder.partialFile(for: item.place)
    let size = item.object.sizeInBytes
    if (1..<max(size, 1)).contains(file.leftover), ObjectETag.isMD5(item.object.hash),
      let copied = try await resume(object, item, file)
    {
      return .fetched(copied)
    }
    let (description, body) = try await store.open(
      object, range: nil, etag: nil, ownContent: false,
      expecting: size > 0 ? size : nil)
    guard description.layout == .plain else { return .large(description) }
    guard let size = description.sizeInBytes else {
      throw ObjectCopyError(subject: object.description, reason: "the source does not say its size")
    }
    let piece = ContentPiece(
      range: 0..<size, md5: ObjectETag.isMD5(description.etag) ? description.etag : nil)
    try file.resize(to: 0)
    let md5 = try await write(
      body, of: object, piece, to: file,
      sparsely: FileAttributes(description.metadata).isSparse)
    try finish(file, description, size: size)
    return .fetched(
      CopiedObject(
        etag: md5, sizeInBytes: size, sentBytes: size, isVerifiedAtSource: piece.md5 != nil))
  }

  /// Fetches what an earlier run has not; nil when the object is another by now, or has holes.
  private func resume(
    _ object: ObjectPath, _ item: TreeDownloadItem, _ file: PartialFile
  ) async throws -> CopiedObject? {
    let start = file.leftover
    let size = item.object.sizeInBytes
    let opened: (description: ObjectDescription, body: any ByteStream)
    do {
      opened = try await store.open(
        object, range: start..<size, etag: item.object.hash, ownContent: false,
        expecting: size - start)
    } catch let error as OpenStackError where error.isInTheWay {
      return nil
    }
    let attributes = FileAttributes(opened.description.metadata)
    guard opened.description.layout == .plain, !attributes.isSparse else { return nil }
    let reread = Mutex(start)
    let stream = try VerifiedStream(
      ResumedStream(file, then: opened.body), of: object.description, sizeInBytes: size,
      md5: item.object.hash
    ) { [observer] count in
      let isHere = reread.withLock { left in
        defer { left = max(left - count, 0) }
        return left > 0
      }
      if isHere { observer.passing(count) } else { try await observer.sending(count) }
    }
    do {
      var offset = 0
      while let bytes = try await stream.next() {
        if offset >= start { try file.write(bytes[...], at: offset) }
        offset += bytes.count
      }
    } catch {
      observer.passing(-max(await stream.count - start, 0))
      // What was left is wrong: the next attempt begins anew.
      if error is ObjectCopyError { try file.resize(to: 0) }
      throw error
    }
    try finish(file, opened.description, size: size)
    return CopiedObject(etag: item.object.hash, sizeInBytes: size, sentBytes: size - start)
  }

  /// Fetches a large object, piece by piece, and not those that are there already.
  func fetchPieces(
    _ object: ObjectPath, _ item: TreeDownloadItem, _ description: ObjectDescription
  ) async throws -> CopiedObject {
    let file = try folder.partialFile(for: item.place)
    let pieces = try await ContentPiece.pieces(of: object, description, in: store)
    let size = pieces.last?.range.upperBound ?? 0
    try file.resize(to: size)
    let isSparse = FileAttributes(description.metadata).isSparse
    let sent = try await PieceGroup.run(pieces.filter { !$0.range.isEmpty }, atOnce: slots.segments)
    { piece in
      try await attempts.run {
        try await slots.run {
          try await fetch(piece, of: object, description, to: file, sparsely: isSparse)
        }
      }
    }
    try finish(file, description, size: size)
    return CopiedObject(
      etag: description.etag, sizeInBytes: size, sentBytes: sent.reduce(0, +),
      isVerifiedAtSource: pieces.allSatisfy { $0.md5 != nil })
  }

  private func fetch(
    _ piece: ContentPiece, of object: ObjectPath, _ description: ObjectDescription,
    to file: PartialFile, sparsely isSparse: Bool
  ) async throws -> Int {
    if file.leftover > piece.range.lowerBound, let expected = piece.md5,
      try LocalDigest.md5(of: file, piece.range) == expected
    {
      observer.passing(piece.range.count)
      return 0
    }
    let makesHoles = isSparse && file.isHole(piece.range)
    // Ceph's gateway compares the condition with the entity tag of the manifest: ours is asked here.
    let (found, body) = try await store.open(
      object, range: piece.range, etag: nil, ownContent: false,
      expecting: piece.range.count)
    guard found.etag == description.etag else {
      throw ObjectCopyError(subject: object.description, reason: "it changed while it was copied")
    }
    _ = try await write(body, of: object, piece, to: file, sparsely: makesHoles)
    return piece.range.count
  }

  private func write(
    _ body: any ByteStream, of object: ObjectPath, _ piece: ContentPiece, to file: PartialFile,
    sparsely isSparse: Bool
  ) async throws -> String {
    let stream = try VerifiedStream(
      body, of: object.description, sizeInBytes: piece.range.count, md5: piece.md5,
      onBytes: observer.sending)
    do {
      var offset = piece.range.lowerBound
      while let bytes = try await stream.next() {
        if isSparse {
          try file.writeSparsely(bytes, at: offset)
        } else {
          try file.write(bytes[...], at: offset)
        }
        offset += bytes.count
      }
      return await stream.md5
    } catch {
      observer.passing(-(await stream.count))
      throw error
    }
  }
}
