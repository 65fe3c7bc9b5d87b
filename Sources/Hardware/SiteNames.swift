package import Testbed

/// Which site somebody means: `tacc`, `CHI@TACC`, `Chi@tacc` and `chi_tacc` are one.
package struct SiteNames: Sendable {
  /// Where a name leads.
  package enum Answer: Sendable, Hashable {
    case site(SiteID)
    /// No site has the name; these are like it.
    case unknown(nearest: [String])
  }

  private let catalogued: [(id: SiteID, name: String)]
  private let facts: Facts

  /// - Parameters:
  ///   - facts: What is known of sites: their names and aliases.
  ///   - catalogued: Sites of the catalogue, which may be others, with their names.
  package init(facts: Facts, catalogued: [(id: SiteID, name: String)] = []) {
    self.facts = facts
    self.catalogued = catalogued
  }

  /// The site that `text` names; its case does not count, nor blanks around it.
  package func resolve(_ text: String) -> Answer {
    var name = text.lowercased()
    while name.first == " " { name.removeFirst() }
    while name.last == " " { name.removeLast() }
    // A catalogue's own names come first: they are what its rows say.
    for site in catalogued
    where [site.id.text, site.name].contains(where: { $0.lowercased() == name }) {
      return .site(site.id)
    }
    for fact in facts.sites {
      guard let id = SiteID(fact.uid) else { continue }
      let names = [fact.uid, fact.name, fact.regionName] + fact.aliases
      if names.contains(where: { $0.lowercased() == name }) { return .site(id) }
    }
    let known = catalogued.map(\.id.text) + facts.sites.compactMap { SiteID($0.uid)?.text }
    return .unknown(nearest: NearestNames(known).nearest(to: name))
  }
}
