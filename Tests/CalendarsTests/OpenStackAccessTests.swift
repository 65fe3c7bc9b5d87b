import Calendars
import HTTP
import JSON
import TestSupport
import Testing

@Suite struct OpenStackAccessTests {
  private static let catalog = """
    [{"type": "compute", "endpoints": [{"interface": "public", "region": "CHI@UC", "url": "http://c"}]},
     {"type": "reservation", "endpoints": [
       {"interface": "admin", "region": "CHI@UC", "url": "http://admin"},
       {"interface": "public", "region": "CHI@UC", "url": "http://uc/reservation"},
       {"interface": "public", "region": "CHI@TACC", "url": "http://tacc/v1/"}]}]
    """

  /// A Keystone that gives `issued` for a password or an application credential.
  private func server(catalog: String = catalog) throws -> LoopbackServer {
    try LoopbackServer { request in
      switch (request.method, request.target) {
      case ("GET", "/v3/auth/catalog") where request["x-auth-token"] == "t0ken":
        return .text(#"{"catalog": \#(catalog)}"#)
      case ("POST", "/v3/auth/tokens"):
        guard !String(decoding: request.body, as: UTF8.self).contains("wr0ng") else { fallthrough }
        return .message(
          status: 201, headers: [("X-Subject-Token", "issued")],
          body: Array(#"{"token": {"catalog": \#(catalog)}}"#.utf8))
      default:
        return .message(
          status: 401, headers: [], body: Array(#"{"error": {"message": "no entry"}}"#.utf8))
      }
    }
  }

  private func access(
    _ server: LoopbackServer, _ variables: [String: String]
  ) async throws -> OpenStackAccess {
    let environment = variables.merging(["OS_AUTH_URL": server.url + "/"]) { own, _ in own }
    return try await OpenStackAccess(
      OpenStackLogin(environment: environment), client: testClient())
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let variables: [String: String]
    /// What is asked for; nil for nothing, as there is a token.
    var body: String?
    var url = "http://uc/reservation/v1"
    var token = "issued"
  }

  static let cases = [
    Case(
      testDescription: "token", variables: ["OS_TOKEN": "t0ken", "OS_REGION_NAME": "CHI@UC"],
      token: "t0ken"),
    Case(
      testDescription: "old name of the token, other region",
      variables: ["OS_AUTH_TOKEN": "t0ken", "OS_REGION_NAME": "CHI@TACC"], url: "http://tacc/v1",
      token: "t0ken"),
    Case(
      testDescription: "interface",
      variables: ["OS_TOKEN": "t0ken", "OS_INTERFACE": "adminURL", "OS_PASSWORD": "unused"],
      url: "http://admin/v1", token: "t0ken"),
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
    let server = try server()
    let access = try await access(server, example.variables)
    #expect(access.reservationURL == example.url)
    #expect(access.token.revealed == example.token)
    #expect(!"\(access)".contains(example.token))
    let request = try #require(server.requests.first)
    #expect(server.requests.count == 1)
    #expect(String(decoding: request.body, as: UTF8.self) == example.body ?? "")
  }

  @Test(arguments: [
    (["OS_TOKEN": "wr0ng"], "/v3/auth/catalog: HTTP 401: no entry"),
    (
      ["OS_USERNAME": "a", "OS_PASSWORD": "wr0ng", "OS_PROJECT_NAME": "p"],
      "/v3/auth/tokens: HTTP 401: no entry"
    ),
    (["OS_TOKEN": "t0ken"], "/v3/auth/catalog: there are several Blazars"),
    (
      ["OS_TOKEN": "t0ken", "OS_REGION_NAME": "KVM"],
      "/v3/auth/catalog: there is no Blazar in region 'KVM'"
    ),
  ])
  func refusesWithoutShowingSecrets(variables: [String: String], problem: String) async throws {
    let server = try server()
    let error = await #expect(throws: CalendarProblem.self) {
      try await access(server, variables)
    }
    #expect(error?.description == server.url + problem)
    #expect(error?.hint != nil)
    #expect(!String(reflecting: error).contains("wr0ng"))
  }

  @Test func aCatalogueWithoutReservationsIsRefused() async throws {
    let server = try server(catalog: "[]")
    let error = await #expect(throws: CalendarProblem.self) {
      try await access(server, ["OS_TOKEN": "t0ken"])
    }
    #expect(error?.reason == "the catalogue of services has no 'reservation'")
  }

  @Test(arguments: [
    ([:], "OS_AUTH_URL"), (["OS_AUTH_URL": "https://k"], "OS_TOKEN"),
    (["OS_AUTH_URL": "https://k", "OS_PASSWORD": "p"], "OS_USERNAME"),
    (["OS_AUTH_URL": "https://k", "OS_PASSWORD": "p", "OS_USERNAME": "u"], "OS_PROJECT_NAME"),
    (
      ["OS_AUTH_URL": "https://k", "OS_APPLICATION_CREDENTIAL_SECRET": "s"],
      "OS_APPLICATION_CREDENTIAL_ID"
    ),
  ])
  func saysWhichVariableIsMissing(environment: [String: String], variable: String) {
    let error = #expect(throws: CalendarProblem.self) {
      try OpenStackLogin(environment: environment)
    }
    #expect(error?.place == variable)
  }

  @Test(arguments: ["https://k:5000", "https://k:5000/", "https://k:5000/v3", "https://k:5000/v3/"])
  func findsTheVersionOfKeystone(url: String) throws {
    let login = try OpenStackLogin(environment: ["OS_AUTH_URL": url, "OS_TOKEN": "t0ken"])
    #expect(login.authURL == "https://k:5000/v3")
    #expect(!"\(login)".contains("t0ken"))
  }
}
