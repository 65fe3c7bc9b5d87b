package import HTTP
import JSON

extension ObjectStore {
  /// One page of a container's objects.
  ///
  /// - Parameters:
  ///   - container: The container.
  ///   - prefix: How the names begin; empty for all.
  ///   - marker: The last name of the page before.
  /// - Returns: At most `pageLength` objects in the order of their names, none after the last; nil when
  ///   there is no such container.
  /// - Throws: `OpenStackError`, also for names that no object can have; `CancellationError`.
  package func page(
    of container: ContainerName, prefix: String, after marker: ObjectName?
  ) async throws -> [ListedObject]? {
    var query = [("format", "json"), ("limit", "\(ObjectStore.pageLength)")]
    if !prefix.isEmpty { query.append(("prefix", prefix)) }
    if let marker { query.append(("marker", marker.description)) }
    let request = ObjectRequest(container, query: query)
    let response = try await send(request)
    if response.status == .notFound { return nil }
    guard response.status.isSuccess else { throw failure(request, response) }
    do {
      return try elements(of: response, request).compactMap { try ListedObject($0) }
    } catch let error as OpenStackError {
      throw error
    } catch {
      throw OpenStackError(
        place: request.subject, reason: "an object in its list has no usable name or size: \(error)"
      )
    }
  }

  /// The header of an object; nil when there is none.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func describe(_ object: ObjectPath) async throws -> ObjectDescription? {
    let request = ObjectRequest(object, method: .head)
    let response = try await send(request)
    if response.status == .notFound { return nil }
    guard response.status.isSuccess else { throw failure(request, response) }
    return try described(response.headers, object, isWhole: true)
  }

  /// The content of an object, or a part of it.
  ///
  /// - Parameters:
  ///   - object: The object.
  ///   - range: The bytes wanted; nil for all.
  ///   - etag: The only state of the object that will do; another is an `OpenStackError` with the status
  ///     412. Nil for any.
  ///   - ownContent: Whether the content of a dynamic large object is what was stored under its own name
  ///     rather than its segments.
  ///   - size: How many bytes are expected, where that is known: few are fetched at once, on a connection
  ///     that is kept, and nothing that is much longer is accepted then. Nil when nobody knows.
  /// - Returns: The header, and the bytes as they arrive.
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func open(
    _ object: ObjectPath, range: Range<Int>? = nil, etag: String? = nil, ownContent: Bool = false,
    expecting size: Int? = nil
  ) async throws -> (description: ObjectDescription, body: any ByteStream) {
    var headers: [HTTPHeader] = []
    if let range {
      headers.append(HTTPHeader("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)"))
    }
    if let etag { headers.append(HTTPHeader("If-Match", "\"\(etag)\"")) }
    let query = ownContent ? [("multipart-manifest", "get")] : []
    let isHeld = (size ?? .max) <= ObjectStore.heldBytes
    let request = ObjectRequest(
      object, query: query, headers: headers,
      timeouts: isHeld ? ObjectRequest.shortTimeouts : ObjectRequest.longTimeouts, isContent: true)
    let response = try await isHeld ? held(request) : open(request)
    if range != nil, response.status.rawValue != 206 {
      throw OpenStackError(
        place: request.subject,
        reason: "a part was asked for, and HTTP \(response.status.rawValue) came")
    }
    let whole = range == nil && !ownContent
    return (try described(response.headers, object, isWhole: whole), response.body)
  }

  /// The whole answer at once; as it comes if it turns out to be long.
  ///
  /// Ceph's gateway lists large objects with the size of their manifests.
  private func held(_ request: ObjectRequest) async throws -> StreamedResponse {
    let response: HTTPResponse
    do {
      response = try await fetch(request)
    } catch let error as OpenStackError where error.status == nil && !error.isRetryable {
      return try await open(request.streamed)
    }
    return StreamedResponse(
      status: response.status, headers: response.headers, body: HeldBytes(response.body),
      url: response.url)
  }

  /// The segments of a static large object.
  ///
  /// - Throws: `OpenStackError`, also when its manifest cannot be used; `CancellationError`.
  package func segments(of object: ObjectPath) async throws -> [ObjectSegment] {
    let request = ObjectRequest(
      object, query: [("multipart-manifest", "get"), ("format", "json")])
    let response = try await fetch(request)
    do {
      return try ObjectSegment.manifest(try JSONValue(parsing: response.body))
    } catch {
      throw OpenStackError(place: request.subject, reason: "\(error)")
    }
  }

  private func described(
    _ headers: HTTPHeaders, _ object: ObjectPath, isWhole: Bool
  ) throws(OpenStackError) -> ObjectDescription {
    do throws(ObjectNameError) {
      return try ObjectDescription(headers, isWhole: isWhole)
    } catch {
      throw OpenStackError(
        place: object.description, reason: "X-Object-Manifest cannot be used: \(error)")
    }
  }
}
