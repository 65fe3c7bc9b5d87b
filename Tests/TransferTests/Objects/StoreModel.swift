import Hashing
import OpenStack
import Synchronization

/// What an object store does, without any network: the states that a test can put it in and look at.
final class StoreModel: Sendable {
  /// What is kept of an object.
  enum Content: Sendable, Hashable {
    case plain([UInt8])
    case segmented([ObjectSegment])
    case dynamic(ObjectPath, own: [UInt8])
  }

  struct Object: Sendable, Hashable {
    var content: Content
    var metadata: ObjectMetadata
    /// Another entity tag than that of the content, as after a disk went bad.
    var wrongETag: String?
    /// Whether a header says how long it is.
    var saysSize = true
  }

  struct Request: Sendable, Hashable {
    let method: String
    let subject: String
  }

  private struct State {
    var containers: [ContainerName: [ObjectName: Object]] = [:]
    var metadata: [ContainerName: [ObjectMetadata.Item]] = [:]
    var requests: [Request] = []
  }

  private let state = Mutex(State())
  /// How many objects a page has.
  let pageLength: Int
  /// Whether listings tell static large objects and their sizes, as OpenStack Swift's do, rather than
  /// the sizes of their manifests, as those of Ceph's gateway.
  let listsLargeObjects: Bool

  init(pageLength: Int = 10_000, listsLargeObjects: Bool = true) {
    self.pageLength = pageLength
    self.listsLargeObjects = listsLargeObjects
  }

  var requests: [Request] { state.withLock { $0.requests } }
  func forgetRequests() { state.withLock { $0.requests = [] } }
  func count(_ method: String) -> Int { requests.count { $0.method == method } }
  /// Requests that change something.
  var mutations: [Request] { requests.filter { !["GET", "HEAD", "LIST"].contains($0.method) } }

  func note(_ method: String, _ subject: String) {
    state.withLock { $0.requests.append(Request(method: method, subject: subject)) }
  }

  /// Everything, for comparisons.
  var containers: [ContainerName: [ObjectName: Object]] { state.withLock { $0.containers } }
  var names: [String] {
    containers.flatMap { container, objects in objects.keys.map { "\(container)/\($0)" } }.sorted()
  }

  subscript(path: ObjectPath) -> Object? {
    get { state.withLock { $0.containers[path.container]?[path.name] } }
    set { state.withLock { $0.containers[path.container, default: [:]][path.name] = newValue } }
  }

  subscript(path: String) -> Object? {
    get { (try? ObjectPath(parsing: path)).flatMap { self[$0] } }
    set { if let path = try? ObjectPath(parsing: path) { self[path] = newValue } }
  }

  func add(_ path: String, _ text: String, _ metadata: ObjectMetadata = .init()) {
    self[path] = Object(content: .plain(Array(text.utf8)), metadata: metadata)
  }

  func make(_ container: ContainerName, _ metadata: [ObjectMetadata.Item]) {
    state.withLock { state in
      if state.containers[container] == nil { state.containers[container] = [:] }
      state.metadata[container, default: []] += metadata
    }
  }

  func metadata(of container: ContainerName) -> [ObjectMetadata.Item]? {
    state.withLock { $0.containers[container] == nil ? nil : $0.metadata[container] ?? [] }
  }

  func remove(_ path: ObjectPath) {
    state.withLock { $0.containers[path.container]?[path.name] = nil }
  }
}

extension StoreModel {
  static func md5(_ bytes: some Sequence<UInt8>) -> String {
    (try? Digest.of(Array(bytes), .md5)) ?? ""
  }

  /// The bytes that a GET gives; nil when a segment is missing.
  func bytes(of object: Object) -> [UInt8]? {
    switch object.content {
    case .plain(let bytes): return bytes
    case .segmented(let segments):
      var all: [UInt8] = []
      for segment in segments {
        guard let piece = self[segment.path], let bytes = bytes(of: piece) else { return nil }
        let ends = segment.range?.split(separator: "-").compactMap { Int($0) } ?? []
        all += ends.count == 2 ? Array(bytes[ends[0]...ends[1]]) : bytes
      }
      return all
    case .dynamic(let path, _):
      return pieces(of: path).reduce(into: []) { all, piece in all += bytes(of: piece) ?? [] }
    }
  }

  private func pieces(of path: ObjectPath) -> [Object] {
    let all = containers[path.container] ?? [:]
    return all.filter { $0.key.bytes.starts(with: path.name.bytes) }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  func etag(of object: Object) -> String {
    if let wrong = object.wrongETag { return wrong }
    switch object.content {
    case .plain(let bytes): return StoreModel.md5(bytes)
    case .segmented(let segments):
      return StoreModel.md5(
        segments.flatMap { segment in
          let etag = segment.etag ?? ""
          return Array((segment.range.map { "\(etag):\($0);" } ?? etag).utf8)
        })
    case .dynamic(let path, _):
      return StoreModel.md5(pieces(of: path).flatMap { Array(etag(of: $0).utf8) })
    }
  }

  func description(of object: Object, isWhole: Bool = true) -> ObjectDescription {
    let layout: ObjectDescription.Layout =
      switch object.content {
      case .plain: .plain
      case .segmented: .segmented
      case .dynamic(let path, _): .dynamic(container: path.container, prefix: path.name)
      }
    return ObjectDescription(
      layout: layout, sizeInBytes: isWhole && object.saysSize ? bytes(of: object)?.count : nil,
      etag: etag(of: object),
      metadata: object.metadata)
  }

  func page(
    of container: ContainerName, prefix: String, after marker: ObjectName?
  ) -> [ListedObject]? {
    guard let all = containers[container] else { return nil }
    return all.filter { name, _ in
      name.bytes.starts(with: prefix.utf8) && (marker.map { name > $0 } ?? true)
    }
    .sorted { $0.key < $1.key }.prefix(pageLength).map { listed($0.key, $0.value) }
  }

  private func listed(_ name: ObjectName, _ object: Object) -> ListedObject {
    let type = object.metadata.contentType ?? "application/octet-stream"
    switch object.content {
    case .plain(let bytes):
      return ListedObject(
        name: name, sizeInBytes: bytes.count, hash: etag(of: object), contentType: type)
    case .segmented(let segments):
      let manifest = ObjectSegment.body(segments)
      return ListedObject(
        name: name,
        sizeInBytes: listsLargeObjects ? bytes(of: object)?.count ?? 0 : manifest.count,
        hash: StoreModel.md5(manifest),
        largeObjectETag: listsLargeObjects ? etag(of: object) : nil, contentType: type)
    case .dynamic(_, let own):
      return ListedObject(
        name: name, sizeInBytes: own.count, hash: StoreModel.md5(own), contentType: type)
    }
  }

  /// Why a manifest cannot be stored; nil when it can.
  func problem(with segments: [ObjectSegment]) -> String? {
    for segment in segments {
      guard let object = self[segment.path] else { return "\(segment.path), 404 Not Found" }
      if let etag = segment.etag, etag != self.etag(of: object) {
        return "\(segment.path), Etag Mismatch"
      }
      if let size = segment.sizeInBytes, size != bytes(of: object)?.count {
        return "\(segment.path), Size Mismatch"
      }
    }
    return nil
  }
}
