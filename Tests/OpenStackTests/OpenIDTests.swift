import HTTP
import JSON
import OpenStack
import Synchronization
import TestSupport
import Testing

/// Logins through an OpenID provider.
///
/// The answers have the shape of Keycloak's (24.0, documentation of the token endpoint) and of
/// Keystone 29.0.1.
@Suite struct OpenIDTests {
  /// A provider and a Keystone that takes the access tokens of it.
  final class Site: Sendable {
    struct State {
      /// The refresh token that the provider takes; each use makes another.
      var refresh = "refresh-0"
      var uses = 0
    }

    let state = Mutex(State())
    private let server = Mutex<KeystoneServer?>(nil)

    init() throws {
      let keystone = try KeystoneServer { [weak self] request in
        self?.answer(request) ?? .status(500)
      }
      server.withLock { $0 = keystone }
    }

    var keystone: KeystoneServer? { server.withLock { $0 } }
    var url: String { keystone?.url ?? "" }
    var requests: [LoopbackServer.Request] { keystone?.requests ?? [] }

    private func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
      switch request.target {
      case "/.well-known/openid-configuration":
        return .text(#"{"token_endpoint": "\#(url)/token"}"#)
      case "/token": return granted(String(decoding: request.body, as: UTF8.self), request)
      default: return .text("{}")
      }
    }

    private func granted(
      _ form: String, _ request: LoopbackServer.Request
    ) -> LoopbackServer.Reply {
      let isRefresh = form.contains("grant_type=refresh_token")
      let isRight: Bool = state.withLock { state in
        guard isRefresh else { return !form.contains("wr0ng") }
        guard form.contains("refresh_token=\(state.refresh)&") else { return false }
        state.uses += 1
        state.refresh = "refresh-\(state.uses)"
        return true
      }
      guard isRight else {
        return .message(
          status: 401, headers: [],
          body: Array(
            #"{"error": "invalid_grant", "error_description": "Invalid user credentials \#(form)"}"#
              .utf8))
      }
      let refresh = state.withLock { $0.refresh }
      return .text(
        #"{"access_token": "access", "id_token": "id", "expires_in": 300, "refresh_token": "\#(refresh)"}"#
      )
    }
  }

  private static let common = [
    "OS_PROTOCOL": "openid", "OS_IDENTITY_PROVIDER": "chameleon",
    "OS_CLIENT_ID": "keystone-uc-prod",
    "OS_PROJECT_ID": "p1", "OS_REGION_NAME": "CHI@UC",
  ]

  private func session(
    _ site: Site, _ variables: [String: String], refreshTokens: RefreshTokens? = nil
  ) throws -> CloudSession {
    var environment = Self.common.merging(variables) { $1 }
    environment["OS_AUTH_URL"] = site.url + "/v3"
    environment["OS_DISCOVERY_ENDPOINT"] = site.url + "/.well-known/openid-configuration"
    return CloudSession(
      try CloudLogin(environment: environment), client: testClient(), refreshTokens: refreshTokens)
  }

  private static let federated =
    "/v3/OS-FEDERATION/identity_providers/chameleon/protocols/openid/auth"

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let variables: [String: String]
    /// What the provider is asked; nil for nothing.
    var form: String?
    var authorization: String?
    var bearer = "Bearer access"
  }

  static let cases = [
    Case(
      testDescription: "password with the secret that Chameleon's openrc has",
      variables: [
        "OS_AUTH_TYPE": "v3oidcpassword", "OS_USERNAME": "alice@u.edu", "OS_PASSWORD": "p&w=1 é",
        "OS_CLIENT_SECRET": "none", "OS_ACCESS_TOKEN_TYPE": "access_token",
      ],
      form: "username=alice%40u.edu&password=p%26w%3D1%20%C3%A9&scope=openid%20profile"
        + "&grant_type=password",
      authorization: "Basic a2V5c3RvbmUtdWMtcHJvZDpub25l"),
    Case(
      testDescription: "public client, identity token, other scope",
      variables: [
        "OS_AUTH_TYPE": "v3oidcpassword", "OS_USERNAME": "a", "OS_PASSWORD": "p",
        "OS_ACCESS_TOKEN_TYPE": "id_token", "OS_OPENID_SCOPE": "openid",
      ],
      form: "username=a&password=p&scope=openid&grant_type=password&client_id=keystone-uc-prod",
      bearer: "Bearer id"),
    Case(
      testDescription: "client credentials",
      variables: ["OS_AUTH_TYPE": "v3oidcclientcredentials", "OS_CLIENT_SECRET": "s"],
      form: "grant_type=client_credentials&scope=openid%20profile",
      authorization: "Basic a2V5c3RvbmUtdWMtcHJvZDpz"),
    Case(
      testDescription: "access token",
      variables: ["OS_AUTH_TYPE": "v3oidcaccesstoken", "OS_ACCESS_TOKEN": "given"],
      bearer: "Bearer given"),
  ]

  @Test(arguments: cases)
  func logsIn(_ example: Case) async throws {
    let site = try Site()
    _ = try await session(site, example.variables).fetch(.image, CloudRequest("/v2/images"))
    let asked = site.requests
    if let form = example.form {
      #expect(asked[0].target == "/.well-known/openid-configuration")
      #expect(String(decoding: asked[1].body, as: UTF8.self) == form)
      #expect(asked[1]["authorization"] == example.authorization)
      #expect(asked[1]["content-type"] == "application/x-www-form-urlencoded")
    }
    let rest = asked.dropFirst(example.form == nil ? 0 : 2)
    #expect(rest.map(\.target) == [Self.federated, "/v3/auth/tokens", "/image/v2/images"])
    #expect(rest.first?["authorization"] == example.bearer)
    #expect(
      String(decoding: rest.dropFirst().first?.body ?? [], as: UTF8.self)
        == #"{"auth":{"identity":{"methods":["token"],"token":{"id":"issued-1"}},"#
        + #""scope":{"project":{"id":"p1"}}}}"#)
    #expect(asked.last?["x-auth-token"] == "issued-2")
  }

  @Test func aWrongPasswordIsSaidWithoutShowingIt() async throws {
    let site = try Site()
    let error = await #expect(throws: OpenStackError.self) {
      try await session(
        site,
        [
          "OS_AUTH_TYPE": "v3oidcpassword", "OS_USERNAME": "a", "OS_PASSWORD": "wr0ng",
          "OS_CLIENT_SECRET": "s3cret",
        ]
      ).projectID()
    }
    #expect(error?.description.contains("/token: HTTP 401: Invalid user credentials") == true)
    #expect(error?.hint?.contains("for the command line") == true)
    #expect(!String(reflecting: error).contains("wr0ng"))
  }

  @Test(arguments: [
    ("OS_IDENTITY_PROVIDER", "v3oidcpassword"), ("OS_PROTOCOL", "v3oidcaccesstoken"),
    ("OS_CLIENT_ID", "v3chameleonoidc"), ("OS_USERNAME", "v3oidcpassword"),
    ("OS_PASSWORD", "v3oidcpassword"), ("OS_ACCESS_TOKEN", "v3oidcaccesstoken"),
    ("OS_DISCOVERY_ENDPOINT", "v3chameleonoidc"),
  ])
  func saysWhichVariableIsMissing(variable: String, type: String) {
    var environment = Self.common.merging([
      "OS_AUTH_URL": "https://k", "OS_AUTH_TYPE": type, "OS_USERNAME": "a", "OS_PASSWORD": "p",
      "OS_ACCESS_TOKEN": "t", "OS_DISCOVERY_ENDPOINT": "https://d",
    ]) { $1 }
    environment[variable] = nil
    let error = #expect(throws: OpenStackError.self) {
      try CloudLogin(environment: environment)
    }
    #expect(error?.place == variable)
  }

  // MARK: The login of ccauth

  /// A file in memory.
  final class File: Sendable {
    let content: Mutex<String?>

    init(_ content: String?) { self.content = Mutex(content) }

    var text: String? { content.withLock { $0 } }

    func tokens() -> RefreshTokens {
      RefreshTokens(
        location: "/h/refresh_token.json",
        load: { self.content.withLock { $0.map { Array($0.utf8) } } },
        save: { bytes in
          self.content.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
        }, now: { .milliseconds(1_764_511_200_500) })
    }
  }

  private static let ccauth = ["OS_AUTH_TYPE": "v3chameleonoidc", "OS_CLIENT_ID": "chi-cli"]

  @Test func usesTheRefreshTokenAndKeepsTheNext() async throws {
    let site = try Site()
    let file = File(#"{"refresh_token": "refresh-0", "cached_at": 1.5}"#)
    _ = try await session(site, Self.ccauth, refreshTokens: file.tokens()).projectID()
    #expect(
      String(decoding: site.requests[1].body, as: UTF8.self)
        == "grant_type=refresh_token&refresh_token=refresh-0&scope=openid&client_id=chi-cli")
    #expect(file.text == #"{"refresh_token":"refresh-1","cached_at":1764511200.5}"#)
  }

  @Test func sessionsShareOneLoginAndUseItOneAfterTheOther() async throws {
    let sites = [try Site(), try Site()]
    let file = File(#"{"refresh_token": "refresh-0"}"#)
    let tokens = file.tokens()
    let sessions = try (0..<6).map { _ in
      try session(sites[0], Self.ccauth, refreshTokens: tokens)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for session in sessions { group.addTask { _ = try await session.projectID() } }
      try await group.waitForAll()
    }
    #expect(sites[0].state.withLock { $0.uses } == 1)
    #expect(file.text?.contains("refresh-1") == true)
  }

  @Test func aLoginThatAnotherProgramRenewedMeanwhileIsReadAgain() async throws {
    let site = try Site()
    let contents = Mutex([#"{"refresh_token": "old-token"}"#, #"{"refresh_token": "refresh-0"}"#])
    let saved = Mutex("")
    let tokens = RefreshTokens(
      location: "f", load: { contents.withLock { Array($0.removeFirst().utf8) } },
      save: { bytes in saved.withLock { $0 = String(decoding: bytes, as: UTF8.self) } })
    _ = try await session(site, Self.ccauth, refreshTokens: tokens).projectID()
    #expect(saved.withLock { $0 }.contains("refresh-1"))
  }

  @Test(arguments: [
    (nil, "there is no cached login of ccauth"), ("s3cret", "has no refresh token"),
    (#"{"refresh_token": ""}"#, "has no refresh token"),
    (#"{"refresh_token": "s3cret-old"}"#, "HTTP 401: Invalid user credentials"),
  ])
  func withoutALoginTheUserIsToldHowToGetOne(content: String?, reason: String) async throws {
    let site = try Site()
    let file = File(content)
    let error = await #expect(throws: OpenStackError.self) {
      try await session(site, Self.ccauth, refreshTokens: file.tokens()).projectID()
    }
    #expect(error?.reason.hasPrefix(reason) == true, "\(String(describing: error))")
    #expect(error?.hint?.contains("run: ccauth login") == true)
    #expect(!String(reflecting: error).contains("s3cret"))
    #expect(file.text == content)
  }

  @Test func aNewTokenThatCannotBeKeptIsSaid() async throws {
    let site = try Site()
    let tokens = RefreshTokens(
      location: "/h/f", load: { Array(#"{"refresh_token": "refresh-0"}"#.utf8) },
      save: { _ in throw CancellationError() })
    let error = await #expect(throws: OpenStackError.self) {
      try await session(site, Self.ccauth, refreshTokens: tokens).projectID()
    }
    #expect(error?.description.hasPrefix("/h/f: the new refresh token cannot be kept") == true)
  }
}
