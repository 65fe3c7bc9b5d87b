import Catalog
import Harvest
import JSON
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
