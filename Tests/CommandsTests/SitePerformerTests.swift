import HTTP
import JSON
import OpenStack
import Planning
import Resources
import TestSupport
import Testbed
import Testing

@testable import Commands

/// What is asked of the services of the target.
@Suite struct SitePerformerTests {
  private static let catalog = """
    [{"type": "compute", "endpoints": [{"interface": "public", "url": "HOST/compute/v2.1"}]}]
    """

  private static func performer(_ server: KeystoneServer) throws -> SitePerformer {
    let login = try CloudLogin(environment: [
      "OS_AUTH_URL": server.url, "OS_USERNAME": "alice", "OS_PASSWORD": "pw",
      "OS_PROJECT_NAME": "CH-1",
    ])
    let client = RetryingClient(
      CurlClient(userAgent: "chiport/test"), sleep: { _ in }, now: { .zero }, chance: { 0 })
    let session = CloudSession(login, client: client, now: { .seconds(1_700_000_000) })
    return SitePerformer(
      from: ApplyJobTests.uc, to: ApplyJobTests.tacc, target: session, clouds: (nil, nil),
      plan: nil, folder: nil, copies: nil, now: { "2026-11-22T10:00:00Z" })
  }

  @Test(
    arguments: [
      (nil, nil, nil), ("ssh", nil, nil), ("x509", "x509", "compute 2.47"),
    ] as [(String?, String?, String?)])
  func importsAKeyPairAsWhatItIs(_ type: String?, _ sent: String?, _ version: String?) async throws
  {
    let server = try KeystoneServer(catalog: Self.catalog) { _ in
      .text(#"{"keypair": {"name": "laptop"}}"#)
    }
    let action = PlanAction.importKeyPair(name: "laptop", publicKey: "key", type: type)
    _ = try await Self.performer(server).perform(action, record: "")
    let request = try #require(server.requests.last)
    #expect(request.target == "/compute/v2.1/os-keypairs")
    #expect(request["openstack-api-version"] == version)
    let pair = try JSONValue(parsing: request.body)["keypair"]
    #expect(pair?["name"]?.string == "laptop" && pair?["public_key"]?.string == "key")
    #expect(pair?["type"]?.string == sent)
  }

  /// Of keys the comment does not count; of certificates everything does, as all begin alike.
  @Test(arguments: [
    ("ssh-ed25519 A laptop", "ssh-ed25519 A desk", true), ("ssh-ed25519 A", "ssh-ed25519 B", false),
    ("-----BEGIN CERTIFICATE-----\nA\n", "-----BEGIN CERTIFICATE-----\nA", true),
    ("-----BEGIN CERTIFICATE-----\nA", "-----BEGIN CERTIFICATE-----\nB", false),
  ])
  func takesAKeyPairThatIsThereForTheSame(
    _ key: String, _ there: String, _ isSame: Bool
  ) async throws {
    let pair: JSONValue = ["keypair": ["name": "laptop", "public_key": .string(there)]]
    let listed: JSONValue = ["keypairs": .array([pair])]
    let server = try KeystoneServer(catalog: Self.catalog) { request in
      request.method == "POST" ? .status(409) : .text(listed.compact)
    }
    let action = PlanAction.importKeyPair(name: "laptop", publicKey: key, type: nil)
    let performer = try Self.performer(server)
    if isSame {
      #expect(try await performer.perform(action, record: "").map(\.name) == ["laptop"])
    } else {
      let error = await #expect(throws: CommandFailure.self) {
        try await performer.perform(action, record: "")
      }
      #expect(error?.message.contains("another key pair 'laptop'") == true)
    }
  }
}
