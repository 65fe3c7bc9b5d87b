import HTTP
import JSON

/// Gets tokens at one cloud, in the way that a login says.
///
/// Source: https://docs.openstack.org/api-ref/identity/v3/ (`/v3/auth/tokens`); keystoneauth1,
/// `identity/v3/`.
struct Keystone: Sendable {
  let login: CloudLogin
  let client: any HTTPClient
  /// Where refresh tokens are; nil when nowhere.
  let refreshTokens: RefreshTokens?

  /// A new token, or what Keystone knows of the one that was given.
  ///
  /// - Throws: `OpenStackError`, which shows no secret; `CancellationError`.
  func issue() async throws -> IssuedToken {
    switch login.method {
    case .token(let given): try await known(given)
    case .identity(let identity): try await token(identity: identity)
    case .openID(let openID): try await federated(openID)
    }
  }

  /// Exchanges an access token for a token without a project, and that for one with it.
  ///
  /// Source: https://docs.openstack.org/api-ref/identity/v3-ext/#request-an-unscoped-os-federation-token
  private func federated(_ openID: OpenIDLogin) async throws -> IssuedToken {
    let provider = OpenIDProvider(
      login: openID, client: client, refreshTokens: refreshTokens, origin: login.origin)
    let access = try await provider.accessToken()
    let url =
      "\(login.authURL)/OS-FEDERATION/identity_providers/\(openID.identityProvider)"
      + "/protocols/\(openID.protocolName)/auth"
    let request = HTTPRequest(url, method: .post, headers: [.bearer(access)], isIdempotent: true)
    let answer = try await send(
      request, hiding: [access],
      hint: "the site does not take the token of the OpenID provider: check "
        + login.origin.named("client_id") + " and " + login.origin.named("identity_provider"))
    let unscoped = try token(in: answer)
    guard login.scope != nil else { return unscoped }
    return try await token(identity: Keystone.identity(of: unscoped.token))
  }

  private static func identity(of token: Secret) -> Secret {
    let identity: JSONValue = ["methods": ["token"], "token": ["id": .string(token.revealed)]]
    return Secret(identity.compact)
  }

  /// Asks Keystone for the catalogue of a token, and for another token where it is of another project.
  private func known(_ given: Secret) async throws -> IssuedToken {
    let headers = [HTTPHeader("X-Auth-Token", given), HTTPHeader("X-Subject-Token", given)]
    let answer = try await send(
      HTTPRequest(tokensURL, headers: headers), hiding: [given])
    let token = try IssuedToken(given, content(of: answer))
    guard let project = login.scope?["project"], !token.isOf(project) else { return token }
    return try await self.token(identity: Keystone.identity(of: given))
  }

  private func token(identity: Secret) async throws -> IssuedToken {
    let scope = login.scope.map { #","scope":"# + $0.compact } ?? ""
    let body = #"{"auth":{"identity":\#(identity.revealed)\#(scope)}}"#
    // A second token does no harm.
    let request = HTTPRequest(
      tokensURL, method: .post, headers: [HTTPHeader("Content-Type", "application/json")],
      body: Array(body.utf8), isIdempotent: true)
    return try token(in: await send(request, hiding: Keystone.texts(in: identity)))
  }

  private func token(in answer: HTTPResponse) throws(OpenStackError) -> IssuedToken {
    guard let text = answer.headers["X-Subject-Token"], !text.isEmpty else {
      throw OpenStackError(place: login.place, reason: "the answer has no token")
    }
    return IssuedToken(Secret(text), try content(of: answer))
  }

  private var tokensURL: String { "\(login.authURL)/auth/tokens" }

  private func content(of answer: HTTPResponse) throws(OpenStackError) -> JSONValue {
    let content: JSONValue
    do { content = try JSONValue(parsing: answer.body) } catch {
      throw OpenStackError(place: "\(login.place)/auth/tokens", reason: error.description)
    }
    guard let token = content["token"] else {
      throw OpenStackError(
        place: "\(login.place)/auth/tokens", reason: "the answer does not describe the token")
    }
    return token
  }

  private func send(
    _ request: HTTPRequest, hiding secrets: [Secret],
    hint refused: String = "the credentials are wrong, or no longer valid"
  ) async throws -> HTTPResponse {
    do {
      return try await client.fetch(request)
    } catch let error as CurlError {
      var hint: String?
      if case .status(let status) = error.cause, [401, 403, 404].contains(status.rawValue) {
        hint = refused
      }
      throw OpenStackError(error, hiding: secrets, hint: hint)
    }
  }

  /// The texts of an `identity` that an answer must not quote.
  private static func texts(in identity: Secret) -> [Secret] {
    guard let content = try? JSONValue(parsing: identity.revealed) else { return [] }
    return [
      content[path: "password", "user", "password"],
      content[path: "application_credential", "secret"], content[path: "token", "id"],
    ].compactMap { $0?.string.map(Secret.init) }
  }
}

extension IssuedToken {
  /// Whether it belongs to the project of a scope.
  fileprivate func isOf(_ project: JSONValue) -> Bool {
    if let id = project["id"]?.string { return id == projectID }
    return project["name"]?.string == projectName
  }
}
