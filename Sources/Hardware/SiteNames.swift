package import Testbed

/// Which site somebody means: `tacc`, `CHI@TACC`, `Chi@tacc` and `chi_tacc` are one.
package struct SiteNames: Sendable {
  /// Where a name leads.
  package enum Answer: Sendable, Hashable {
    case site(SiteID)
    /// No site has the name; these are like it.
    case unknown(nearest: [String])
  }

  private let sites: [String: SiteID]
  private let nearest: NearestNames

  /// - Parameters:
  ///   - facts: What is known of sites: their names and aliases.
  ///   - catalogued: Sites of the catalogue, which may be others, with their names.
  package init(facts: Facts, catalogued: [(id: SiteID, name: String)] = []) {
    var sites: [String: SiteID] = [:]
    var shown: [String] = []
    func add(_ names: [String], _ id: SiteID) {
      for name in names where sites[name.lowercased()] == nil { sites[name.lowercased()] = id }
      shown.append(id.text)
    }
    // A catalogue's own names come first: they are what its rows say.
    for site in catalogued { add([site.id.text, site.name], site.id) }
    for fact in facts.sites {
      guard let id = SiteID(fact.uid) else { continue }
      add([fact.uid, fact.name, fact.regionName] + fact.aliases, id)
    }
    self.sites = sites
    nearest = NearestNames(shown)
  }

  /// The site that `text` names; its case does not count, nor blanks around it.
  package func resolve(_ text: String) -> Answer {
    var name = text.lowercased()
    while name.first == " " { name.removeFirst() }
    while name.last == " " { name.removeLast() }
    if let site = sites[name] { return .site(site) }
    return .unknown(nearest: nearest.nearest(to: name))
  }
}
