package import HTTP
package import JSON

/// One project at one site: a token that is renewed, and the catalogue of services.
///
/// Tokens are in memory only. What several tasks ask for at once is asked of Keystone once.
package actor CloudSession {
  /// Who logs in where.
  package nonisolated let login: CloudLogin
  private let keystone: Keystone
  private let client: any HTTPClient
  private let now: @Sendable () -> Duration
  private var current: IssuedToken?
  private var pending: Task<IssuedToken, any Error>?

  /// Asks for nothing yet: the first request logs in.
  ///
  /// - Parameters:
  ///   - login: Who logs in where and how.
  ///   - client: What sends the requests, and sends them again.
  ///   - refreshTokens: Where ccauth keeps the token of a login in the browser; one for all sessions.
  ///   - now: The time since 1970-01-01 00:00:00 UTC.
  package init(
    _ login: CloudLogin, client: any HTTPClient, refreshTokens: RefreshTokens? = nil,
    now: @escaping @Sendable () -> Duration = { .sinceEpoch }
  ) {
    self.login = login
    self.client = client
    self.now = now
    keystone = Keystone(login: login, client: client, refreshTokens: refreshTokens)
  }

  /// The project that the token is of.
  ///
  /// - Throws: `OpenStackError` when one cannot log in or the token has no project.
  package func projectID() async throws -> String {
    guard let id = try await token().projectID else {
      throw OpenStackError(
        place: login.place, reason: "the token has no project",
        hint: "set \(login.origin.named("project_name")) or \(login.origin.named("project_id"))")
    }
    return id
  }

  /// The user that the token is of.
  ///
  /// - Throws: `OpenStackError` when one cannot log in.
  package func userID() async throws -> String {
    guard let id = try await token().userID else {
      throw OpenStackError(place: login.place, reason: "the token has no user")
    }
    return id
  }

  /// The URL of a service, without a slash at its end.
  ///
  /// - Throws: `OpenStackError`, of which `isNoService` says that the catalogue lacks the service.
  package func endpoint(_ service: ServiceType) async throws -> String {
    try await endpoint(service, of: token())
  }

  /// The region of a service; nil where the catalogue has no regions.
  ///
  /// - Throws: As `endpoint` does.
  package func region(of service: ServiceType) async throws -> String? {
    try await token().catalog.endpoint(of: service, for: login).region
  }

  /// Sends a request with a token; when it is refused (401), once more with a new one.
  ///
  /// - Parameters:
  ///   - service: What is asked.
  ///   - request: What it is asked for.
  /// - Returns: The answer whatever its status.
  /// - Throws: `OpenStackError` when one cannot log in, there is no such service, or no answer;
  ///   `CancellationError`.
  package func send(_ service: ServiceType, _ request: CloudRequest) async throws -> HTTPResponse {
    try await renewing(service, request) { [client] in
      try await client.send($0)
    } status: {
      $0.status
    }
  }

  /// Sends a request and takes every status other than 2xx for a failure.
  ///
  /// - Parameters:
  ///   - service: What is asked.
  ///   - request: What it is asked for.
  /// - Returns: An answer with a status from 200 to 299.
  /// - Throws: As `send` does, and `OpenStackError` with the status and what the service said.
  package func fetch(_ service: ServiceType, _ request: CloudRequest) async throws -> HTTPResponse {
    let response = try await send(service, request)
    guard !response.status.isSuccess else { return response }
    throw OpenStackError(
      CurlError(
        try await url(of: request, at: service), .status(response.status), answer: response.body),
      hiding: current.map { [$0.token] } ?? [], hint: hint(for: response.status, service))
  }

  /// Sends a request and reads the answer.
  ///
  /// - Parameters:
  ///   - service: What is asked.
  ///   - request: What it is asked for.
  /// - Returns: The content of an answer with a status from 200 to 299.
  /// - Throws: As `fetch` does, and `OpenStackError` for an answer that is not JSON.
  package func json(_ service: ServiceType, _ request: CloudRequest) async throws -> JSONValue {
    let response = try await fetch(service, request)
    do { return try JSONValue(parsing: response.body) } catch {
      let shown = CurlError(try await url(of: request, at: service), .status(response.status)).url
      throw OpenStackError(place: shown, reason: error.description)
    }
  }
}

extension CloudSession {
  /// Sends a request and waits for the header of the answer; the content follows as it is read.
  ///
  /// - Parameters:
  ///   - service: What is asked.
  ///   - request: What it is asked for.
  /// - Returns: The answer whatever its status.
  /// - Throws: As `send` does; the stream throws `CurlError`.
  package func open(
    _ service: ServiceType, _ request: CloudRequest
  ) async throws -> StreamedResponse {
    let client = try streamingClient
    return try await renewing(service, request) {
      try await client.open($0)
    } status: {
      $0.status
    }
  }

  /// Sends a request whose content is read as it is sent: once, since it cannot be read again.
  ///
  /// - Parameters:
  ///   - service: What is asked.
  ///   - request: What it is asked for; its own body is empty.
  ///   - body: The content.
  /// - Returns: The answer whatever its status.
  /// - Throws: As `send` does, and what `body` throws.
  package func send(
    _ service: ServiceType, _ request: CloudRequest, body: StreamedBody
  ) async throws -> HTTPResponse {
    let client = try streamingClient
    let token = try await token()
    let url = try ServiceURL.joined(endpoint(service, of: token), request.path)
    do {
      let answer = try await client.send(request.request(to: url, token: token.token), body: body)
      // The next attempt of whoever has the content begins with another token.
      if answer.status == .unauthorized, login.canRenew { current = nil }
      return answer
    } catch let error as CurlError where error.method == request.method {
      throw OpenStackError(error, hiding: [token.token])
    }
  }

  private var streamingClient: any StreamingClient {
    get throws {
      guard let client = client as? any StreamingClient else {
        throw OpenStackError(place: login.place, reason: "this client has no streams")
      }
      return client
    }
  }
}

extension CloudSession {
  /// The token, a new one when it ends soon or is one that a service refused.
  private func token(otherThan refused: Secret? = nil) async throws -> IssuedToken {
    if let current, current.token != refused, !login.canRenew || !current.endsSoon(at: now()) {
      return current
    }
    if let pending { return try await pending.value }
    let task = Task { [keystone] in try await keystone.issue() }
    pending = task
    defer { pending = nil }
    let issued = try await task.value
    current = issued
    return issued
  }

  private func endpoint(
    _ service: ServiceType, of token: IssuedToken
  ) throws(OpenStackError) -> String {
    if let url = login.endpointOverrides[service] { return ServiceURL.trimmed(url) }
    return try token.catalog.endpoint(of: service, for: login).url
  }

  /// Sends with a token, and once more when that is refused and a new one can be had.
  private func renewing<Answer: Sendable>(
    _ service: ServiceType, _ request: CloudRequest,
    send: @Sendable (HTTPRequest) async throws -> Answer,
    status: @Sendable (Answer) -> HTTPStatus
  ) async throws -> Answer {
    let token = try await token()
    let url = try ServiceURL.joined(endpoint(service, of: token), request.path)
    do {
      let answer = try await send(request.request(to: url, token: token.token))
      guard status(answer) == .unauthorized, login.canRenew else { return answer }
      let renewed = try await self.token(otherThan: token.token)
      return try await send(request.request(to: url, token: renewed.token))
    } catch let error as CurlError {
      throw OpenStackError(error, hiding: [token.token])
    }
  }

  /// What was asked, for messages.
  private func url(of request: CloudRequest, at service: ServiceType) async throws -> HTTPRequest {
    let url = try await ServiceURL.joined(endpoint(service), request.path)
    return HTTPRequest(url, method: request.method)
  }

  private func hint(for status: HTTPStatus, _ service: ServiceType) -> String? {
    switch status.rawValue {
    case 401: "log in again: the token is of no use, or no more"
    case 403: "\(service.title) does not allow this to you in this project"
    default: nil
    }
  }
}

extension CloudSession: CustomStringConvertible, CustomReflectable {
  /// The login.
  package nonisolated var description: String { "session with \(login)" }
  package nonisolated var customMirror: Mirror { Mirror(self, children: []) }
}
