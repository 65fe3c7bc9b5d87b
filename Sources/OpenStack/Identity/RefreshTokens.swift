import HTTP
import JSON

/// The refresh token of a login in the browser, which ccauth keeps in a file of its own.
///
/// The provider may give a new one with each use, after which the former is of no more use: it is
/// kept in the same file, or the user would be logged out. One object serves all sessions, which use
/// the token one after the other.
///
/// Source: ccauth, `plugin.py` (`REFRESH_TOKEN_CACHE`): an object with `refresh_token` and
/// `cached_at`, seconds since 1970-01-01 00:00:00 UTC.
package actor RefreshTokens {
  /// An access token that ends sooner than this is not used again.
  private static let margin: Duration = .seconds(30)

  private let location: String
  private let load: @Sendable () throws -> [UInt8]?
  private let save: @Sendable ([UInt8]) throws -> Void
  private let now: @Sendable () -> Duration
  private var granted: [[String]: (token: Secret, until: Duration)] = [:]
  private var last: Task<Secret, any Error>?

  /// - Parameters:
  ///   - location: The path of the file, for messages.
  ///   - load: Reads the file; nil when there is none.
  ///   - save: Replaces the file as a whole, for its owner's eyes only.
  ///   - now: The time since 1970-01-01 00:00:00 UTC.
  package init(
    location: String, load: @escaping @Sendable () throws -> [UInt8]?,
    save: @escaping @Sendable ([UInt8]) throws -> Void,
    now: @escaping @Sendable () -> Duration = { .sinceEpoch }
  ) {
    self.location = location
    self.load = load
    self.save = save
    self.now = now
  }

  /// An access token, got with the refresh token unless there is one yet.
  ///
  /// - Parameters:
  ///   - key: What it is for.
  ///   - use: Exchanges the refresh token.
  /// - Returns: The access token.
  /// - Throws: `OpenStackError` when there is no refresh token, or the provider refuses it.
  func accessToken(
    of key: [String], use: @escaping @Sendable (Secret) async throws -> GrantedTokens
  ) async throws -> Secret {
    let previous = last
    let task = Task {
      _ = await previous?.result
      return try await self.next(key, use: use)
    }
    last = task
    return try await task.value
  }

  private func next(
    _ key: [String], use: @Sendable (Secret) async throws -> GrantedTokens
  ) async throws -> Secret {
    if let known = granted[key], known.until > now() + RefreshTokens.margin { return known.token }
    let stored = try token()
    var (used, tokens): (Secret, GrantedTokens)
    do {
      (used, tokens) = (stored, try await use(stored))
    } catch let error as OpenStackError where [400, 401].contains(error.status?.rawValue) {
      // Another program may have used it in between.
      guard let other = try? token(), other != stored else { throw refused(error) }
      do { (used, tokens) = (other, try await use(other)) } catch let error as OpenStackError {
        throw refused(error)
      }
    }
    try keep(tokens.refresh ?? used)
    if let lifetime = tokens.lifetime { granted[key] = (tokens.access, now() + lifetime) }
    return tokens.access
  }

  private func token() throws(OpenStackError) -> Secret {
    let bytes: [UInt8]?
    do { bytes = try load() } catch {
      throw OpenStackError(
        place: location, reason: "cannot be read: \(error)", hint: RefreshTokens.hint)
    }
    guard let bytes else {
      throw OpenStackError(
        place: location, reason: "there is no cached login of ccauth", hint: RefreshTokens.hint)
    }
    guard let text = (try? JSONValue(parsing: bytes))?["refresh_token"]?.string, !text.isEmpty
    else {
      throw OpenStackError(
        place: location, reason: "has no refresh token", hint: RefreshTokens.hint)
    }
    return Secret(text)
  }

  private func keep(_ token: Secret) throws(OpenStackError) {
    let seconds = now() / .seconds(1)
    let content = JSONValue.object([
      .init("refresh_token", .string(token.revealed)),
      .init("cached_at", JSONValue(seconds, digits: 6)),
    ])
    do { try save(Array(content.compact.utf8)) } catch {
      throw OpenStackError(
        place: location, reason: "the new refresh token cannot be kept: \(error)",
        hint: "the former may be of no more use: run: ccauth login")
    }
  }

  private func refused(_ error: OpenStackError) -> OpenStackError {
    OpenStackError(
      place: error.place, reason: error.reason, status: error.status,
      hint: "the login of ccauth is no longer valid; run: ccauth login")
  }

  private static let hint = "run: ccauth login"
}

extension RefreshTokens: CustomReflectable {
  package nonisolated var customMirror: Mirror { Mirror(self, children: []) }
}
