import Catalog
import Hardware
import Rewriting
import SourceText
import TestCatalog
import Testbed
import Translation

/// Ports texts between sites of the bundled catalogue.
struct Port {
  let rewriter: Rewriter

  struct NoSuchSite: Error {}

  /// From a site, which is inferred when nil, to another.
  init(
    from: String?, to: String, choices: TranslationChoices = TranslationChoices(),
    configure: (inout RewriteOptions) -> Void = { _ in }
  ) throws {
    guard let target = SiteID(to) else { throw NoSuchSite() }
    var options = RewriteOptions(
      source: from.flatMap(SiteID.init), target: target, today: "2026-11-22")
    configure(&options)
    rewriter = Rewriter(options: options, knowledge: Port.knowledge) { source in
      guard BundledSites.all.contains(where: { $0.site == source }) else { return nil }
      return try BundledSites.translator(source.text, to, choices)
    }
  }

  private static let knowledge: Knowledge = {
    var sites: [String: SiteID] = [:]
    for site in BundledSites.all {
      for node in site.nodes {
        sites[node.uid] = site.site
        sites[node.name] = site.site
      }
    }
    let byName = sites
    let types = BundledSites.all.flatMap { site in
      Set(site.configurations.map(\.nodeType)).sorted().map { (nodeType: $0, site: site.site) }
    }
    return Knowledge(facts: BundledSites.facts, nodeTypes: types) { byName[$0] }
  }()

  func callAsFunction(_ text: String, _ path: String, neighbours: [Survey] = []) -> FileResult {
    rewriter.rewrite(path: path, bytes: Array(text.utf8), neighbours: neighbours)
  }
}

extension FileResult {
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// One line for each finding: `3:5 image rewritten CC-A -> CC-B`.
  var summary: [String] {
    findings.map { finding in
      let cell = finding.cell.map { "[\($0)]" } ?? ""
      let replacement = finding.replacement.map { " -> \($0)" } ?? ""
      return "\(finding.position.line):\(finding.position.column)\(cell) \(finding.kind.rawValue)"
        + " \(finding.decision.rawValue) \(finding.value)\(replacement)"
    }
  }
}
