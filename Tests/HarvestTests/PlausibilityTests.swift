import Catalog
import Harvest
import Testbed
import Testing

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

  /// One implausible node of many is no reason to refuse a site, and is told.
  @Test func tellsOfFewNodesWithImpossibleSizes() async throws {
    for number in 0..<20 { try checkout.writeNode("n\(number)", at: "uc") }
    try await checkout.harvest()
    try checkout.writeNode("n7", at: "uc", #"{"main_memory": {"ram_size": 1000000000000000000}}"#)
    let report = try await checkout.harvest(version: "2")
    #expect(report.storedSites == ["kvm", "tacc", "uc"])
    #expect(!report.isComplete)
    #expect(
      report.problems.map(\.description) == [
        "uc/chameleon: node node n7: main_memory.ram_size says 1000000000000000000, "
          + "which no node has"
      ])
    let memories = try checkout.reader().configurations().compactMap(\.hardware.memory.value)
    #expect(memories.allSatisfy { $0 == .gibibytes(192) })
  }

  @Test func countsImpossibleSizesOfAnyKind() async throws {
    try await checkout.harvest()
    try checkout.writeNode(
      "b", at: "uc", #"{"storage_devices": [{"size": 10000000000000000000}]}"#)
    let report = try await checkout.harvest(version: "2")
    #expect(report.failed.map(\.text) == ["uc"])
    #expect(
      report.problems.last?.reason.hasPrefix("1 of 3 nodes have impossible sizes") == true)
  }
}
