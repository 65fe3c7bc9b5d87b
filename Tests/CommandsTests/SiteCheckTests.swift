import Foundation
import JSON
import TestSupport
import Testing

/// `chiport sites --check`, `harvest --blazar` and `selector ... --live` with services on loopback.
@Suite struct SiteCheckTests {
  private static let hosts = """
    {"hosts": [{"id": "1", "hypervisor_hostname": "h1", "reservable": true, "vcpus": 64,
      "node_type": "compute_live", "uid": "h1"},
     {"id": "2", "hypervisor_hostname": "h2", "reservable": true, "vcpus": 48,
      "node_type": "compute_live", "uid": "h2"}]}
    """

  private func server() throws -> KeystoneServer {
    try KeystoneServer { request in
      switch request.target {
      case "/reservation/v1/os-hosts": .text(Self.hosts)
      case "/reservation/v1/leases": .status(503)
      default: .text("{}")
      }
    }
  }

  /// Runs with a clouds.yaml of two sites.
  private func run(
    _ server: KeystoneServer, _ arguments: String, password: String = "canary-pw"
  ) throws -> ChiportProcess.Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("chiport-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("clouds.yaml")
    try """
    common: &auth
      auth_url: \(server.url)
      username: alice
      password: \(password)
      project_id: p1
    clouds:
      mine:
        auth: *auth
        region_name: CHI@UC
      broken:
        auth: {auth_url: \(server.url), username: alice, password: canary-pw}
        region_name: CHI@NU
      elsewhere:
        auth: *auth
        region_name: RegionOne
    """.write(to: file, atomically: true, encoding: .utf8)
    return try ChiportProcess.run(
      arguments.split(separator: " ").map(String.init),
      environment: [
        "OS_CLIENT_CONFIG_FILE": file.path, "XDG_DATA_HOME": folder.path, "COLUMNS": "200",
      ])
  }

  @Test func saysWhatWorks() throws {
    let result = try run(server(), "sites --check -f csv -c site -c cloud -c check -c status")
    #expect(
      result.output == """
        site,cloud,check,status
        uc,mine,token,works
        uc,mine,compute,absent
        uc,mine,network,absent
        uc,mine,image,works
        uc,mine,reservation,failed
        uc,mine,object-store,absent
        uc,mine,shared-file-system,works
        tacc,,login,not tried
        ncar,,login,not tried
        nu,broken,login,failed
        nrp,,login,not tried
        kvm,,login,not tried
        edge,,login,not tried
        ,elsewhere,login,not tried

        """)
    #expect(result.exitCode == 1)
    #expect(!(result.output + result.errors).contains("canary"))
  }

  @Test func aWrongPasswordIsNotShown() throws {
    let result = try run(
      server(), "sites --check --os-cloud mine -f json", password: "wr0ng-canary-pw")
    #expect(result.exitCode == 1)
    let checks = try JSONValue(parsing: result.output)["checks"]?.array
    #expect(checks?.count == 1)
    #expect(checks?.first?["status"]?.string == "failed")
    #expect(checks?.first?["detail"]?.string?.contains("HTTP 401") == true)
    #expect(!(result.output + result.errors).contains("canary"))
  }

  @Test func withoutLoginsTheUserIsToldHowToGetOne() throws {
    let result = try ChiportProcess.run(["sites", "--check"])
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("there are no logins"))
    #expect(result.errors.contains("cc-login"))
  }

  @Test func asksBlazarForTheHostsThatASelectorMatches() throws {
    let result = try run(
      server(), #"selector match [">=","$vcpus","60"] --at uc --live -f csv"#)
    #expect(result.output == "node_name,node_type,uid\n,compute_live,h1\n", "\(result.errors)")
    #expect(result.exitCode == 0)
  }

  @Test func aSiteThatRefusesALoginSpoilsNoOther() throws {
    let server = try KeystoneServer { request in
      switch request.target {
      case "/reservation/v1/os-hosts": .text(Self.hosts)
      case "/reservation/v1/os-hosts/allocations": .text(#"{"allocations": []}"#)
      default: .status(404)
      }
    }
    let result = try run(
      server, "availability --arch x86_64 --at nu,uc --hours 1 --blazar --no-outages -f json")
    #expect(result.exitCode == 1, "\(result.errors)")
    let read = try JSONValue(parsing: result.output)["calendars"]?.array
    #expect(read?.compactMap { $0["site"]?.string } == ["uc"])
    #expect(result.errors.contains("cloud 'broken': 'project_name' not set"))
    #expect(result.errors.components(separatedBy: "warning:").count == 2)
  }

  /// It would be refused as long as one watches.
  @Test func aRefusedLoginEndsAWatch() throws {
    let result = try run(
      server(), "availability gpu_v100@uc --hours 1 --blazar --no-outages --watch 60",
      password: "wr0ng-canary-pw")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("HTTP 401"))
    #expect(!result.errors.contains("asked again"))
    #expect(!(result.output + result.errors).contains("canary"))
  }

  @Test func aSiteWithoutALoginIsSaid() throws {
    let result = try run(server(), "selector match [] --at tacc --live")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("no login for site 'tacc'"))
    #expect(result.errors.contains("'mine' (uc)"))
    #expect(result.errors.contains("'elsewhere' (of no site known)"))
  }

  @Test func theHostsThatWereHarvestedTakeThePlaceOfTheRecords() throws {
    let server = try server()
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("chiport-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let harvest = try run(server, "harvest --blazar --site uc --catalog \(folder)/c.sqlite")
    #expect(harvest.exitCode == 0, "\(harvest.errors)")
    #expect(harvest.output.hasPrefix("uc: 2 hosts of Blazar; "))
    let match = try ChiportProcess.run([
      "selector", "match", #"[">=", "$vcpus", "60"]"#, "--at", "uc", "--catalog",
      "\(folder)/c.sqlite", "-f", "csv", "-c", "uid",
    ])
    #expect(match.output == "uid\nh1\n", "\(match.errors)")
    let none = try ChiportProcess.run([
      "selector", "match", #"["==", "$node_type", "compute_skylake"]"#, "--at", "uc", "--catalog",
      "\(folder)/c.sqlite",
    ])
    #expect(none.exitCode == 1)
  }
}
