import Catalog
import Harvest
import JSON
import SQLite
import TestSupport
import Testbed
import Testing

@Suite struct HarvesterTests {
  let checkout: Checkout

  init() throws { checkout = try Checkout() }

  @Test func storesEverySite() async throws {
    let report = try await checkout.harvest()
    #expect(report.isComplete)
    #expect(report.version == "1")
    #expect(report.storedSites == ["kvm", "tacc", "uc"])
    #expect(report.stored.map(\.nodeCount) == [0, 2, 3])
    #expect(report.stored.allSatisfy { !$0.wasKnown })
    #expect(report.byteCount > 0)
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
    let sites = try checkout.reader().sites()
    #expect(sites.map(\.name) == ["CHI@KVM", "CHI@TACC", "CHI@UC"])
    #expect(sites.map(\.version) == ["1", "1", "1"])
    #expect(Set(sites.map(\.source)) == [checkout.path])
    #expect(try checkout.texts("SELECT record FROM flavor") == [#"{"name":"m1.small","vcpus":1}"#])
    #expect(try checkout.reader().changes() == [])
  }

  @Test func readsTheDataFolderAndTheFolderWithSites() async throws {
    try await checkout.harvest()
    for path in ["/data", "/data/chameleoncloud"] {
      let source = try DirectorySource(path: checkout.path + path, version: "1")
      #expect(try await source.overview().sites.map(\.id.text) == ["kvm", "tacc", "uc"])
    }
  }

  @Test func refusesAFolderWithoutSites() throws {
    let problem = try #require(throws: HarvestProblem.self) {
      try DirectorySource(path: checkout.folder["nowhere"])
    }
    #expect(problem.description == "\(checkout.folder["nowhere"]): no folder 'sites' in it")
    #expect(problem.hint?.contains("reference repository") == true)
  }

  @Test func takesOnlyTheSitesAskedFor() async throws {
    let report = try await checkout.harvest(sites: ["uc", "mars"])
    #expect(report.storedSites == ["uc"])
    #expect(report.failed.map(\.text) == ["mars"])
    #expect(report.problemTexts == ["\(checkout.path): no site 'mars' there"])
    #expect(try checkout.reader().sites().map(\.id.text) == ["uc"])
  }

  @Test func leavesOutABadFileAndTellsFileAndByte() async throws {
    try checkout.write(#"{"uid": "bad", }"#, to: "uc/clusters/chameleon/nodes/bad.json")
    let report = try await checkout.harvest()
    #expect(report.storedSites == ["kvm", "tacc", "uc"])
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
    #expect(!report.isComplete)
    #expect(report.failed.isEmpty)
    let file = "\(checkout.path)/data/chameleoncloud/sites/uc/clusters/chameleon/nodes/bad.json"
    #expect(
      report.problemTexts == [
        "\(file): invalid JSON at byte 15: found '}', expected a name in double quotes"
      ])
    #expect(report.problems.map(\.site) == ["uc"])
  }

  struct Unusable: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let problem: String
    var testDescription: String { name }
  }

  static let unusable: [Unusable] = [
    Unusable(
      name: "no uid", text: #"{"node_name": "n7", "node_type": "t"}"#,
      problem: "uc/chameleon: node n7: 'uid': found nothing, expected a text that is not empty"),
    Unusable(
      name: "nothing at all", text: "{}",
      problem:
        "uc/chameleon: node without a name: 'uid': found nothing, expected a text that is not empty"
    ),
    Unusable(
      name: "no node type", text: #"{"uid": "u7", "node_type": 7}"#,
      problem:
        "uc/chameleon: node u7: 'node_type': found a number, expected a text that is not empty"),
    Unusable(
      name: "a list", text: "[]",
      problem: "FILE: found an array, expected an object"),
    Unusable(
      name: "an empty file", text: "",
      problem: "FILE: invalid JSON at byte 0: found the end, expected a value"),
  ]

  @Test(arguments: unusable)
  func leavesOutWhatIsNoNode(_ example: Unusable) async throws {
    let name = "uc/clusters/chameleon/nodes/x.json"
    try checkout.write(example.text, to: name)
    let report = try await checkout.harvest()
    let file = "\(checkout.path)/data/chameleoncloud/sites/\(name)"
    let expected = example.problem.split(separator: "FILE", omittingEmptySubsequences: false)
      .joined(separator: file)
    #expect(report.problemTexts == [expected])
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
    #expect(report.failed.isEmpty && !report.isComplete)
  }

  @Test(arguments: ["1", nil])
  func leavesOutAFileThatCannotBeRead(_ version: String?) async throws {
    let nodes = "checkout/data/chameleoncloud/sites/uc/clusters/chameleon/nodes"
    try checkout.folder.link(to: "nowhere", at: nodes + "/lost.json")
    let report = try await checkout.harvest(version: version)
    #expect(report.problemTexts == ["\(checkout.folder[nodes])/lost.json: cannot be read"])
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
    #expect(report.storedSites == ["kvm", "tacc", "uc"])
  }

  @Test func keepsTheFirstOfTwoRecordsOfOneNode() async throws {
    try checkout.writeNode("a", at: "tacc", #"{"gpu": null}"#)
    let record = try NodeRecord.patched(#"{"uid": "a", "gpu": null}"#)
    try checkout.write(record.compact, to: "uc/clusters/chameleon/nodes/z.json")
    let report = try await checkout.harvest()
    #expect(report.problemTexts == ["node a: listed twice; the first record was kept"])
    #expect(report.problems.map(\.site) == ["uc"])
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
    #expect(try checkout.uids("tacc") == ["a", "d", "e"])
    #expect(
      try checkout.texts("SELECT name FROM node WHERE site = 'uc' AND uid = 'a'") == ["node a"])
  }

  @Test func failsASiteWithoutItsFileAndKeepsItsData() async throws {
    try await checkout.harvest()
    try checkout.remove("uc/uc.json")
    try checkout.writeNode("f", at: "tacc")
    let report = try await checkout.harvest(version: "2")
    #expect(report.storedSites == ["kvm", "tacc"])
    #expect(report.failed.map(\.text) == ["uc"])
    let file = "\(checkout.path)/data/chameleoncloud/sites/uc/uc.json"
    #expect(report.problemTexts == ["\(file): cannot be read"])
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
    #expect(try checkout.uids("tacc") == ["d", "e", "f"])
    #expect(try checkout.reader().sites().map(\.version) == ["2", "2", "1"])
  }

  @Test func countsAFailedSiteOnce() async throws {
    try checkout.remove("uc/uc.json")
    let report = try await checkout.harvest(sites: ["uc"])
    #expect(report.failed.map(\.text) == ["uc"])
    #expect(report.problems.count == 1)
    #expect(report.stored.isEmpty)
  }

  @Test func saysNothingOfBadSitesThatWereNotAskedFor() async throws {
    try checkout.write("[", to: "tacc/tacc.json")
    let report = try await checkout.harvest(sites: ["uc"])
    #expect(report.isComplete)
    #expect(report.storedSites == ["uc"])
  }

  @Test func harvestsASiteWhoseClusterFileIsBad() async throws {
    try checkout.write("{", to: "uc/clusters/chameleon/chameleon.json")
    let report = try await checkout.harvest()
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
    #expect(report.problems.map(\.site) == ["uc"])
    #expect(report.failed.isEmpty)
  }

  /// The folder says where the nodes are, whatever the cluster's record says of itself.
  @Test(arguments: ["other", "../../../tacc/clusters/chameleon", ""])
  func readsTheNodesInTheClustersFolder(_ uid: String) async throws {
    try checkout.write(#"{"uid": "\#(uid)"}"#, to: "uc/clusters/chameleon/chameleon.json")
    let report = try await checkout.harvest()
    #expect(report.isComplete)
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
  }

  @Test func harvestsTwoClustersWithOneName() async throws {
    try checkout.write(#"{"uid": "chameleon"}"#, to: "uc/clusters/second/second.json")
    let record = try NodeRecord.patched(#"{"uid": "z"}"#)
    try checkout.write(record.compact, to: "uc/clusters/second/nodes/z.json")
    try await checkout.harvest()
    #expect(try checkout.uids("uc") == ["a", "b", "c", "z"])
    #expect(try checkout.uids("tacc") == ["d", "e"])
  }

  @Test func leavesABadFlavorOut() async throws {
    try checkout.write("nope", to: "kvm/flavors/bad.json")
    let report = try await checkout.harvest()
    #expect(report.problems.count == 1)
    #expect(try checkout.texts("SELECT uid FROM flavor") == ["m1.small"])
  }

  @Test func passesOverOtherFiles() async throws {
    try checkout.write("no JSON", to: "README.md")
    try checkout.write("no JSON", to: "uc/clusters/README.md")
    try checkout.write("no JSON", to: "uc/clusters/chameleon/nodes/.hidden.json")
    try checkout.write("no JSON", to: "uc/clusters/chameleon/nodes/notes.txt")
    let report = try await checkout.harvest()
    #expect(report.isComplete)
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
  }

  @Test(arguments: [1, 2, 3, 4])
  func givesTheSameCatalogueWhateverThePageSize(_ pageSize: Int) async throws {
    for index in 0..<8 {
      let memory = #"{"main_memory": {"humanized_ram_size": "\#((index % 3 + 1) * 64) GiB"}}"#
      try checkout.writeNode("m\(index)", at: "uc", memory)
    }
    try checkout.write("nope", to: "uc/clusters/chameleon/nodes/m3.json")
    let paged = try await checkout.harvest(pageSize: pageSize)
    let pages = try checkout.dump()
    try checkout.folder.remove("catalog.sqlite")
    let whole = try await checkout.harvest()
    #expect(try checkout.dump() == pages)
    #expect(pages.count > 20)
    #expect(paged.problemTexts == whole.problemTexts)
    #expect(paged.byteCount == whole.byteCount)
  }

  @Test func tellsItsProgress() async throws {
    let facts = try Checkout.facts.get()
    let source = try DirectorySource(path: checkout.path, version: "1", pageSize: 2)
    let seen = ProgressLog()
    let harvester = Harvester(
      source: source, facts: facts,
      options: Harvester.Options(sites: [try #require(SiteID("uc"))], harvestedAt: "2026-06-26"),
      progress: { seen.add("\($0.site) \($0.nodes)/\($0.total)") })
    _ = try await harvester.run(
      into: try CatalogWriter(path: checkout.catalogPath, facts: facts))
    #expect(seen.lines == ["uc 2/3", "uc 3/3"])
  }
}

/// What does not replace good data, and what does.
@Suite struct PlausibilityTests {
  let checkout: Checkout

  init() throws { checkout = try Checkout() }

  @Test func doesNothingForAVersionThatIsStored() async throws {
    try await checkout.harvest()
    let before = try checkout.dump()
    try checkout.writeNode("new", at: "uc")
    let report = try await checkout.harvest(at: "2026-07-01T00:00:00Z")
    #expect(report.isComplete)
    #expect(report.stored.isEmpty)
    #expect(report.unchanged.map(\.text) == ["kvm", "tacc", "uc"])
    #expect(try checkout.dump() == before)
  }

  @Test func takesAStoredVersionAgainByForce() async throws {
    try await checkout.harvest()
    try checkout.writeNode("new", at: "uc")
    let report = try await checkout.harvest(force: true, at: "2026-07-01T00:00:00Z")
    #expect(report.unchanged.isEmpty)
    #expect(report.stored.map(\.added) == [0, 0, 1])
    #expect(try checkout.reader().changes().map(\.uid) == ["new"])
  }

  @Test func writesDownWhatANewVersionChanges() async throws {
    try await checkout.harvest()
    try checkout.writeNode("a", at: "uc", #"{"placement": {"rack": 9}}"#)
    try checkout.remove("uc/clusters/chameleon/nodes/b.json")
    let report = try await checkout.harvest(version: "2", at: "2026-07-01T00:00:00Z")
    #expect(report.stored.map(\.changed) == [0, 0, 1])
    #expect(report.stored.map(\.removed) == [0, 0, 1])
    let changes = try checkout.reader().changes()
    #expect(changes.map(\.uid) == ["a", "b"])
    #expect(changes.first?.property == "placement.rack")
    #expect(changes.first?.old == "5")
    #expect(changes.first?.new == "9")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let change: @Sendable (Checkout) throws -> Void
    /// The reason; nil where the data is taken.
    let reason: String?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "an empty site", change: { try $0.remove("uc/clusters") },
      reason: "the source lists no nodes, the catalogue has 3"),
    Case(
      name: "a site with less than half of its nodes",
      change: { checkout in
        for uid in ["a", "b"] { try checkout.remove("uc/clusters/chameleon/nodes/\(uid).json") }
      },
      reason: "the source lists 1 nodes, the catalogue has 3"),
    Case(
      name: "a site with most of its nodes",
      change: { try $0.remove("uc/clusters/chameleon/nodes/a.json") }, reason: nil),
    Case(
      name: "a site with unreadable nodes",
      change: { checkout in
        for uid in ["a", "b"] {
          try checkout.write("?", to: "uc/clusters/chameleon/nodes/\(uid).json")
        }
      },
      reason: "the source lists 1 nodes, the catalogue has 3"),
    Case(
      name: "a node with too much memory",
      change: {
        try $0.writeNode(
          "b", at: "uc",
          #"{"main_memory": {"ram_size": 9223372036854775807, "humanized_ram_size": null}}"#)
      },
      reason: "1 of 3 nodes have impossible sizes, for example node b"),
    Case(
      name: "a node with hardly any memory",
      change: {
        try $0.writeNode(
          "b", at: "uc", #"{"main_memory": {"ram_size": 192, "humanized_ram_size": null}}"#)
      },
      reason: "1 of 3 nodes have impossible sizes, for example node b"),
    Case(
      name: "a node with a hundred GPUs",
      change: {
        try $0.writeNode(
          "c", at: "uc", #"{"gpu": {"gpu": true, "gpu_count": 100, "gpu_model": "A30"}}"#)
      },
      reason: "1 of 3 nodes have impossible sizes, for example node c"),
    Case(
      name: "a node without any hardware",
      change: {
        try $0.write(
          #"{"uid": "c", "node_type": "t"}"#, to: "uc/clusters/chameleon/nodes/c.json")
      }, reason: nil),
  ]

  @Test(arguments: cases)
  func doubts(_ example: Case) async throws {
    try await checkout.harvest()
    let before = try checkout.uids("uc")
    try example.change(checkout)
    let report = try await checkout.harvest(version: "2")
    #expect(report.storedSites.prefix(2) == ["kvm", "tacc"])
    if let reason = example.reason {
      #expect(report.failed.map(\.text) == ["uc"])
      let problem = try #require(report.problems.last)
      #expect(problem.description == "site 'uc': \(reason); the former data was kept")
      #expect(problem.hint?.contains("--force") == true)
      #expect(try checkout.uids("uc") == before)
      #expect(try checkout.reader().sites().last?.version == "1")
      #expect(try checkout.reader().changes() == [])
    } else {
      #expect(report.failed.isEmpty)
      #expect(report.storedSites == ["kvm", "tacc", "uc"])
    }
    let forced = try await checkout.harvest(version: "3", force: true)
    #expect(forced.storedSites == ["kvm", "tacc", "uc"])
    #expect(try checkout.reader().sites().last?.version == "3")
  }

  @Test func takesAnEmptySiteThatWasNeverKnown() async throws {
    let report = try await checkout.harvest()
    #expect(report.stored.first?.nodeCount == 0)
    #expect(report.isComplete)
  }
}
