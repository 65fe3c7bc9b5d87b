import HTTP
import OpenStack
import TestSupport
import Testing

/// No description, dump or error of anything that holds a secret shows it.
@Suite struct SecrecyTests {
  private static let canary = "c4nary"

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let variables: [String: String]
  }

  private static let openID = [
    "OS_IDENTITY_PROVIDER": "chameleon", "OS_PROTOCOL": "openid", "OS_CLIENT_ID": "cli",
    "OS_CLIENT_SECRET": "\(canary)-client", "OS_PROJECT_ID": "p1",
  ]

  static let cases = [
    Case(testDescription: "token", variables: ["OS_TOKEN": "\(canary)-token"]),
    Case(
      testDescription: "password",
      variables: ["OS_USERNAME": "a", "OS_PASSWORD": "\(canary)-pw", "OS_PROJECT_ID": "p1"]),
    Case(
      testDescription: "application credential",
      variables: [
        "OS_AUTH_TYPE": "v3applicationcredential", "OS_APPLICATION_CREDENTIAL_ID": "i",
        "OS_APPLICATION_CREDENTIAL_SECRET": "\(canary)-secret",
      ]),
    Case(
      testDescription: "OpenID password",
      variables: openID.merging([
        "OS_AUTH_TYPE": "v3oidcpassword", "OS_USERNAME": "a", "OS_PASSWORD": "\(canary)-pw",
      ]) { $1 }),
    Case(
      testDescription: "OpenID client",
      variables: openID.merging(["OS_AUTH_TYPE": "v3oidcclientcredentials"]) { $1 }),
    Case(
      testDescription: "OpenID access token",
      variables: openID.merging([
        "OS_AUTH_TYPE": "v3oidcaccesstoken", "OS_ACCESS_TOKEN": "\(canary)-access",
      ]) { $1 }),
    Case(
      testDescription: "ccauth",
      variables: openID.merging(["OS_AUTH_TYPE": "v3chameleonoidc"]) { $1 }),
  ]

  /// A site that takes everything, or quotes everything it is told in its refusal.
  private func server(refuses: Bool) throws -> LoopbackServer {
    try LoopbackServer { request in
      guard !refuses else {
        let told =
          String(decoding: request.body, as: UTF8.self)
          + request.headers.map { $0.value }.joined(separator: " ")
        return .message(
          status: 401, headers: [],
          body: Array(
            #"{"error": {"message": "\#(told.filter { $0 != "\"" && $0 != "\\" })"}}"#.utf8))
      }
      switch request.target {
      case "/token":
        return .text(
          #"{"access_token": "\#(Self.canary)-at", "refresh_token": "\#(Self.canary)-rt"}"#)
      default:
        return .text(
          #"{"token": {"user": {"id": "u"}, "project": {"id": "p1"}, "catalog": []}}"#,
          [("X-Subject-Token", "\(Self.canary)-issued")])
      }
    }
  }

  @Test(arguments: cases, [false, true])
  func nothingShowsASecret(_ example: Case, refuses: Bool) async throws {
    let server = try server(refuses: refuses)
    var environment = example.variables
    environment["OS_AUTH_URL"] = server.url
    environment["OS_ACCESS_TOKEN_ENDPOINT"] = server.url + "/token?secret=\(Self.canary)-query"
    let tokens = RefreshTokens(
      location: "file", load: { Array(#"{"refresh_token": "\#(Self.canary)-rt0"}"#.utf8) },
      save: { _ in })
    let settings = CloudSettings(environment: environment)
    let login = try CloudLogin(settings)
    let session = CloudSession(login, client: testClient(), refreshTokens: tokens)
    var shown: [Any] = [settings, login, session, tokens]
    do {
      shown.append(try await session.projectID())
      #expect(!refuses)
      _ = try await session.endpoint(.image)
    } catch {
      shown.append(error)
    }
    for value in shown {
      var text = "\(value) \(String(reflecting: value))"
      dump(value, to: &text)
      #expect(!text.contains(Self.canary), "\(type(of: value))")
    }
  }

  /// What no URL is meant to hold, and some do.
  @Test(arguments: [
    "https://alice:c4nary@127.0.0.1:1/v3", "http://127.0.0.1:1/v3?token=c4nary",
    "https://c4nary@/",
  ])
  func aURLWithASecretIsNotQuoted(url: String) async throws {
    let login = try CloudLogin(environment: ["OS_AUTH_URL": url, "OS_TOKEN": "t0ken"])
    let session = CloudSession(login, client: testClient())
    let error = await #expect(throws: OpenStackError.self) { try await session.projectID() }
    #expect(!"\(String(describing: error)) \(login)".contains(Self.canary))
  }

  @Test func filesOfCloudsShowNothing() throws {
    let file = try CloudsFile(
      path: "clouds.yaml",
      bytes: Array("clouds: {a: {auth: {password: \(Self.canary)}}}".utf8))
    let configuration = try CloudConfiguration(clouds: file, environment: [:])
    let settings = try configuration.settings(of: "a")
    for value in [file, configuration, settings] as [Any] {
      var text = "\(value) \(String(reflecting: value))"
      dump(value, to: &text)
      #expect(!text.contains(Self.canary))
    }
  }
}
