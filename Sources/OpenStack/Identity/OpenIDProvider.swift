import HTTP
import JSON

/// Gets access tokens of an OpenID provider: Chameleon's Keycloak.
///
/// Source: RFC 6749, sections 4.3, 4.4 and 6; OpenID Connect Discovery 1.0.
struct OpenIDProvider: Sendable {
  let login: OpenIDLogin
  let client: any HTTPClient
  let refreshTokens: RefreshTokens?
  let origin: SettingsOrigin

  /// An access token, or an identity token where the login wants that.
  ///
  /// - Throws: `OpenStackError`, which shows no secret; `CancellationError`.
  func accessToken() async throws -> Secret {
    switch login.grant {
    case .accessToken(let token): return token
    case .clientCredentials:
      return try await grant([("grant_type", "client_credentials"), ("scope", login.scope)]).access
    case .password(let username, let password):
      let form = [
        ("username", username), ("password", password.revealed), ("scope", login.scope),
        ("grant_type", "password"),
      ]
      return try await grant(
        form, hiding: [password],
        hint: "the password is that for the command line, which is set in the portal's profile"
      ).access
    case .refreshToken: return try await refreshed()
    }
  }

  private func refreshed() async throws -> Secret {
    guard let refreshTokens else {
      throw OpenStackError(
        place: origin.named("auth_type"), reason: "there is no cached login of ccauth",
        hint: "run: ccauth login")
    }
    let key = [
      login.tokenEndpoint ?? login.discoveryEndpoint ?? "", login.clientID, login.tokenType,
    ]
    return try await refreshTokens.accessToken(of: key) { refresh in
      // ccauth asks for this scope whatever the settings say (`auth.py`).
      try await grant(
        [
          ("grant_type", "refresh_token"), ("refresh_token", refresh.revealed), ("scope", "openid"),
        ], hiding: [refresh])
    }
  }

  /// Asks for a token.
  private func grant(
    _ form: [(name: String, value: String)], hiding secrets: [Secret] = [], hint: String? = nil
  ) async throws -> GrantedTokens {
    var form = form
    var headers = [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")]
    var secrets = secrets
    if let secret = login.clientSecret {
      let pair = Base64.text(of: Array("\(login.clientID):\(secret.revealed)".utf8))
      headers.append(HTTPHeader("Authorization", Secret("Basic \(pair)")))
      secrets += [secret, Secret(pair)]
    } else {
      form.append(("client_id", login.clientID))
    }
    let body = form.map { name, value in
      "\(name)=\(PercentEncoding.encode(value.utf8, keepingSlashes: false))"
    }.joined(separator: "&")
    let request = HTTPRequest(
      try await tokenEndpoint(), method: .post, headers: headers, body: Array(body.utf8))
    let content = try await send(
      request, hiding: secrets, hint: hint)
    guard let access = content[login.tokenType]?.string, !access.isEmpty else {
      throw OpenStackError(
        place: shown(request), reason: "the answer has no '\(login.tokenType)'",
        hint: "\(origin.named("access_token_type")) can be: access_token, id_token")
    }
    return GrantedTokens(
      access: Secret(access), refresh: content["refresh_token"]?.string.map { Secret($0) },
      lifetime: content["expires_in"]?.integer.map { .seconds($0) })
  }

  private func tokenEndpoint() async throws -> String {
    if let endpoint = login.tokenEndpoint { return endpoint }
    let request = HTTPRequest(login.discoveryEndpoint ?? "")
    let content = try await send(request, hiding: [], hint: nil)
    guard let endpoint = content["token_endpoint"]?.string else {
      throw OpenStackError(
        place: shown(request), reason: "the description of the provider has no 'token_endpoint'",
        hint: "check \(origin.named("discovery_endpoint"))")
    }
    return endpoint
  }

  private func send(
    _ request: HTTPRequest, hiding secrets: [Secret], hint: String?
  ) async throws -> JSONValue {
    let answer: HTTPResponse
    do { answer = try await client.fetch(request) } catch let error as CurlError {
      throw OpenStackError(error, hiding: secrets, hint: hint)
    }
    do { return try JSONValue(parsing: answer.body) } catch {
      throw OpenStackError(place: shown(request), reason: error.description)
    }
  }

  private func shown(_ request: HTTPRequest) -> String { CurlError(request, .status(.ok)).url }
}

/// What a provider gave.
package struct GrantedTokens: Sendable {
  let access: Secret
  /// The token that takes the place of the one that was used; nil when that one stays.
  let refresh: Secret?
  /// How long `access` is good for; nil when nobody says.
  let lifetime: Duration?
}

/// Bytes as text.
enum Base64 {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Source: RFC 4648, section 4.
  static func text(of bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0..<4 {
        let letter = letters[bits >> (18 - 6 * index) & 63]
        result.append(index <= group.count ? letter : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
