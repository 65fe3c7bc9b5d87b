import Catalog
import Harvest
import JSON
import Testing
import TestSupport
import Testbed

/// Sites that a source lists no more, and records that could not be taken.
@Suite struct GoneAndLeftOutTests {
  let checkout: Checkout

  init() throws { checkout = try Checkout() }

  @Test func keepsAndNamesASiteThatIsNotListedAnyMore() async throws {
    try await checkout.harvest()
    try checkout.remove("tacc")
    let report = try await checkout.harvest()
    #expect(report.problems.map(\.site) == ["tacc"])
    #expect(report.problems.first?.hint == "--force removes it")
    #expect(try checkout.uids("tacc") == ["d", "e"])
  }

  @Test func removesASiteThatIsGoneByForce() async throws {
    try await checkout.harvest()
    try checkout.remove("tacc")
    let report = try await checkout.harvest(force: true)
    #expect(report.removed.map(\.text) == ["tacc"])
    #expect(report.problems.isEmpty)
    #expect(try checkout.uids("tacc") == [])
    #expect(try checkout.uids("uc") == ["a", "b", "c"])
    let changes = try checkout.reader().changes()
    #expect(changes.filter { $0.kind == .removed }.map(\.uid) == ["d", "e"])
  }

  @Test func readsASiteWithBadRecordsAgain() async throws {
    try checkout.write("{", to: "uc/clusters/chameleon/nodes/a.json")
    for _ in 0..<2 {
      let report = try await checkout.harvest(version: "1")
      #expect(report.stored.map(\.site.text).contains("uc"))
      #expect(report.problems.map(\.site) == ["uc"])
    }
    try checkout.writeNode("a", at: "uc")
    #expect(try await checkout.harvest(version: "1").isComplete)
    #expect(try await checkout.harvest(version: "1").unchanged.map(\.text).contains("uc"))
  }
}
