import HTTP

/// What proves to Keystone who one is.
enum LoginMethod: Sendable {
  /// A token that somebody made; it cannot be renewed.
  case token(Secret)
  /// The content of `identity` in a request for a token; it holds the password or the secret.
  case identity(Secret)
  /// An access token of an OpenID provider, which Keystone exchanges for one of its own.
  case openID(OpenIDLogin)
}

/// How to get an access token of an OpenID provider.
///
/// Source: keystoneauth1 5.13, `identity/v3/oidc.py`; RFC 6749.
struct OpenIDLogin: Sendable {
  /// What the provider takes for an access token.
  enum Grant: Sendable {
    case password(username: String, Secret)
    case clientCredentials
    /// The token of an earlier login in the browser, which ccauth keeps.
    case refreshToken
    /// There is an access token already.
    case accessToken(Secret)
  }

  /// As Keystone calls the provider: `chameleon`.
  let identityProvider: String
  /// As Keystone calls the protocol: `openid`.
  let protocolName: String
  let grant: Grant
  var clientID = ""
  /// Nil for public clients.
  var clientSecret: Secret?
  /// Where the provider describes itself.
  var discoveryEndpoint: String?
  /// Where it gives tokens, when the description is not to be asked.
  var tokenEndpoint: String?
  var scope = "openid profile"
  /// Which member of the answer is the token: `access_token` or `id_token`.
  var tokenType = "access_token"
}
