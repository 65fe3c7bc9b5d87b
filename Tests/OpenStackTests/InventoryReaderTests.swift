import HTTP
import JSON
import OpenStack
import Resources
import TestSupport
import Testbed
import Testing

/// What services list, page by page, and what becomes of those that fail.
@Suite struct InventoryReaderTests {
  private static let catalog = """
    [{"type": "compute", "endpoints": [{"interface": "public", "url": "HOST/compute/v2.1"}]},
     {"type": "network", "endpoints": [{"interface": "public", "url": "HOST/network"}]},
     {"type": "image", "endpoints": [{"interface": "public", "url": "HOST/image"}]},
     {"type": "object-store", "endpoints": [{"interface": "public", "url": "HOST/swift/v1"}]},
     {"type": "reservation", "endpoints": [{"interface": "public", "url": "HOST/blazar/v1"}]},
     {"type": "sharev2", "endpoints": [{"interface": "public", "url": "HOST/share/v2"}]}]
    """

  private static func session(
    _ answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply
  ) throws -> (KeystoneServer, CloudSession) {
    let server = try KeystoneServer(catalog: catalog, services: answer)
    let login = try CloudLogin(environment: [
      "OS_AUTH_URL": server.url, "OS_USERNAME": "alice", "OS_PASSWORD": "pw",
      "OS_PROJECT_NAME": "CH-1",
    ])
    let session = CloudSession(login, client: testClient(), now: { .seconds(1_700_000_000) })
    return (server, session)
  }

  /// The answers to requests without their host.
  private static func answers(
    _ table: [String: String]
  ) -> @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply {
    { request in table[request.target].map { .text($0) } ?? .status(404) }
  }

  /// Source: Compute API v2.1, "List Servers": `servers_links` where there is more.
  @Test func followsLinksAndMarkersOfNova() async throws {
    let (server, session) = try Self.session(
      Self.answers([
        "/compute/v2.1/flavors/detail?limit=1000": """
        {"flavors": [{"id": "1", "name": "a"}, {"id": "2 x", "name": "b"}],
         "flavors_links": [{"rel": "next", "href": "http://elsewhere/"}]}
        """,
        "/compute/v2.1/flavors/detail?limit=1000&marker=2%20x": """
        {"flavors": [{"id": "3", "name": "c"}]}
        """,
      ]))
    #expect(try await Nova(session).flavors().map(\.id) == ["1", "2 x", "3"])
    let asked = server.requests.filter { $0.target.hasPrefix("/compute") }
    #expect(asked.allSatisfy { $0["openstack-api-version"] == "compute 2.47" })
  }

  @Test func readsKeyPairsOfServicesWithoutTheVersion() async throws {
    let (server, session) = try Self.session { request in
      guard request["openstack-api-version"] == nil else { return .status(406) }
      return .text(
        """
        {"keypairs": [{"keypair": {"name": "laptop", "public_key": "ssh-rsa AAAA",
          "fingerprint": "7e:eb:ab:24"}}]}
        """)
    }
    let pairs = try await Nova(session).keyPairs()
    #expect(pairs.map(\.name) == ["laptop"] && pairs.first?.fingerprint == "7e:eb:ab:24")
    #expect(server.requests.filter { $0.target.hasPrefix("/compute") }.count == 2)
  }

  @Test func asksNeutronForTheProjectsGroupsOnly() async throws {
    let (server, session) = try Self.session(
      Self.answers([
        "/network/v2.0/security-groups?project_id=p1&limit=1000": """
        {"security_groups": [{"id": "g", "name": "ssh", "security_group_rules": []}]}
        """
      ]))
    #expect(try await Neutron(session).securityGroups().map(\.id) == ["g"])
    withExtendedLifetime(server) {}
  }

  /// Source: Shared File Systems API v2, "List shares with details" and "List export locations".
  @Test func readsSharesAndWhatTheyAreMountedFrom() async throws {
    let (server, session) = try Self.session(
      Self.answers([
        "/share/v2/shares/detail?limit=1000": """
        {"shares": [{"id": "f45cc5b2", "name": "data", "size": 1, "share_proto": "CEPHFS"},
                    {"id": "b", "name": "no-locations", "size": 2}]}
        """,
        "/share/v2/shares/f45cc5b2/export_locations": """
        {"export_locations": [
          {"path": "10.0.0.1:/admin", "is_admin_only": true, "preferred": true},
          {"path": "10.254.0.3:/b", "is_admin_only": false, "preferred": false},
          {"path": "10.254.0.3:/a", "is_admin_only": false, "preferred": true}]}
        """,
      ]))
    let shares = try await Manila(session).shares()
    #expect(shares.map(\.exportLocations) == [["10.254.0.3:/a", "10.254.0.3:/b"], []])
    let asked = server.requests.filter { $0.target.hasPrefix("/share") }
    #expect(asked.allSatisfy { $0["x-openstack-manila-api-version"] == "2.9" })
  }

  @Test func readsHostsOfBlazarInOnePage() async throws {
    let (server, session) = try Self.session(
      Self.answers(["/blazar/v1/os-hosts": #"{"hosts": [{"id": "1", "node_type": "a"}]}"#]))
    #expect(try await Blazar(session).hosts() == [["id": "1", "node_type": "a"]])
    withExtendedLifetime(server) {}
  }

  @Test func aServiceThatRepeatsItselfEnds() async throws {
    let (server, session) = try Self.session { _ in
      .text(
        """
        {"networks": [{"id": "n1"}], "networks_links": [{"rel": "next", "href": "x"}]}
        """)
    }
    #expect(try await Neutron(session).networks().map(\.id) == ["n1", "n1"])
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [
    (#"{"networks": {}}"#, "expected an array 'networks', got an object"),
    (#"[]"#, "expected an array 'networks', got nothing"),
  ])
  func refusesWhatIsNoListing(answer: String, reason: String) async throws {
    let (server, session) = try Self.session { _ in .text(answer) }
    let error = try #require(
      await #expect(throws: OpenStackError.self) { _ = try await Neutron(session).networks() })
    #expect(error.reason == reason)
    withExtendedLifetime(server) {}
  }

  @Test func aServiceThatFailsLeavesTheOthers() async throws {
    let (server, session) = try Self.session { request in
      if request.target.hasPrefix("/swift/v1") {
        return .text(#"[{"name": "c", "count": 2, "bytes": 9}]"#)
      }
      guard request.target.hasPrefix("/image/v2/images") else { return .status(404) }
      // Those that are hidden are asked for apart.
      let id = request.target.contains("os_hidden=true") ? "i2" : "i1"
      return .text(#"{"images": [{"id": "\#(id)", "name": "a"}, {"name": "no id"}]}"#)
    }
    let site = try #require(SiteID("uc"))
    let inventory = try await InventoryReader(session).read(site, at: "2026-11-22T10:00:00Z")
    #expect(inventory.projectID == "p1" && inventory.readAt == "2026-11-22T10:00:00Z")
    #expect(inventory.images.elements?.map(\.id) == ["i1", "i2"])
    #expect(inventory.containers == .known([Container(name: "c", objectCount: 2, bytes: 9)]))
    guard case .unknown(let reason) = inventory.networks else {
      Issue.record("networks are known")
      return
    }
    #expect(reason.contains("404"))
    withExtendedLifetime(server) {}
  }

  @Test func asksOnlyForWhatIsWanted() async throws {
    let (server, session) = try Self.session { _ in .text(#"{"keypairs": []}"#) }
    let site = try #require(SiteID("uc"))
    let inventory = try await InventoryReader(session).read(site, kinds: [.keyPair], at: "")
    #expect(inventory.keyPairs == .known([]) && inventory.images == .unknown("not asked"))
    #expect(server.requests.allSatisfy { !$0.target.hasPrefix("/image") })
  }

  @Test func aSiteWithoutAServiceHasNothingOfIt() async throws {
    let server = try KeystoneServer(catalog: "[]")
    let login = try CloudLogin(environment: [
      "OS_AUTH_URL": server.url, "OS_USERNAME": "alice", "OS_PASSWORD": "pw",
      "OS_PROJECT_NAME": "CH-1",
    ])
    let session = CloudSession(login, client: testClient(), now: { .seconds(1_700_000_000) })
    let site = try #require(SiteID("uc"))
    let inventory = try await InventoryReader(session).read(site, kinds: [.share], at: "")
    #expect(inventory.shares == .unknown(ResourceMap.Gap.absent))
    withExtendedLifetime(server) {}
  }
}
