import Catalog
import Hardware
import Testbed
import Testing

@testable import Equivalence

@Suite struct MixTests {
  private let facts: Facts
  private let source: Configuration

  init() throws {
    facts = try BundledData.facts()
    source = try #require(
      try Catalog.bundled().configurations(named: "compute_skylake").first {
        $0.site.text == "tacc"
      })
  }

  private func twin(_ name: String, _ count: Int, at site: String = "uc") throws -> Configuration {
    Configuration(
      site: try #require(SiteID(site)), nodeType: source.nodeType, name: name, kind: .host,
      nodeCount: count, hardware: source.hardware, selector: nil)
  }

  private func mix(_ nodes: Int?, _ configurations: [Configuration]) -> [String]? {
    let assessed = Assessed(source, facts: facts)
    var wishes = Profile.Wishes()
    wishes.nodes = nodes
    let ranking = Ranking(
      of: configurations, for: assessed, Profile(of: assessed, wishes: wishes), facts: facts)
    return ranking.mix?.parts.map { "\($0.nodes) \($0.candidate.configuration.qualifiedName)" }
  }

  @Test func noneIsNeededWhereOneConfigurationIsEnough() throws {
    let configurations = [try twin("a", 8), try twin("b", 3)]
    #expect(mix(nil, configurations) == nil)
    #expect(mix(8, configurations) == nil)
  }

  @Test func takesTheLargestFirstAndNoMoreThanIsNeeded() throws {
    let configurations = [try twin("a", 8), try twin("b", 3)]
    #expect(mix(9, configurations) == ["8 a@uc", "1 b@uc"])
    #expect(mix(11, configurations) == ["8 a@uc", "3 b@uc"])
  }

  @Test func givesTheMostThereIs() throws {
    #expect(mix(12, [try twin("a", 8), try twin("b", 3)]) == ["8 a@uc", "3 b@uc"])
    #expect(mix(12, []) == nil)
  }

  @Test func staysAtOneSite() throws {
    let configurations = [
      try twin("a", 8), try twin("b", 6, at: "nu"), try twin("c", 5, at: "nu"),
    ]
    #expect(mix(10, configurations) == ["6 b@nu", "4 c@nu"])
  }

  @Test func leavesOutWhatLosesMoreThanTheNumber() throws {
    let small = try twin("small", 20).with { $0.memory = .recorded(.gibibytes(32)) }
    #expect(mix(10, [try twin("a", 8), small, try twin("b", 3)]) == ["8 a@uc", "2 b@uc"])
    // All nodes with a loss are better than some of them without.
    #expect(mix(12, [try twin("a", 8), small, try twin("b", 3)]) == nil)
  }

  @Test func leavesOutWhatWouldStandIdle() throws {
    let gpu = try twin("gpu", 20).with {
      $0.acceleratorCount = .recorded(1)
      $0.accelerator = .recorded("V100 PCIe 32GB")
    }
    #expect(mix(25, [try twin("a", 8), gpu]) == ["8 a@uc"])
  }
}
