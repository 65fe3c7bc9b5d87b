import HTTP

/// What is asked about a container, an object or the account, before it is known where the store is.
struct ObjectRequest: Sendable {
  /// After the address of the account, percent-encoded; empty for the account itself.
  let path: String
  /// What messages call it: `container/name`.
  let subject: String
  let method: HTTPMethod
  /// Names and values, not yet encoded.
  let query: [(String, String)]
  let headers: [HTTPHeader]
  let body: [UInt8]
  let timeouts: HTTPTimeouts
  /// Whether the answer is what somebody stored, of which nothing may be decompressed on the way.
  let isContent: Bool

  /// An answer that is waited for as a whole.
  static let shortTimeouts = HTTPTimeouts(total: .seconds(300), stalled: .seconds(60))
  /// A transfer: bounded by its standing still, not by its length.
  ///
  /// Stores answer a PUT when the last
  /// replica is written, which takes a while for an object of 5 GB.
  static let longTimeouts = HTTPTimeouts(total: .seconds(86_400), stalled: .seconds(120))

  init(
    _ path: String, subject: String, method: HTTPMethod = .get, query: [(String, String)] = [],
    headers: [HTTPHeader] = [], body: [UInt8] = [], timeouts: HTTPTimeouts = shortTimeouts,
    isContent: Bool = false
  ) {
    self.path = path
    self.subject = subject
    self.method = method
    self.query = query
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.isContent = isContent
  }

  init(
    _ object: ObjectPath, method: HTTPMethod = .get, query: [(String, String)] = [],
    headers: [HTTPHeader] = [], body: [UInt8] = [], timeouts: HTTPTimeouts = shortTimeouts,
    isContent: Bool = false
  ) {
    self.init(
      object.pathEncoded, subject: object.description, method: method, query: query,
      headers: headers, body: body, timeouts: timeouts, isContent: isContent)
  }

  init(
    _ container: ContainerName, method: HTTPMethod = .get, query: [(String, String)] = [],
    headers: [HTTPHeader] = []
  ) {
    self.init(
      "/\(container.pathEncoded)", subject: "container '\(container)'", method: method,
      query: query, headers: headers)
  }

  /// The same request with a content.
  func with(body: [UInt8]) -> ObjectRequest {
    ObjectRequest(
      path, subject: subject, method: method, query: query, headers: headers, body: body,
      timeouts: timeouts, isContent: isContent)
  }

  /// The same request for content of any length.
  var streamed: ObjectRequest {
    ObjectRequest(
      path, subject: subject, method: method, query: query, headers: headers, body: body,
      timeouts: ObjectRequest.longTimeouts, isContent: isContent)
  }

  /// Contents come as streams, unless few bytes are expected; lists have some megabytes.
  private var maximumBodyInBytes: Int {
    if timeouts == ObjectRequest.longTimeouts { return .max }
    return isContent ? ObjectStore.heldBytes : 64 << 20
  }

  /// The request as a session takes it.
  ///
  /// The URL is whole, since a session may take `/v1` at the beginning of a path for the version of the
  /// service, and a container may be named so.
  func addressed(to address: String) -> CloudRequest {
    var url = address + path
    for (index, item) in query.enumerated() {
      url += index == 0 ? "?" : "&"
      url += item.0 + "=" + PercentEncoding.encode(item.1.utf8, keepingSlashes: false)
    }
    return CloudRequest(
      url, method: method, headers: headers, body: body, timeouts: timeouts,
      maximumBodyInBytes: maximumBodyInBytes,
      isIdempotent: true, acceptsCompression: !isContent)
  }
}
