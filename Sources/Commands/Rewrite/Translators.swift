import Catalog
import Hardware
import Rewriting
import Synchronization
import Testbed
import Translation

/// Translators to one site, each made when it is first asked for: reading a site takes longer than
/// porting a file.
final class Translators: Sendable {
  private let origin: Catalog.Origin
  private let target: SiteID
  private let facts: Facts
  private let choices: TranslationChoices
  private let known = Mutex<[SiteID: SiteInventory]>([:])
  /// Nil for a site that the catalogue does not have.
  private let made = Mutex<[SiteID: Translator?]>([:])

  init(origin: Catalog.Origin, target: SiteID, facts: Facts, choices: TranslationChoices) {
    self.origin = origin
    self.target = target
    self.facts = facts
    self.choices = choices
  }

  /// The translator from a site; nil when the catalogue does not have the site.
  func translator(from source: SiteID) throws -> Translator? {
    try made.withLock { made in
      if let translator = made[source] { return translator }
      var translator: Translator?
      if let from = try inventory(of: source), let to = try inventory(of: target) {
        translator = Translator(from: from, to: to, facts: facts, choices: choices)
      }
      made[source] = .some(translator)
      return translator
    }
  }

  private func inventory(of site: SiteID) throws -> SiteInventory? {
    try known.withLock { known in
      if let inventory = known[site] { return inventory }
      let catalog =
        switch origin {
        case .bundled: try Catalog.bundled()
        case .file(let path): try Catalog.open(path, exists: true)
        }
      let open = try OpenCatalog(catalog)
      guard open.sites.contains(where: { $0.id == site }) else { return nil }
      let inventory = try open.inventory(of: site)
      known[site] = inventory
      return inventory
    }
  }
}

extension OpenCatalog {
  /// What the rewriter needs to know besides hardware.
  func knowledge(facts: Facts) throws -> Knowledge {
    let configurations = try catalog.configurations(isSorted: false).filter {
      $0.kind != .hypervisor
    }
    var types: Set<[String]> = []
    var nodes: [String: SiteID?] = [:]
    for configuration in configurations {
      types.insert([configuration.nodeType, configuration.site.text])
      for node in try catalog.nodes(of: configuration.name, at: configuration.site) {
        nodes[node.uid] = .some(node.site)
        // A name that several sites use tells none.
        nodes[node.name] = nodes[node.name].map { $0 == node.site ? $0 : nil } ?? .some(node.site)
      }
    }
    let sites = nodes.compactMapValues { $0 }
    return Knowledge(
      facts: facts,
      nodeTypes: types.sorted { $0[0] < $1[0] || $0[0] == $1[0] && $0[1] < $1[1] }
        .compactMap { pair in SiteID(pair[1]).map { (nodeType: pair[0], site: $0) } },
      siteOfNode: { sites[$0] })
  }
}
