import HTTP
import OpenStack
import Synchronization

@testable import Transfer

/// An object store in memory, whose transfers can be made to fail.
final class MemoryObjectStore: ObjectSource, ObjectDestination {
  /// What goes wrong with a transfer.
  enum Fault: Sendable, Equatable {
    /// A status instead of an answer.
    case status(Int)
    /// The content ends after so many bytes.
    case truncated(Int)
    /// One bit of the content is another.
    case corrupted
    /// All is done, and the answer is lost.
    case lostAnswer
    /// The task is cancelled.
    case cancelled
  }

  let model: StoreModel
  /// As a gateway that does not heed `If-None-Match`.
  private let alwaysReplaces: Bool
  /// In the order in which they happen, by method and what the subject ends in.
  private let faults = Mutex<[(method: String, suffix: String, fault: Fault)]>([])

  /// Done once, when the first bytes of an object have come.
  let duringPut = Mutex<(@Sendable () -> Void)?>(nil)

  init(_ model: StoreModel = StoreModel(), alwaysReplaces: Bool = false) {
    self.model = model
    self.alwaysReplaces = alwaysReplaces
  }

  func fail(_ method: String, _ suffix: String = "", _ fault: Fault, times: Int = 1) {
    faults.withLock { faults in
      for _ in 0..<times { faults.append((method, suffix, fault)) }
    }
  }

  private func fault(_ method: String, _ subject: String) -> Fault? {
    model.note(method, subject)
    return faults.withLock { faults in
      let index = faults.firstIndex { $0.method == method && subject.hasSuffix($0.suffix) }
      return index.map { faults.remove(at: $0).fault }
    }
  }

  static func failure(_ status: Int, _ subject: String) -> OpenStackError {
    let status = HTTPStatus(rawValue: status)
    return OpenStackError(
      place: subject, reason: "HTTP \(status.rawValue)", status: status,
      isRetryable: status.isTransient)
  }

  private func check(_ fault: Fault?, _ subject: String) throws {
    switch fault {
    case .status(let status): throw MemoryObjectStore.failure(status, subject)
    case .cancelled: throw CancellationError()
    default: break
    }
  }

  func page(
    of container: ContainerName, prefix: String, after marker: ObjectName?
  ) async throws -> [ListedObject]? {
    try check(fault("LIST", container.description), container.description)
    return model.page(of: container, prefix: prefix, after: marker)
  }

  func describe(_ object: ObjectPath) async throws -> ObjectDescription? {
    try check(fault("HEAD", object.description), object.description)
    return model[object].map { model.description(of: $0) }
  }

  func open(
    _ object: ObjectPath, range: Range<Int>?, etag: String?, ownContent: Bool,
    expecting size: Int?
  ) async throws -> (description: ObjectDescription, body: any ByteStream) {
    let fault = fault("GET", object.description)
    try check(fault, object.description)
    guard let found = model[object], var bytes = model.bytes(of: found) else {
      throw MemoryObjectStore.failure(404, object.description)
    }
    if let etag, etag != model.etag(of: found) {
      throw MemoryObjectStore.failure(412, object.description)
    }
    if ownContent, case .dynamic(_, let own) = found.content { bytes = own }
    let description = model.description(of: found, isWhole: range == nil && !ownContent)
    if let range { bytes = Array(bytes[range]) }
    if fault == .corrupted, !bytes.isEmpty { bytes[bytes.count / 2] ^= 1 }
    if case .truncated(let count) = fault { bytes = Array(bytes.prefix(count)) }
    return (description, SmallPieces(bytes))
  }

  func segments(of object: ObjectPath) async throws -> [ObjectSegment] {
    try check(fault("GET", "\(object)?multipart-manifest=get"), object.description)
    guard case .segmented(let segments) = model[object]?.content else {
      throw MemoryObjectStore.failure(404, object.description)
    }
    return segments
  }

  func metadata(of container: ContainerName) async throws -> [ObjectMetadata.Item]? {
    try check(fault("HEAD", container.description), container.description)
    return model.metadata(of: container)
  }

  func create(_ container: ContainerName, metadata: [ObjectMetadata.Item]) async throws {
    try check(fault("PUT", container.description), container.description)
    model.make(container, metadata)
  }

  func put(
    _ object: ObjectPath, _ body: StreamedBody, md5: String?, metadata: ObjectMetadata,
    manifest: ObjectPath?, replaces: Bool
  ) async throws -> String {
    let fault = fault("PUT", object.description)
    try check(fault, object.description)
    try checkPlace(object, replaces)
    var bytes: [UInt8] = []
    while let chunk = try await body.stream.next() {
      bytes += chunk
      duringPut.withLock { action in
        action?()
        action = nil
      }
    }
    if fault == .corrupted, !bytes.isEmpty { bytes[0] ^= 1 }
    let stored = StoreModel.md5(bytes)
    if let md5, md5 != stored { throw MemoryObjectStore.failure(422, object.description) }
    let content = manifest.map { StoreModel.Content.dynamic($0, own: bytes) } ?? .plain(bytes)
    model[object] = StoreModel.Object(content: content, metadata: metadata)
    if fault == .lostAnswer { throw MemoryObjectStore.failure(503, object.description) }
    return stored
  }

  private func checkPlace(_ object: ObjectPath, _ replaces: Bool) throws {
    guard model.containers[object.container] != nil else {
      throw MemoryObjectStore.failure(404, object.description)
    }
    if !replaces, !alwaysReplaces, model[object] != nil {
      throw MemoryObjectStore.failure(412, object.description)
    }
  }

  func putManifest(
    _ object: ObjectPath, _ segments: [ObjectSegment], metadata: ObjectMetadata, replaces: Bool
  ) async throws -> String {
    try check(fault("PUT", "\(object)?multipart-manifest=put"), object.description)
    try checkPlace(object, replaces)
    if model.problem(with: segments) != nil {
      throw MemoryObjectStore.failure(400, object.description)
    }
    let stored = StoreModel.Object(content: .segmented(segments), metadata: metadata)
    model[object] = stored
    return model.etag(of: stored)
  }

  func update(
    _ object: ObjectPath, _ metadata: ObjectMetadata, manifest: ObjectPath?
  ) async throws {
    try check(fault("POST", object.description), object.description)
    model[object]?.metadata = metadata
  }

  func delete(_ object: ObjectPath) async throws {
    try check(fault("DELETE", object.description), object.description)
    model.remove(object)
  }
}

/// Bytes that come seven at a time, many of them more.
private final class SmallPieces: ByteStream {
  private let rest: Mutex<ArraySlice<UInt8>>
  private let length: Int

  init(_ bytes: [UInt8]) {
    rest = Mutex(bytes[...])
    length = max(7, bytes.count / 50)
  }

  func next() async throws -> [UInt8]? {
    rest.withLock { rest in
      guard !rest.isEmpty else { return nil }
      defer { rest = rest.dropFirst(length) }
      return Array(rest.prefix(length))
    }
  }
}
