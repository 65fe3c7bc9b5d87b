import HTTP
import JSON
import OpenStack
import Synchronization
import TestSupport
import Testing

/// A client that does not really wait between attempts.
func testClient() -> RetryingClient {
  RetryingClient(
    CurlClient(userAgent: "chiport/test"), sleep: { _ in }, now: { .zero }, chance: { 0 })
}

@Suite struct CloudSessionTests {
  /// 2026-11-22T10:00:00Z.
  private static let noon = Duration.seconds(29_922_360 * 60)

  private func session(
    _ server: KeystoneServer, _ variables: [String: String] = password,
    now: @escaping @Sendable () -> Duration = { noon }
  ) throws -> CloudSession {
    let environment = variables.merging(["OS_AUTH_URL": server.url + "/"]) { own, _ in own }
    return CloudSession(try CloudLogin(environment: environment), client: testClient(), now: now)
  }

  private static let password = [
    "OS_USERNAME": "alice", "OS_PASSWORD": "pw", "OS_PROJECT_NAME": "CH-1",
    "OS_REGION_NAME": "CHI@UC",
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let variables: [String: String]
    /// What Keystone is asked; nil for nothing, as there is a token.
    var body: String?
    /// What follows the server in the URL of Blazar.
    var path = "/reservation"
    var token = "issued-1"
  }

  static let cases = [
    Case(
      testDescription: "token", variables: ["OS_TOKEN": "t0ken", "OS_REGION_NAME": "CHI@UC"],
      token: "t0ken"),
    Case(
      testDescription: "old name of the token, other region",
      variables: ["OS_AUTH_TOKEN": "t0ken", "OS_REGION_NAME": "CHI@TACC"], path: "/tacc/v1",
      token: "t0ken"),
    Case(
      testDescription: "interface",
      variables: ["OS_TOKEN": "t0ken", "OS_INTERFACE": "adminURL", "OS_PASSWORD": "unused"],
      path: "/admin", token: "t0ken"),
    Case(
      testDescription: "token of the project",
      variables: [
        "OS_TOKEN": "t0ken", "OS_REGION_NAME": "CHI@UC", "OS_PROJECT_ID": "p1",
      ], token: "t0ken"),
    Case(
      testDescription: "password",
      variables: [
        "OS_USERNAME": "alice", "OS_PASSWORD": #"p"w"#, "OS_PROJECT_NAME": "CH-1",
        "OS_USER_DOMAIN_NAME": "Users", "OS_REGION_NAME": "CHI@UC", "OS_TOKEN": "",
      ],
      body: """
        {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"alice",\
        "domain":{"name":"Users"},"password":"p\\"w"}}},\
        "scope":{"project":{"name":"CH-1","domain":{"id":"default"}}}}}
        """),
    Case(
      testDescription: "password by ids",
      variables: [
        "OS_USER_ID": "u1", "OS_PASSWORD": "pw", "OS_PROJECT_ID": "p1", "OS_REGION_NAME": "CHI@UC",
        "OS_AUTH_TYPE": "v3password",
      ],
      body: """
        {"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u1",\
        "password":"pw"}}},"scope":{"project":{"id":"p1"}}}}
        """),
    Case(
      testDescription: "application credential",
      variables: [
        "OS_AUTH_TYPE": "v3applicationcredential", "OS_APPLICATION_CREDENTIAL_ID": "i",
        "OS_APPLICATION_CREDENTIAL_SECRET": "s", "OS_REGION_NAME": "CHI@UC",
      ],
      body: """
        {"auth":{"identity":{"methods":["application_credential"],\
        "application_credential":{"secret":"s","id":"i"}}}}
        """),
    Case(
      testDescription: "application credential by name",
      variables: [
        "OS_APPLICATION_CREDENTIAL_NAME": "n", "OS_APPLICATION_CREDENTIAL_SECRET": "s",
        "OS_USERNAME": "alice", "OS_USER_DOMAIN_ID": "d", "OS_REGION_NAME": "CHI@UC",
      ],
      body: """
        {"auth":{"identity":{"methods":["application_credential"],\
        "application_credential":{"secret":"s","name":"n","user":{"name":"alice",\
        "domain":{"id":"d"}}}}}}
        """),
  ]

  @Test(arguments: cases)
  func logsIn(_ example: Case) async throws {
    let server = try KeystoneServer()
    let session = try session(server, example.variables)
    #expect(try await session.endpoint(.reservation) == server.url + example.path)
    #expect(try await session.projectID() == "p1")
    #expect(try await session.userID() == "u1")
    _ = try await session.json(.reservation, CloudRequest("/v1/leases"))
    #expect(server.requests.count == 2)
    #expect(String(decoding: server.requests[0].body, as: UTF8.self) == example.body ?? "")
    #expect(server.requests[1]["x-auth-token"] == example.token)
    #expect(!"\(session)\(session.login)".contains(example.token))
  }

  @Test func aTokenOfAnotherProjectIsExchanged() async throws {
    let server = try KeystoneServer()
    let session = try session(
      server, ["OS_TOKEN": "t0ken", "OS_PROJECT_ID": "other", "OS_REGION_NAME": "CHI@UC"])
    _ = try await session.endpoint(.image)
    #expect(
      String(decoding: server.requests[1].body, as: UTF8.self)
        == #"{"auth":{"identity":{"methods":["token"],"token":{"id":"t0ken"}},"#
        + #""scope":{"project":{"id":"other"}}}}"#)
  }

  @Test(arguments: [
    (["OS_TOKEN": "wr0ng"], "/v3/auth/tokens: HTTP 401: no entry"),
    (
      ["OS_USERNAME": "a", "OS_PASSWORD": "wr0ng-pass", "OS_PROJECT_NAME": "p"],
      "/v3/auth/tokens: HTTP 401: no entry"
    ),
    (
      ["OS_APPLICATION_CREDENTIAL_ID": "a", "OS_APPLICATION_CREDENTIAL_SECRET": "wr0ng-secret"],
      "/v3/auth/tokens: HTTP 401: no entry"
    ),
    (["OS_TOKEN": "t0ken"], "/v3: there are several services 'reservation'"),
    (
      ["OS_TOKEN": "t0ken", "OS_REGION_NAME": "KVM"],
      "/v3: there is no 'reservation' in region 'KVM'"
    ),
  ])
  func refusesWithoutShowingSecrets(variables: [String: String], problem: String) async throws {
    let server = try KeystoneServer()
    let error = await #expect(throws: OpenStackError.self) {
      try await session(server, variables).endpoint(.reservation)
    }
    #expect(
      error?.description.hasPrefix(server.url + problem) == true, "\(String(describing: error))")
    #expect(error?.hint != nil)
    #expect(!String(reflecting: error).contains("wr0ng"))
  }

  @Test func aCatalogueWithoutTheServiceIsSaid() async throws {
    let server = try KeystoneServer()
    let error = await #expect(throws: OpenStackError.self) {
      try await session(server).endpoint(.compute)
    }
    #expect(error?.reason == "the catalogue of services has no 'compute'")
    #expect(error?.isNoService == true)
  }

  @Test func findsServicesByTheirOtherNames() async throws {
    let server = try KeystoneServer()
    #expect(
      try await session(server).endpoint(.sharedFileSystem) == server.url + "/share/v2/p1")
  }

  /// Path asked for, service, region, and what is sent.
  @Test(arguments: [
    ("/v2/images", ServiceType.image, "CHI@UC", "/image/v2/images"),
    ("/v2/images", .image, "CHI@TACC", "/image/v2/images"),
    ("/images?limit=1", .image, "CHI@UC", "/image/v2/images?limit=1"),
    ("/v1/leases", .reservation, "CHI@UC", "/reservation/v1/leases"),
    ("/v1/leases", .reservation, "CHI@TACC", "/tacc/v1/leases"),
    ("/v2/shares", .sharedFileSystem, "CHI@UC", "/share/v2/p1/shares"),
    ("/victory", .image, "CHI@UC", "/image/v2/victory"), ("", .image, "CHI@TACC", "/image"),
    ("?limit=1", .image, "CHI@UC", "/image/v2?limit=1"),
    ("HOST/elsewhere?marker=1", .image, "CHI@UC", "/elsewhere?marker=1"),
  ])
  func joinsURLs(path: String, service: ServiceType, region: String, target: String) async throws {
    let server = try KeystoneServer()
    let session = try session(
      server, ["OS_TOKEN": "t0ken", "OS_REGION_NAME": region])
    let path = path.hasPrefix("HOST") ? server.url + path.dropFirst(4) : path
    _ = try await session.fetch(service, CloudRequest(path))
    #expect(server.requests.last?.target == target)
  }

  @Test(arguments: ["https://elsewhere/", "//elsewhere/x", "ftp"])
  func aTokenGoesToNoOtherServer(path: String) async throws {
    let server = try KeystoneServer()
    let error = await #expect(throws: OpenStackError.self) {
      try await session(server).fetch(.image, CloudRequest(path))
    }
    #expect(error?.reason == "a link leads to another server")
    #expect(server.requests.count == 1)
  }

  @Test func renewsARefusedTokenOnce() async throws {
    let server = try KeystoneServer()
    let session = try session(server)
    _ = try await session.fetch(.image, CloudRequest("/a"))
    server.refuse("issued-1")
    _ = try await session.fetch(.image, CloudRequest("/b"))
    #expect(server.requests.last?["x-auth-token"] == "issued-2")
    server.refuse("issued-2")
    server.refuse("issued-3")
    #expect(try await session.send(.image, CloudRequest("/c")).status == .unauthorized)
  }

  @Test func aGivenTokenIsNotRenewed() async throws {
    let server = try KeystoneServer()
    server.refuse("t0ken")
    let session = try session(server, ["OS_TOKEN": "t0ken", "OS_REGION_NAME": "CHI@UC"])
    let error = await #expect(throws: OpenStackError.self) {
      try await session.fetch(.image, CloudRequest("/a"))
    }
    #expect(error?.status == .unauthorized)
    #expect(error?.hint?.contains("log in again") == true)
    #expect(server.requests.count == 2)
  }

  @Test func renewsBeforeTheTokenEnds() async throws {
    let server = try KeystoneServer(expiresAt: "2026-11-22T11:00:00.000000Z")
    let clock = Mutex(Self.noon)
    let session = try session(server, now: { clock.withLock { $0 } })
    _ = try await session.projectID()
    clock.withLock { $0 += .seconds(3479) }
    _ = try await session.projectID()
    #expect(server.requests.count == 1)
    clock.withLock { $0 += .seconds(2) }
    _ = try await session.projectID()
    #expect(server.requests.count == 2)
  }

  @Test func manyTasksLogInOnce() async throws {
    let server = try KeystoneServer()
    let session = try session(server)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask { _ = try await session.fetch(.image, CloudRequest("/\(number)")) }
      }
      try await group.waitForAll()
    }
    #expect(server.requests.filter { $0.target == "/v3/auth/tokens" }.count == 1)
  }

  @Test func anErrorSaysWhatTheServiceSaid() async throws {
    let server = try KeystoneServer { request in
      .message(
        status: 403, headers: [],
        body: Array(#"{"forbidden": {"message": "not \#(request["x-auth-token"] ?? "")"}}"#.utf8))
    }
    let error = await #expect(throws: OpenStackError.self) {
      try await session(server).fetch(.image, CloudRequest("/v2/images?token=abcdef"))
    }
    #expect(
      error?.description
        == "\(server.url)/image/v2/images?token=<secret>: HTTP 403: not <secret>")
    #expect(error?.status?.rawValue == 403)
    #expect(error?.isRetryable == false)
    #expect(error?.hint == "Glance does not allow this to you in this project")
  }

  @Test func anAnswerThatIsNotJSONIsSaid() async throws {
    let server = try KeystoneServer { _ in .text("<html>") }
    let error = await #expect(throws: OpenStackError.self) {
      try await session(server).json(.image, CloudRequest("/a"))
    }
    #expect(error?.reason.hasPrefix("invalid JSON at byte 0") == true)
  }
}
