import HTTP
import OpenStack

/// Writes objects and checks what became of them.
struct ObjectWriter: Sendable {
  let destination: any ObjectDestination
  /// Whether other objects of the same names may go.
  let replaces: Bool
  let observer: CopyObserver

  init(to destination: any ObjectDestination, replaces: Bool, observer: CopyObserver) {
    self.destination = destination
    self.replaces = replaces
    self.observer = observer
  }

  /// What is stored in one piece.
  struct Content: Sendable {
    let subject: String
    let stream: any ByteStream
    let sizeInBytes: Int
    /// What the source says; nil when it says nothing of use.
    let md5: String?
    let metadata: ObjectMetadata
  }

  /// Stores a content under a name and checks what became of it.
  func store(
    _ content: Content, at target: ObjectPath, manifest: ObjectPath?
  ) async throws -> CopiedObject {
    let stream = try VerifiedStream(
      content.stream, of: content.subject, sizeInBytes: content.sizeInBytes, md5: content.md5,
      onBytes: observer.sending)
    do {
      let stored = try await destination.put(
        target, StreamedBody(stream, lengthInBytes: content.sizeInBytes), md5: content.md5,
        metadata: content.metadata, manifest: manifest, replaces: replaces)
      let sent = await stream.md5
      guard stored == sent else {
        try await destination.delete(target)
        throw ObjectCopyError(
          subject: target.description,
          reason: "what was stored has the MD5 \(stored), and what was sent \(sent)",
          isRetryable: true)
      }
      return CopiedObject(
        etag: sent, sizeInBytes: content.sizeInBytes, sentBytes: content.sizeInBytes,
        isVerifiedAtSource: content.md5 != nil)
    } catch {
      observer.passing(-(await stream.count))
      guard let error = error as? OpenStackError else { throw error }
      if try await isStored(content, at: target, manifest, after: error) {
        observer.passing(content.sizeInBytes)
        return CopiedObject(
          etag: content.md5 ?? "", sizeInBytes: content.sizeInBytes, sentBytes: 0)
      }
      throw ObjectWriter.meaning(of: error, at: target)
    }
  }

  /// Whether an earlier attempt, whose answer was lost, or somebody else has stored just this.
  private func isStored(
    _ content: Content, at target: ObjectPath, _ manifest: ObjectPath?,
    after error: OpenStackError
  ) async throws -> Bool {
    guard error.isInTheWay, let md5 = content.md5 else { return false }
    let there = try await destination.describe(target)
    if let manifest {
      return there?.layout == .dynamic(container: manifest.container, prefix: manifest.name)
    }
    return there?.layout == .plain && there?.etag == md5
      && there?.sizeInBytes == content.sizeInBytes
  }

  /// What refusals of a store mean for a copy.
  static func meaning(of error: OpenStackError, at target: ObjectPath) -> any Error {
    switch error.status?.rawValue {
    case 412:
      ObjectCopyError(
        subject: target.description, reason: "another object has this name at the destination",
        hint: "--overwrite replaces it", isConflict: true)
    case 422:
      ObjectCopyError(
        subject: target.description, reason: "what arrived at the destination is not what was sent",
        isRetryable: true)
    default: error
    }
  }

  /// Puts the manifest in its place, the last step of all, and checks what became of it.
  func publish(
    _ segments: [ObjectSegment], at target: ObjectPath, _ metadata: ObjectMetadata
  ) async throws -> String {
    let expected = try LargeObjectETag.etag(of: segments)
    do {
      let etag = try await destination.putManifest(
        target, segments, metadata: metadata, replaces: replaces)
      guard etag == expected ?? etag else {
        try await destination.delete(target)
        throw ObjectCopyError(
          subject: target.description,
          reason: "the large object has the entity tag \(etag), and its segments \(expected ?? "")")
      }
      return etag
    } catch let error as OpenStackError where error.isInTheWay {
      // An earlier attempt, whose answer was lost, may have made just this.
      let there = try await destination.describe(target)
      if let there, there.layout == .segmented, there.etag == expected { return there.etag }
      throw ObjectWriter.meaning(of: error, at: target)
    }
  }
}

extension OpenStackError {
  /// Whether an object that may not go has the name.
  var isInTheWay: Bool { status?.rawValue == 412 }
}
