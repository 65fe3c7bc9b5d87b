private import Synchronization

/// A Keystone on the loopback, with the services of its catalogue: it gives numbered tokens
/// (`issued-1`) to everybody but those whose request says `wr0ng`, and knows the token `t0ken`.
///
/// The shapes are those of Keystone 29.0.1, recorded on 2026-11-22.
package final class KeystoneServer: Sendable {
  private struct State {
    var issued = 0
    /// Tokens that services refuse.
    var refused: Set<String> = []
    var services: @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply = { _ in .status(404) }
  }

  private let state = Mutex(State())
  private let started = Mutex<LoopbackServer?>(nil)

  /// - Parameters:
  ///   - catalog: The catalogue of services, in JSON; `HOST` stands for the server.
  ///   - expiresAt: Of every token.
  ///   - services: What answers to everything but Keystone's own paths.
  /// - Throws: `SystemError` when no port can be had.
  package init(
    catalog: String = KeystoneServer.catalog, expiresAt: String = "2099-01-01T00:00:00.000000Z",
    services: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply = { _ in
      .text("{}")
    }
  ) throws {
    state.withLock { $0.services = services }
    let server = try LoopbackServer { [weak self] request in
      self?.answer(request, catalog: catalog, expiresAt: expiresAt) ?? .status(500)
    }
    started.withLock { $0 = server }
  }

  /// The services that are there unless a test says otherwise.
  package static let catalog = """
    [{"type": "reservation", "endpoints": [
       {"interface": "admin", "region": "CHI@UC", "url": "HOST/admin"},
       {"interface": "public", "region": "CHI@UC", "url": "HOST/reservation"},
       {"interface": "public", "region": "CHI@TACC", "url": "HOST/tacc/v1/"}]},
     {"type": "image", "endpoints": [
       {"interface": "public", "region": "CHI@UC", "url": "HOST/image/v2"},
       {"interface": "public", "region": "CHI@TACC", "url": "HOST/image"}]},
     {"type": "sharev2", "endpoints": [
       {"interface": "public", "region": "CHI@UC", "url": "HOST/share/v2/p1"}]},
     {"type": "share", "endpoints": [
       {"interface": "public", "region": "CHI@UC", "url": "HOST/share/v1/p1"}]}]
    """

  /// Without a slash at its end, and without `/v3`.
  package var url: String { started.withLock { $0?.url ?? "" } }
  /// What was asked of Keystone and of the services, in order.
  package var requests: [LoopbackServer.Request] { started.withLock { $0?.requests ?? [] } }

  /// Has the services refuse a token.
  package func refuse(_ token: String) { state.withLock { _ = $0.refused.insert(token) } }

  private func answer(
    _ request: LoopbackServer.Request, catalog: String, expiresAt: String
  ) -> LoopbackServer.Reply {
    let host = "http://\(request["host"] ?? "")"
    let content = """
      {"token": {"expires_at": "\(expiresAt)", "user": {"id": "u1", "name": "alice"},
       "project": {"id": "p1", "name": "CH-1"},
       "catalog": \(catalog.split(separator: "HOST", omittingEmptySubsequences: false)
        .joined(separator: host))}}
      """
    switch (request.method, request.target) {
    case ("GET", "/v3/auth/tokens") where request["x-subject-token"] == "t0ken":
      return .text(content)
    case ("POST", let target)
    where target == "/v3/auth/tokens" || target.hasPrefix("/v3/OS-FEDERATION/"):
      guard !String(decoding: request.body, as: UTF8.self).contains("wr0ng") else {
        return Self.refused(request)
      }
      let number = state.withLock { state in
        state.issued += 1
        return state.issued
      }
      return .message(
        status: 201, headers: [("X-Subject-Token", "issued-\(number)")], body: Array(content.utf8))
    case (_, let target) where target.hasPrefix("/v3/"): return Self.refused(request)
    default:
      let token = request["x-auth-token"] ?? ""
      guard !state.withLock({ $0.refused.contains(token) }) else { return .status(401) }
      return state.withLock { $0.services }(request)
    }
  }

  private static func refused(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
    // Not Keystone's own words, but it must not matter what a server quotes.
    let quoted = String(decoding: request.body, as: UTF8.self).filter { $0 != "\"" }
    return .message(
      status: 401, headers: [],
      body: Array(#"{"error": {"code": 401, "message": "no entry\#(quoted)"}}"#.utf8))
  }
}
