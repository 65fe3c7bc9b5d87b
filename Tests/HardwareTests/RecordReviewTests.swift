import Catalog
import Hardware
import JSON
import Testbed
import Testing

@Suite struct RecordReviewTests {
  private func findings(_ record: JSONValue, at site: String) throws -> [Oddity] {
    let review = RecordReview(facts: try BundledData.facts())
    return review.findings(in: record, at: try #require(SiteID(site)))
  }

  private static let members: [(JSONValue, String)] = [
    (["storage_devices": [["model": "XX-1"]]], "unknown-drive"),
    (["storage_devices": [["model": "Dell BOSS-N1"]]], "virtual-drive"),
    (["network_adapters": [["model": "XX-1"]]], "unknown-adapter"),
    (["main_memory": ["ram_size": 1_000_000_000_000_000_000]], "implausible-size"),
    (["node_type": "compute_haswell"], "retired-type"),
    (["node_type": "brand_new"], "unknown-node-type"),
    (["processor": ["model": "NVIDIA Grace"]], "doubtful-fact"),
    (["processor": ["model": "Z80"]], "unknown-processor"),
    (["uid": ""], "unreadable-record"),
  ]

  @Test(arguments: members) func finds(member: JSONValue, rule: String) throws {
    let base: JSONValue = ["uid": "1", "node_type": "compute_skylake"]
    let names = Set((member.members ?? []).map(\.name))
    let record = JSONValue.object(
      (base.members ?? []).filter { !names.contains($0.name) } + (member.members ?? []))
    #expect(try findings(record, at: "uc").contains { $0.rule == rule })
    #expect(try !findings(base, at: "uc").contains { $0.rule == rule })
  }

  @Test func whatIsNoRecordIsOneFinding() throws {
    #expect(try findings(.null, at: "uc").map(\.rule) == ["unreadable-record"])
  }

  @Test func tallyCountsNodesOnceAndOrdersGroups() throws {
    let uc = try #require(SiteID("uc"))
    let a = Oddity(rule: "a", field: "f", found: "1", used: nil, reason: "r")
    let again = Oddity(rule: "a", field: "g", found: "2", used: nil, reason: "r")
    let b = Oddity(rule: "b", field: "f", found: nil, used: nil, reason: "r")
    var tally = OddityTally()
    tally.add([b], node: "n1", nodeType: "t", site: uc)
    tally.add([a, again], node: "n1", nodeType: "t", site: uc)
    tally.add([a], node: "n2", nodeType: "t", site: uc)
    #expect(tally.groups.map(\.oddity) == [a, b])
    #expect(tally.groups.map(\.nodes) == [["n1", "n2"], ["n1"]])
  }

  @Test func sameHardwareIsProcessorsAndAccelerators() throws {
    let all = try Catalog.bundled().configurations()
    func names(like name: String) throws -> [String] {
      let one = try #require(all.first { $0.qualifiedName == name })
      return all.filter { $0 != one && $0.hasSameProcessorsAndAccelerators(as: one) }
        .map(\.qualifiedName)
    }
    #expect(
      try names(like: "compute_gigaio-9ee3@tacc")
        == ["compute_icelake_r650@tacc", "compute_icelake_r750@tacc"])
    #expect(try names(like: "gpu_h100@kvm") == ["gpu_h100@tacc"])
    #expect(try names(like: "g1.h100.pci.4@kvm").isEmpty)
    #expect(try names(like: "compute_liqid-b8ca@tacc").isEmpty)
  }
}
