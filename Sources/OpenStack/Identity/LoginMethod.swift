import HTTP

/// What proves to Keystone who one is.
enum LoginMethod: Sendable {
  /// A token that somebody made; it cannot be renewed.
  case token(Secret)
  /// The content of `identity` in a request for a token; it holds the password or the secret.
  case identity(Secret)
}
