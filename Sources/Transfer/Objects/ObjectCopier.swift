import HTTP
package import OpenStack

/// Copies objects from one store to another, each with its layout, metadata and expiry.
///
/// Every byte is compared with the MD5 that the source says, and what the destination stored with what
/// was sent. Segments come first and the manifest last, so that nothing half-made has its final name;
/// segments that are there already are not sent again.
package struct ObjectCopier: Sendable {
  let source: any ObjectSource
  let writer: ObjectWriter
  let containers: SegmentContainers
  let slots: TransferSlots
  let attempts: CopyAttempts

  /// Segments may be large objects themselves, but not deeper than this.
  ///
  /// Source: OpenStack Swift, `swift/common/middleware/slo.py` (`max_slo_recursion_depth`).
  static let maximumDepth = 10

  /// Makes a copier.
  ///
  /// - Parameters:
  ///   - source: Where the objects are.
  ///   - destination: Where they go.
  ///   - containers: Where segments go.
  ///   - replaces: Whether other objects of the same names may go.
  ///   - slots: How many transfers may run at once.
  ///   - attempts: How often each is tried.
  ///   - observer: Who is told.
  package init(
    from source: any ObjectSource, to destination: any ObjectDestination,
    containers: SegmentContainers, replaces: Bool, slots: TransferSlots,
    attempts: CopyAttempts = CopyAttempts(), observer: CopyObserver = CopyObserver()
  ) {
    self.source = source
    writer = ObjectWriter(to: destination, replaces: replaces, observer: observer)
    self.containers = containers
    self.slots = slots
    self.attempts = attempts
  }

  var destination: any ObjectDestination { writer.destination }

  /// Copies one object.
  ///
  /// - Parameters:
  ///   - object: What is copied.
  ///   - target: Where it goes; its container exists.
  ///   - size: Its size where that is known.
  ///   - description: The header of the object where it was read already; nil to read it with the content.
  /// - Returns: What is there now.
  /// - Throws: `ObjectCopyError`, what the stores throw.
  package func copy(
    _ object: ObjectPath, to target: ObjectPath, expecting size: Int? = nil,
    _ description: ObjectDescription? = nil
  ) async throws -> CopiedObject {
    try await copy(object, to: target, expecting: size, description, depth: 0)
  }

  func copy(
    _ object: ObjectPath, to target: ObjectPath, expecting size: Int?,
    _ known: ObjectDescription?, depth: Int
  ) async throws -> CopiedObject {
    guard depth <= ObjectCopier.maximumDepth else {
      throw ObjectCopyError(
        subject: object.description, reason: "its segments are nested more than 10 deep")
    }
    var description = known
    if known == nil || known?.layout == .plain {
      switch try await attempts.run({
        try await slots.run {
          try await copyPiece(object, to: target, expecting: size, depth: depth)
        }
      }) {
      case .copied(let copied): return copied
      case .large(let found): description = found
      }
    }
    switch description?.layout {
    case .dynamic(let container, let prefix):
      return try await copyDynamic(
        object, to: target, segments: ObjectPath(container: container, name: prefix), depth: depth)
    default:
      return try await copySegmented(object, to: target, description, depth: depth)
    }
  }

  private enum Outcome: Sendable {
    case copied(CopiedObject)
    /// Nothing was copied, as it is a large object.
    case large(ObjectDescription)
  }

  private func copyPiece(
    _ object: ObjectPath, to target: ObjectPath, expecting size: Int?, depth: Int
  ) async throws -> Outcome {
    let description: ObjectDescription
    let body: any ByteStream
    do {
      (description, body) = try await source.open(
        object, range: nil, etag: nil, ownContent: false, expecting: size)
    } catch let error as OpenStackError where error.status == .notFound && depth == 0 {
      // Stores list objects for a while after they have expired.
      throw ObjectCopyError(
        subject: object.description,
        reason: "it is listed, but not there: it expired or was deleted",
        isConflict: true)
    }
    guard description.layout == .plain else { return .large(description) }
    guard let size = description.sizeInBytes else {
      throw ObjectCopyError(subject: object.description, reason: "the source does not say its size")
    }
    let content = ObjectWriter.Content(
      subject: object.description, stream: body, sizeInBytes: size,
      md5: ObjectETag.isMD5(description.etag) ? description.etag : nil,
      metadata: description.copiedMetadata)
    return .copied(try await writer.store(content, at: target, manifest: nil))
  }
}
