package import HTTP

extension ObjectStore {
  /// What the owner of a container noted about it; nil when there is no such container.
  ///
  /// Quotas, keys of temporary URLs and access lists are not among it: they belong to the site.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func metadata(of container: ContainerName) async throws -> [ObjectMetadata.Item]? {
    let request = ObjectRequest(container, method: .head)
    let response = try await send(request)
    if response.status == .notFound { return nil }
    guard response.status.isSuccess else { throw failure(request, response) }
    return response.headers.fields.compactMap { field in
      let name = field.name.lowercased()
      guard name.hasPrefix(ObjectStore.containerPrefix) else { return nil }
      let item = ObjectMetadata.Item(
        String(name.dropFirst(ObjectStore.containerPrefix.count)), field.value)
      return ["temp-url", "quota", "access-control"].contains { item.name.hasPrefix($0) }
        ? nil : item
    }
  }

  private static let containerPrefix = "x-container-meta-"

  /// Makes a container; one that is there already gets the metadata.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func create(
    _ container: ContainerName, metadata: [ObjectMetadata.Item] = []
  ) async throws {
    let headers = metadata.map { HTTPHeader(ObjectStore.containerPrefix + $0.name, $0.value) }
    _ = try await fetch(ObjectRequest(container, method: .put, headers: headers))
  }

  /// Stores an object as a whole or not at all.
  ///
  /// The store compares what it received with `md5` before the object is visible.
  ///
  /// - Parameters:
  ///   - object: Where.
  ///   - body: The content, with its length.
  ///   - md5: Of the content, in hexadecimal; nil when it is not known before.
  ///   - metadata: What goes along.
  ///   - manifest: Where the segments of a dynamic large object begin; nil for a plain one.
  ///   - replaces: Whether an object that is there may go; otherwise the status is 412.
  /// - Returns: The entity tag that the store computed.
  /// - Throws: `OpenStackError` (422: the content is not that of `md5`), what `body` throws,
  ///   `CancellationError`.
  package func put(
    _ object: ObjectPath, _ body: StreamedBody, md5: String?, metadata: ObjectMetadata,
    manifest: ObjectPath? = nil, replaces: Bool
  ) async throws -> String {
    var headers = metadata.headers
    if let md5 { headers.append(HTTPHeader("ETag", md5)) }
    headers += ObjectStore.header(of: manifest) + ObjectStore.condition(replaces)
    let request = ObjectRequest(
      object, method: .put, headers: headers,
      timeouts: ObjectRequest.longTimeouts)
    return ObjectETag.normalised(try await send(request, body: body).headers["ETag"] ?? "")
  }

  /// Makes a static large object of segments that are all there.
  ///
  /// - Parameters:
  ///   - object: Where.
  ///   - segments: In order; the store compares sizes and entity tags with what it has.
  ///   - metadata: What goes along.
  ///   - replaces: Whether an object that is there may go; otherwise the status is 412.
  /// - Returns: The entity tag that the store computed: the MD5 of the segments' MD5s.
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func putManifest(
    _ object: ObjectPath, _ segments: [ObjectSegment], metadata: ObjectMetadata, replaces: Bool
  ) async throws -> String {
    let request = ObjectRequest(
      object, method: .put, query: [("multipart-manifest", "put")],
      headers: metadata.headers + ObjectStore.condition(replaces),
      body: ObjectSegment.body(segments), timeouts: ObjectRequest.longTimeouts)
    return ObjectETag.normalised(try await fetch(request).headers["ETag"] ?? "")
  }

  /// Replaces the metadata of an object; its content stays.
  ///
  /// - Parameters:
  ///   - object: Which one.
  ///   - metadata: All that it has from now on.
  ///   - manifest: Where the segments of a dynamic large object begin; left out, it is a plain one.
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func update(
    _ object: ObjectPath, _ metadata: ObjectMetadata, manifest: ObjectPath?
  ) async throws {
    let headers = metadata.headers + ObjectStore.header(of: manifest)
    _ = try await fetch(ObjectRequest(object, method: .post, headers: headers))
  }

  private static func header(of manifest: ObjectPath?) -> [HTTPHeader] {
    guard let manifest else { return [] }
    return [HTTPHeader("X-Object-Manifest", String(manifest.pathEncoded.dropFirst()))]
  }

  /// Removes an object; one that is not there is gone already.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func delete(_ object: ObjectPath) async throws {
    let request = ObjectRequest(object, method: .delete)
    let response = try await send(request)
    guard response.status.isSuccess || response.status == .notFound else {
      throw failure(request, response)
    }
  }

  /// Source: the API reference, "Create or replace object" (`If-None-Match`).
  private static func condition(_ replaces: Bool) -> [HTTPHeader] {
    replaces ? [] : [HTTPHeader("If-None-Match", "*")]
  }
}
