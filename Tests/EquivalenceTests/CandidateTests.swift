import Catalog
import Hardware
import TestSupport
import Testbed
import Testing

@testable import Equivalence

/// What holds for every pair of configurations: random ones, and all of the bundled catalogue.
@Suite struct CandidateTests {
  private static let seeds = UInt64(1)...400
  private let facts: Facts
  private let catalogued: [Configuration]

  init() throws {
    facts = try BundledData.facts()
    catalogued = try Catalog.bundled().configurations()
  }

  /// Random pairs with random wishes, then pairs of the catalogue without any.
  private func forEachPair(
    _ body: (_ source: Configuration, _ target: Configuration, Profile.Wishes, _ label: String) ->
      Void
  ) {
    for seed in CandidateTests.seeds {
      var generator = RandomConfiguration(facts: facts, seed: seed)
      let (source, target) = (generator.next(), generator.next())
      body(source, target, .random(&generator.random), "seed \(seed)")
      // Two random machines have little in common: one that differs in a few things has more.
      let near = source.with { $0.memory = target.hardware.memory }
      body(source, near, .random(&generator.random), "seed \(seed), near")
    }
    for source in catalogued {
      for target in catalogued {
        body(
          source, target, Profile.Wishes(), "\(source.qualifiedName) -> \(target.qualifiedName)")
      }
    }
  }

  @Test func aConfigurationIsItsOwnDropIn() {
    var generator = RandomConfiguration(facts: facts, seed: 7)
    let random = (0..<400).map { _ in generator.next(kind: .host) }
    for configuration in random + catalogued where configuration.kind == .host {
      for purpose in Purpose.allCases {
        var wishes = Profile.Wishes()
        wishes.purpose = purpose
        let own = Candidate.of(configuration, for: configuration, facts, wishes)
        #expect(
          own.grade == .dropIn, "\(configuration.hardware) for \(purpose): \(own.losses)")
        #expect(abs(own.score - 1) < 1e-9, "\(configuration.hardware) for \(purpose)")
        #expect(own.distance == 0, "\(configuration.hardware) for \(purpose)")
        for ratio in own.measures.compactMap(\.ratio) {
          #expect(ratio.low <= 1 && ratio.high >= 1, "\(ratio) of \(configuration.name)")
        }
      }
    }
  }

  @Test func aTwinIsADropInForEveryPurpose() {
    for configuration in catalogued where configuration.kind == .host {
      let twin = configuration.with(nodeCount: configuration.nodeCount + 1)
      for purpose in Purpose.allCases {
        var wishes = Profile.Wishes()
        wishes.purpose = purpose
        let candidate = Candidate.of(twin, for: configuration, facts, wishes)
        let label: Comment = "\(configuration.qualifiedName) for \(purpose): \(candidate.losses)"
        #expect(candidate.grade == .dropIn, label)
        #expect(abs(candidate.score - 1) < 1e-9, label)
      }
    }
  }

  @Test func gradesFollowFromTheRequirements() {
    forEachPair { source, target, wishes, label in
      let candidate = Candidate.of(target, for: source, facts, wishes)
      #expect((candidate.grade == .none) == !candidate.failures.isEmpty, "\(label)")
      if !candidate.losses.isEmpty { #expect(candidate.grade <= .partial, "\(label)") }
      if candidate.grade == .partial { #expect(!candidate.losses.isEmpty, "\(label)") }
      #expect((0...1).contains(candidate.score), "\(label)")
      for measure in candidate.measures {
        #expect((0...1).contains(measure.score), "\(label): \(measure)")
        #expect(measure.distance >= 0 && measure.distance.isFinite, "\(label): \(measure)")
      }
    }
  }

  @Test func aDropInHasTheSameParts() {
    forEachPair { source, target, wishes, label in
      let candidate = Candidate.of(target, for: source, facts, wishes)
      guard candidate.grade == .dropIn, source != target else { return }
      let (a, b) = (source.hardware, target.hardware)
      #expect(a.processor.value != nil && a.processor.value == b.processor.value, "\(label)")
      #expect(a.cores.value != nil && a.cores.value == b.cores.value, "\(label)")
      if let from = a.memory.value {
        #expect(b.memory.value.map { $0 >= from } == true, "\(label)")
      }
      if a.hasAccelerator == true {
        #expect(
          a.accelerator.value != nil && a.accelerator.value == b.accelerator.value, "\(label)")
        #expect(a.acceleratorCount.value == b.acceleratorCount.value, "\(label)")
      }
      let profile = Profile(of: Assessed(source, facts: facts), wishes: wishes)
      for ratio in profile.speedDimensions.compactMap(candidate.ratio(of:)) {
        #expect(ratio.low >= 0.9 && ratio.high <= 1.1 + 1e-9, "\(label): \(ratio)")
      }
    }
  }

  @Test func closeIsAtLeastHalfAsFast() {
    forEachPair { source, target, wishes, label in
      let candidate = Candidate.of(target, for: source, facts, wishes)
      let profile = Profile(of: Assessed(source, facts: facts), wishes: wishes)
      guard candidate.grade >= .close, source != target,
        profile.requirements.contains(where: { $0.kind == .speed })
      else { return }
      #expect(!profile.speedDimensions.isEmpty, "\(label)")
      for dimension in profile.speedDimensions {
        let ratio = candidate.ratio(of: dimension)
        #expect(ratio.map { $0.middle >= 0.5 } == true, "\(label): \(String(describing: ratio))")
      }
    }
  }

  @Test func unsupportedGPUsAreOnlyForTheirUsers() {
    forEachPair { source, target, wishes, label in
      let candidate = Candidate.of(target, for: source, facts, wishes)
      guard let gpu = candidate.assessed.accelerator, gpu.support == .unsupported,
        gpu.model != Assessed(source, facts: facts).accelerator?.model
      else { return }
      #expect(candidate.grade == .none, "\(label)")
    }
  }

  @Test func hypervisorsAreNeverOfferedAndFlavorsAreALoss() {
    forEachPair { source, target, wishes, label in
      let candidate = Candidate.of(target, for: source, facts, wishes)
      if target.kind == .hypervisor, source != target {
        #expect(candidate.grade == .none, "\(label)")
      }
      if target.kind == .flavor, source.kind == .host, !wishes.ignored.contains(.bareMetal) {
        #expect(candidate.grade <= .partial, "\(label)")
      }
      if target.kind != source.kind { #expect(candidate.grade < .dropIn, "\(label)") }
    }
  }

  @Test func ignoringNeverLowersAndRequiringNeverRaises() {
    forEachPair { source, target, wishes, label in
      var wishes = wishes
      // What is ignored may change the purpose; here it is only about what is allowed.
      wishes.purpose = Profile(of: Assessed(source, facts: facts), wishes: wishes).purpose
      let grade = Candidate.of(target, for: source, facts, wishes).grade
      for word in Requirement.Kind.names + ["avx512"] {
        let kind = Requirement.Kind(word)
        var ignoring = wishes
        ignoring.ignored.append(kind)
        #expect(
          Candidate.of(target, for: source, facts, ignoring).grade >= grade, "\(label) \(word)")
        guard !wishes.ignored.contains(kind) else { continue }
        var requiring = wishes
        requiring.required.append(kind)
        #expect(
          Candidate.of(target, for: source, facts, requiring).grade <= grade, "\(label) \(word)")
      }
      var anyStack = wishes
      anyStack.allowsOtherStacks = true
      #expect(Candidate.of(target, for: source, facts, anyStack).grade >= grade, "\(label)")
    }
  }

  @Test func everyPairCanBeDescribed() {
    for source in catalogued {
      let assessed = Assessed(source, facts: facts)
      let ranking = Ranking(
        of: catalogued, for: assessed, Profile(of: assessed, wishes: Profile.Wishes()),
        facts: facts)
      #expect(ranking.candidates.count + ranking.rejected.count == catalogued.count)
      for candidate in ranking.candidates + ranking.rejected {
        let details = Details(candidate, in: ranking)
        #expect(details.lines.map(\.dimension) == Dimension.allCases)
        #expect(details.lines.reduce(0) { $0 + $1.weight } == 100)
        for line in details.lines {
          #expect(line.description.note.hasSuffix("."), "\(line.description)")
          #expect(!line.description.to.isEmpty, "\(line.description)")
        }
        let reasons = candidate.failures + candidate.losses + details.changes
        #expect(reasons.allSatisfy { !$0.isEmpty && !$0.contains("nil") && !$0.hasSuffix(".") })
      }
    }
  }
}
