import Catalog
import Hardware
import Testbed
import Testing

@testable import Equivalence

/// Single criteria, between nodes that differ in one thing.
@Suite struct CriterionTests {
  private let facts: Facts
  private let base: Configuration

  init() throws {
    facts = try BundledData.facts()
    base = try #require(
      try Catalog.bundled().configurations(named: "compute_skylake").first {
        $0.site.text == "tacc"
      })
  }

  private func score(
    _ dimension: Dimension, _ source: Configuration, _ target: Configuration
  ) -> Double? {
    let candidate = Candidate.of(target, for: source, facts)
    return zip(allCriteria, candidate.measures).first { $0.0.dimension == dimension }?.1.score
  }

  struct Drives: Sendable {
    let from: [String]
    let to: [String]
    let score: Double
  }

  /// Half for the capacity, three tenths for the kind, two tenths for the number.
  @Test(arguments: [
    Drives(from: [], to: [], score: 1),
    Drives(from: [], to: ["1*HDD*1000"], score: 1),
    Drives(from: ["1*SSD*1000"], to: [], score: 0),
    Drives(from: ["1*SSD*?"], to: [], score: 0),
    Drives(from: ["1*SSD*1000"], to: ["1*SSD*1000"], score: 1),
    Drives(from: ["1*SSD*1000"], to: ["1*SSD*500"], score: 0.75),
    Drives(from: ["1*SSD*1000"], to: ["2*SSD*500"], score: 1),
    Drives(from: ["1*SSD*1000"], to: ["1*NVMe*2000"], score: 1),
    Drives(from: ["1*NVMe*1000"], to: ["1*SSD*1000"], score: 0.85),
    Drives(from: ["1*NVMe*1000"], to: ["1*HDD*1000"], score: 0.73),
    Drives(from: ["16*HDD*2000"], to: ["1*HDD*32000"], score: 0.8 + 0.2 / 16),
    Drives(from: ["1*SSD*1000"], to: ["1*SSD*?"], score: 0.75),
    Drives(from: ["1*SSD*?"], to: ["1*SSD*10"], score: 1),
    Drives(from: ["1*HDD*1000"], to: ["1*disk*1000"], score: 0.85),
    Drives(from: ["1*SSD*9223372036854775807"], to: ["9*NVMe*9223372036854775807"], score: 0.75),
  ]) func drivesScoreByCapacityKindAndNumber(_ one: Drives) throws {
    func node(_ keys: [String]) -> Configuration {
      base.with { $0.storage = .recorded(keys.compactMap { StorageGroup(key: $0) }) }
    }
    let measured = try #require(score(.storage, node(one.from), node(one.to)))
    #expect(abs(measured - one.score) < 1e-9, "\(measured)")
  }

  @Test func whatStandsIdleCostsHalf() {
    let gpu = base.with {
      $0.acceleratorCount = .recorded(1)
      $0.accelerator = .recorded("V100 PCIe 32GB")
    }
    let fpga = base.with { $0.fpga = .recorded("Alveo U280") }
    let persistent = base.with { $0.persistentMemory = .recorded(.gibibytes(1536)) }
    #expect(score(.cost, base, base) == 1)
    for target in [gpu, fpga, persistent] {
      #expect(score(.cost, base, target) == 0.5)
      #expect(score(.cost, target, target) == 1)
      #expect(score(.cost, target, base) == 1)
      #expect(Candidate.of(target, for: base, facts).grade == .close)
    }
  }

  @Test func chargesScoreInProportion() {
    let tacc = base.site
    let one = base.with(nodeType: "compute_skylake", at: tacc)
    let two = base.with(nodeType: "storage", at: tacc)
    let unknown = base.with(nodeType: "unheard_of", at: tacc)
    #expect(score(.cost, one, two) == 0.5)
    #expect(score(.cost, two, one) == 1)
    #expect(score(.cost, one, unknown) == 0.5)
    #expect(score(.cost, unknown, two) == 1)
  }

  @Test func infinibandScoresByWhatTheRecordsPromise() {
    func node(_ value: Observation<Bool>, _ rate: Double = 100) -> Configuration {
      base.with {
        $0.infiniband = value
        $0.infinibandRate = .recorded(.gigabits(rate))
      }
    }
    let unknown = Observation<Bool>.unknown("not recorded")
    #expect(score(.interconnect, node(.recorded(true)), node(.recorded(true))) == 1)
    #expect(score(.interconnect, node(.recorded(true)), node(.recorded(true), 200)) == 1)
    #expect(score(.interconnect, node(.recorded(true)), node(.recorded(true), 50)) == 0.75)
    #expect(score(.interconnect, node(.recorded(true)), node(unknown)) == 0.4)
    #expect(score(.interconnect, node(.recorded(true)), node(.recorded(false))) == 0)
    #expect(score(.interconnect, node(unknown), node(.recorded(false))) == 1)
    #expect(score(.interconnect, node(.recorded(false)), node(unknown)) == 1)
  }
}
