import HTTP
import JSON
package import Resources

/// The object store of a project at a site: OpenStack Swift, or Ceph's gateway that speaks its language.
///
/// Only what both document is used.
///
/// Source: https://docs.openstack.org/api-ref/object-store/ and
/// https://docs.ceph.com/en/latest/radosgw/swift/.
package struct ObjectStore: Sendable {
  /// How many elements a page of a listing has at most.
  ///
  /// Source: the API reference, "Show container details and list objects" (`limit`; stores that are set
  /// up otherwise give fewer).
  package static let pageLength = 10_000

  /// Contents up to this size are held as a whole, in exchange for connections that are kept.
  package static let heldBytes = 1 << 20

  private let session: CloudSession

  /// Speaks for the project of a session.
  package init(_ session: CloudSession) { self.session = session }

  /// What came back, and where from, for the messages.
  func send(_ request: ObjectRequest) async throws -> HTTPResponse {
    try await session.send(.objectStore, try await request.addressed(to: address()))
  }

  /// As `send(_:)`; throws unless the answer is a 2xx.
  func fetch(_ request: ObjectRequest) async throws -> HTTPResponse {
    let response = try await send(request)
    guard response.status.isSuccess else { throw failure(request, response) }
    return response
  }

  /// As `fetch(_:)`, with content that is read as it is sent, unless there is little of it.
  func send(_ request: ObjectRequest, body: StreamedBody) async throws -> HTTPResponse {
    if let length = body.lengthInBytes, length <= ObjectStore.heldBytes {
      var content: [UInt8] = []
      while let bytes = try await body.stream.next() { content += bytes }
      return try await fetch(request.with(body: content))
    }
    let addressed = try await request.addressed(to: address())
    let response = try await session.send(.objectStore, addressed, body: body)
    guard response.status.isSuccess else {
      // The session has another token for whoever begins the content again.
      throw failure(
        request, status: response.status, response.body,
        isRetryable: response.status == .unauthorized)
    }
    return response
  }

  /// The header of the answer, a 2xx, with its content on the way.
  func open(_ request: ObjectRequest) async throws -> StreamedResponse {
    let response = try await session.open(
      .objectStore, try await request.addressed(to: address()))
    guard response.status.isSuccess else { throw failure(request, status: response.status, []) }
    return response
  }

  /// What an answer other than 2xx is called.
  func failure(_ request: ObjectRequest, _ response: HTTPResponse) -> OpenStackError {
    failure(request, status: response.status, response.body)
  }

  private func failure(
    _ request: ObjectRequest, status: HTTPStatus, _ body: [UInt8], isRetryable: Bool = false
  ) -> OpenStackError {
    let place = "\(session.login.name): \(request.subject)"
    let text = request.method == .head ? nil : ObjectStore.detail(of: body)
    let detail = text.map { ": \($0)" } ?? ""
    return OpenStackError(
      place: place, reason: "\(request.method.rawValue): HTTP \(status.rawValue)\(detail)",
      status: status, hint: ObjectStore.hint(for: status),
      isRetryable: isRetryable || status.isTransient)
  }

  /// The first line of what the store says, which is HTML or plain text, shortened.
  private static func detail(of body: [UInt8]) -> String? {
    if let detail = AnswerDetail.text(of: body) { return detail }
    let text = String(decoding: body.prefix(2000), as: UTF8.self)
    guard !text.hasPrefix("{"), !text.hasPrefix("[") else { return nil }
    let plain = text.split(separator: "<").flatMap { $0.split(separator: ">").dropFirst() }
    let line = text.hasPrefix("<") ? plain.last.map(String.init) : text
    guard let line = line?.split(whereSeparator: \.isNewline).first, !line.isEmpty else {
      return nil
    }
    return String(line.prefix(200))
  }

  private static func hint(for status: HTTPStatus) -> String? {
    switch status.rawValue {
    case 403: "the project may not do this: its role or the container's access list forbids it"
    case 413, 507:
      "the quota of the project or of the container is used up, or the object too large"
    default: nil
    }
  }

  private func address() async throws -> String { try await session.endpoint(.objectStore) }
}

extension ObjectStore {
  /// All containers of the project, by name.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func containers() async throws -> [Container] {
    var containers: [Container] = []
    while true {
      var query = [("format", "json"), ("limit", "\(ObjectStore.pageLength)")]
      if let last = containers.last { query.append(("marker", last.name)) }
      let request = ObjectRequest("", subject: "the list of containers", query: query)
      let page = try elements(of: try await fetch(request), request)
        .compactMap { Container(document: $0) }
      guard !page.isEmpty else { return containers }
      containers += page
      if page.count < ObjectStore.pageLength { return containers }
    }
  }

  /// The elements of a page; none for an answer without content, as 204 is.
  func elements(
    of response: HTTPResponse, _ request: ObjectRequest
  ) throws(OpenStackError) -> [JSONValue] {
    guard !response.body.isEmpty else { return [] }
    do throws(JSONError) {
      return try JSONValue(parsing: response.body).array ?? []
    } catch {
      throw OpenStackError(
        place: "\(session.login.name): \(request.subject)", reason: error.description)
    }
  }

  /// What the store says it can do; nil when it does not say.
  ///
  /// Source: the API reference, "Discoverability" (`/info`, beside the version of the address).
  ///
  /// - Throws: `OpenStackError` when there was no answer, `CancellationError`.
  package func capabilities() async throws -> ObjectStoreCapabilities? {
    let address = try await address()
    let parts = address.split(separator: "/", omittingEmptySubsequences: false)
    guard let version = parts.lastIndex(where: { $0 == "v1" || $0 == "v1.0" }) else { return nil }
    let url = parts[..<version].joined(separator: "/") + "/info"
    let response = try await session.send(.objectStore, CloudRequest(url))
    guard response.status.isSuccess, let json = try? JSONValue(parsing: response.body) else {
      return nil
    }
    return ObjectStoreCapabilities(json)
  }
}
