import Equivalence
import Hardware
import Selectors
import TestCatalog
import TestSupport
import Testbed
import TestCatalog
import Testing
import Translation

/// Selectors of one to three comparisons with real names and values of a site.
@Suite struct RandomSelectorTests {
  private static let names = [
    "node_type", "gpu.gpu", "gpu.gpu_model", "gpu.gpu_count", "architecture.smt_size",
    "main_memory.ram_size", "infiniband", "chassis.manufacturer", "processor.model", "node_name",
    "storage_devices.0.media_type", "storage_devices.1.size", "network_adapters.0.rate",
    "placement.rack", "uid", "processor.vendor",
  ]

  private static func selector(
    at site: SiteInventory, _ random: inout SplitMix64
  ) -> Selector? {
    var leaves: [Selector.Leaf] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard let name = names.randomElement(using: &random),
        let host = site.nodes.randomElement(using: &random)?.host,
        let value = host.properties[name], !value.isEmpty,
        let sign = Selector.Operator.allCases.randomElement(using: &random)
      else { continue }
      leaves.append(.init(Bool.random(using: &random) ? .equal : sign, name, value))
    }
    return leaves.isEmpty ? nil : Selector(allOf: leaves)
  }

  @Test func whatMatchesAtASiteIsPortableToIt() throws {
    var random = SplitMix64(seed: 11)
    var portable = 0
    for site in try ["uc", "tacc"].map(BundledSites.site) {
      let translator = Translator(
        from: site, to: site, facts: BundledSites.facts, choices: TranslationChoices())
      for _ in 0..<60 {
        guard let selector = RandomSelectorTests.selector(at: site, &random) else { continue }
        let matches = try selector.match(among: site.nodes.map(\.host)).hosts
        let summary = translator.selector(selector).summary
        if matches.isEmpty {
          #expect(summary == "unknown", "\(selector), seed 11")
        } else {
          portable += 1
          #expect(summary.hasPrefix("portable"), "\(selector), seed 11")
        }
      }
    }
    #expect(portable > 30)
  }

  @Test func whatIsGivenIsGoodEnough() throws {
    var random = SplitMix64(seed: 12)
    var given = 0
    for (from, to) in try [("uc", "tacc"), ("tacc", "uc")].map({
      (try BundledSites.site($0), try BundledSites.site($1))
    }) {
      let translator = Translator(
        from: from, to: to, facts: BundledSites.facts, choices: TranslationChoices())
      for _ in 0..<100 {
        guard let selector = RandomSelectorTests.selector(at: from, &random) else { continue }
        let result = translator.selector(selector)
        guard let replacement = result.replacement else { continue }
        given += 1
        let matched = try replacement.selector.match(among: to.nodes.map(\.host)).hosts
        #expect(matched.count == replacement.nodeCount && !matched.isEmpty, "\(selector), seed 12")
        // What replaces is as good as what most nodes are; what stays as one of what there is.
        var sources = result.source
        if case .replaced = result.outcome { sources = [sources[0]] }
        let good = RandomSelectorTests.good(for: sources, at: to)
        #expect(
          matched.allSatisfy { good.contains(to.nodes[$0].configuration) },
          "\(selector) becomes \(replacement.selector), seed 12")
      }
    }
    #expect(given > 50)
  }

  private static func good(for sources: [Configuration], at to: SiteInventory) -> Set<String> {
    sources.reduce(into: []) { names, source in
      let assessed = Assessed(source, facts: BundledSites.facts)
      let ranking = Ranking(
        of: to.configurations.filter { $0.kind == .host }, for: assessed,
        Profile(of: assessed, wishes: .init()), facts: BundledSites.facts)
      names.formUnion(ranking.candidates.filter { $0.grade >= .close }.map(\.configuration.name))
    }
  }

  @Test func comparisonsThatBlazarDropsAreSaidToBeLost() throws {
    let selector = try Selector(
      parsing: #"["and", ["and", ["=", "$node_type", "gpu_rtx_6000"], ["=", "$uid", "x"]]]"#)
    let result = try BundledSites.translator("uc", "tacc").selector(selector)
    #expect(result.replacement?.selector.description == #"["=", "$node_type", "compute_liqid"]"#)
    #expect(result.remarks.contains { $0.hasPrefix(#"Blazar ignores ["=", "$uid", "x"]"#) })
  }
}
