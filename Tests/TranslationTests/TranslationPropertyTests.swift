import Equivalence
import Hardware
import Selectors
import TestSupport
import Testbed
import Testing
import Translation

/// What holds for every node type and every two sites of the bundled catalogue.
@Suite struct TranslationPropertyTests {
  private static func types(of site: SiteInventory) -> [String] {
    Set(site.configurations.filter { $0.kind == .host }.map(\.nodeType)).sorted()
  }

  private static func selector(of type: String) -> Selector {
    Selector(allOf: [.init(.equal, "node_type", type)])
  }

  @Test func replacementsMatchOnlyNodesThatAreGoodEnough() throws {
    var replaced = 0
    for (from, to) in BundledSites.pairs {
      let translator = Translator(
        from: from, to: to, facts: BundledSites.facts, choices: TranslationChoices())
      for type in TranslationPropertyTests.types(of: from) {
        for result in [
          translator.nodeType(type),
          translator.selector(TranslationPropertyTests.selector(of: type)),
        ] {
          guard case .replaced(let replacement) = result.outcome else { continue }
          replaced += 1
          let name = "\(type) from \(from.site) to \(to.site)"
          try check(replacement, for: result.source[0], at: to, name)
          for other in result.alternatives { try check(other, for: result.source[0], at: to, name) }
        }
      }
    }
    #expect(replaced > 50)
  }

  private func check(
    _ replacement: Replacement, for source: Configuration, at to: SiteInventory, _ name: String
  ) throws {
    let matched = try replacement.selector.match(among: to.nodes.map(\.host)).hosts
    #expect(matched.count == replacement.nodeCount, "\(name)")
    let assessed = Assessed(source, facts: BundledSites.facts)
    let ranking = Ranking(
      of: to.configurations.filter { $0.kind == .host }, for: assessed,
      Profile(of: assessed, wishes: .init()), facts: BundledSites.facts)
    let good = Set(
      ranking.candidates.filter { $0.grade >= .close }.map(\.configuration.name))
    #expect(matched.allSatisfy { good.contains(to.nodes[$0].configuration) }, "\(name)")
    let own = matched.count { to.nodes[$0].configuration == replacement.configuration.name }
    #expect(own == replacement.configuration.nodeCount, "\(name)")
    #expect(matched.count - own == replacement.alsoMatches, "\(name)")
    if replacement.isWholeType {
      let all = to.nodes.count {
        $0.nodeType == replacement.configuration.nodeType && $0.host.isReservable
      }
      #expect(matched.count == all, "\(name)")
    }
  }

  @Test func everythingIsPortableToItsOwnSite() throws {
    var count = 0
    for site in BundledSites.all {
      let translator = Translator(
        from: site, to: site, facts: BundledSites.facts, choices: TranslationChoices())
      for type in TranslationPropertyTests.types(of: site) {
        count += 1
        #expect(translator.nodeType(type).summary.hasPrefix("portable"), "\(type)@\(site.site)")
        let selector = TranslationPropertyTests.selector(of: type)
        #expect(
          translator.selector(selector).summary.hasPrefix("portable"), "\(type)@\(site.site)")
      }
      for configuration in site.configurations {
        guard let text = configuration.selector?.text else { continue }
        let result = translator.selector(try Selector(parsing: text))
        #expect(result.summary.hasPrefix("portable"), "\(configuration.qualifiedName)")
      }
      for node in site.nodes.prefix(5) where node.host.isReservable {
        #expect(translator.node(node.uid)?.summary.hasPrefix("portable") == true, "\(node.uid)")
      }
    }
    #expect(count > 30)
  }

  @Test func theOrderOfTheInventoryDoesNotMatter() throws {
    var random = SplitMix64(seed: 7)
    for (from, to) in BundledSites.pairs {
      let plain = Translator(
        from: from, to: to, facts: BundledSites.facts, choices: TranslationChoices())
      let shuffled = Translator(
        from: TranslationPropertyTests.shuffled(from, &random),
        to: TranslationPropertyTests.shuffled(to, &random), facts: BundledSites.facts,
        choices: TranslationChoices())
      for type in TranslationPropertyTests.types(of: from) {
        let selector = TranslationPropertyTests.selector(of: type)
        for (a, b) in [
          (plain.nodeType(type), shuffled.nodeType(type)),
          (plain.selector(selector), shuffled.selector(selector)),
        ] {
          #expect(a.summary == b.summary, "\(type) from \(from.site) to \(to.site), seed 7")
          #expect(a.reason == b.reason)
          #expect(a.remarks == b.remarks)
          #expect(a.replacement?.selector == b.replacement?.selector)
          #expect(
            a.alternatives.map(\.configuration.name) == b.alternatives.map(\.configuration.name))
        }
      }
    }
  }

  private static func shuffled(
    _ site: SiteInventory, _ random: inout SplitMix64
  ) -> SiteInventory {
    SiteInventory(
      site: site.site, configurations: site.configurations.shuffled(using: &random),
      nodes: site.nodes.shuffled(using: &random))
  }

  @Test func nodesBecomeSelectorsOfHardwareNotOfOtherNodes() throws {
    var count = 0
    for (from, to) in BundledSites.pairs {
      let translator = Translator(
        from: from, to: to, facts: BundledSites.facts, choices: TranslationChoices())
      for node in from.nodes.prefix(3) where node.host.isReservable {
        let result = try #require(translator.node(node.uid))
        guard let replacement = result.replacement else { continue }
        count += 1
        #expect(!replacement.selector.leaves.contains(where: { $0.namesMachine }), "\(node.name)")
        #expect(result.sourceCount == 1)
      }
    }
    #expect(count > 10)
  }
}
