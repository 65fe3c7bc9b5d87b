import Catalog
import Hardware
import TestSupport
import Testbed
import Testing

@testable import Equivalence

@Suite struct RankingTests {
  private let facts: Facts
  private let catalogued: [Configuration]

  init() throws {
    facts = try BundledData.facts()
    catalogued = try Catalog.bundled().configurations()
  }

  private func ranking(
    of configurations: [Configuration], for source: Configuration,
    _ wishes: Profile.Wishes = Profile.Wishes(), _ order: Ranking.Order = .likeness
  ) -> Ranking {
    let assessed = Assessed(source, facts: facts)
    return Ranking(
      of: configurations, for: assessed, Profile(of: assessed, wishes: wishes), facts: facts,
      order: order)
  }

  /// Everything that is shown of a ranking.
  private func text(_ ranking: Ranking) -> [String] {
    (ranking.candidates + ranking.rejected).map {
      "\($0.configuration.qualifiedName) \($0.grade) \($0.score) \($0.losses) \($0.failures)"
    } + (ranking.mix?.parts.map { "\($0.candidate.configuration.qualifiedName) \($0.nodes)" } ?? [])
  }

  @Test func theOrderOfTheCatalogueDoesNotMatter() {
    for seed in UInt64(1)...60 {
      var generator = RandomConfiguration(facts: facts, seed: seed)
      let configurations =
        seed % 2 == 0 ? catalogued : (0..<40).map { _ in generator.next() }
      let source = generator.pick(configurations)
      let wishes = Profile.Wishes.random(&generator.random)
      let order: Ranking.Order = Bool.random(using: &generator.random) ? .contrast : .likeness
      let first = text(ranking(of: configurations, for: source, wishes, order))
      let again = text(ranking(of: configurations, for: source, wishes, order))
      #expect(first == again, "seed \(seed)")
      let shuffled = configurations.shuffled(using: &generator.random)
      #expect(text(ranking(of: shuffled, for: source, wishes, order)) == first, "seed \(seed)")
    }
  }

  @Test func moreNodesNeverRankLower() {
    for seed in UInt64(1)...300 {
      var generator = RandomConfiguration(facts: facts, seed: seed)
      let source = generator.next(kind: .host)
      // Near to the source, so that many end in the same grade with about the same score.
      var configurations = (0..<20).map { _ in
        let other = generator.next(kind: .host)
        return other.with { hardware in
          let memory = hardware.memory
          hardware = source.hardware
          hardware.memory = memory
        }
      }
      let wishes = Profile.Wishes.random(&generator.random)
      let chosen = Int.random(in: configurations.indices, using: &generator.random)
      let name = configurations[chosen].qualifiedName
      func rank() -> Int? {
        ranking(of: configurations, for: source, wishes).candidates.firstIndex {
          $0.configuration.qualifiedName == name
        }
      }
      let before = rank()
      configurations[chosen] = configurations[chosen].with(
        nodeCount: configurations[chosen].nodeCount
          + Int.random(in: 1...50, using: &generator.random))
      let after = rank()
      #expect((before == nil) == (after == nil), "seed \(seed)")
      if let before, let after { #expect(after <= before, "seed \(seed)") }
    }
  }

  @Test func gradesComeInOrder() {
    for source in catalogued {
      let grades = ranking(of: catalogued, for: source).candidates.map(\.grade)
      #expect(grades == grades.sorted(by: >))
    }
  }

  @Test func theSourceItselfLeads() {
    for source in catalogued where source.kind == .host {
      let first = ranking(of: catalogued, for: source).candidates.first
      #expect(first?.grade == .dropIn)
      #expect(first?.score == 1)
    }
  }

  @Test func primaryIsTheOneWithTheMostNodes() {
    var generator = RandomConfiguration(facts: facts, seed: 3)
    #expect(Ranking.primary(of: []) == nil)
    let one = generator.next().with(nodeCount: 3)
    let two = generator.next().with(nodeCount: 5)
    #expect(Ranking.primary(of: [one, two]) == two)
    #expect(Ranking.primary(of: [two, one]) == two)
  }

  @Test func ofEquallyManyNodesTheLargerStandForTheType() {
    var generator = RandomConfiguration(facts: facts, seed: 3)
    let base = generator.next(kind: .host).with(nodeCount: 2).with {
      $0.acceleratorCount = .recorded(0)
      $0.memory = .recorded(.gibibytes(178))
    }
    let more = generator.next(kind: .host).with(nodeCount: 2).with {
      $0 = base.hardware
      $0.memory = .recorded(.gibibytes(192))
    }
    #expect(Ranking.primary(of: [base, more]) == more)
    #expect(Ranking.primary(of: [more, base]) == more)
    let gpu = base.with { $0.acceleratorCount = .recorded(1) }
    #expect(Ranking.primary(of: [more, gpu]) == gpu)
  }
}
