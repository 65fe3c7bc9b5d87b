package import Hardware
package import Testbed

/// What is known of the testbed besides hardware.
package struct Knowledge: Sendable {
  let facts: Facts
  /// Sites that have each node type now.
  let sitesOfType: [String: [SiteID]]
  /// Every node type that is or was anywhere.
  let typeNames: Set<String>
  /// The site of the node with a UUID or name; nil for anything else.
  let siteOfNode: @Sendable (String) -> SiteID?
  private let names: [String: SiteID]
  private let aliases: [String: SiteID]
  /// From a host name to its site.
  let hosts: [String: SiteID]
  /// From a client id to its site.
  let clientIDs: [String: SiteID]
  /// Sites that have each flavor.
  let sitesOfFlavor: [String: [String]]

  /// - Parameters:
  ///   - facts: The facts of the program.
  ///   - nodeTypes: Site and name of every node type in the catalogue.
  ///   - siteOfNode: The site of the node with a UUID or name; nil for anything else.
  package init(
    facts: Facts, nodeTypes: [(nodeType: String, site: SiteID)],
    siteOfNode: @escaping @Sendable (String) -> SiteID?
  ) {
    self.facts = facts
    self.siteOfNode = siteOfNode
    sitesOfType = Dictionary(grouping: nodeTypes, by: \.nodeType).mapValues {
      $0.map(\.site).sorted()
    }
    typeNames = Set(nodeTypes.map(\.nodeType)).union(facts.nodeTypes.map(\.nodeType))
    var names: [String: SiteID] = [:]
    var aliases: [String: SiteID] = [:]
    var hosts: [String: SiteID] = [:]
    var clientIDs: [String: SiteID] = [:]
    for fact in facts.sites {
      guard let id = SiteID(fact.uid) else { continue }
      names[fact.name.lowercased()] = id
      names[fact.regionName.lowercased()] = id
      for alias in fact.aliases + [fact.uid] { aliases[alias.lowercased()] = id }
      if let clientID = fact.clientID { clientIDs[clientID] = id }
      for url in [fact.authURL, fact.dashboardURL] {
        if let host = url.flatMap(Knowledge.host(of:)) { hosts[host] = id }
      }
    }
    self.names = names
    self.aliases = aliases.merging(names) { _, name in name }
    self.hosts = hosts
    self.clientIDs = clientIDs
    sitesOfFlavor = Dictionary(grouping: facts.flavors, by: \.flavor).mapValues {
      $0.map(\.site)
    }
  }

  /// The site with this full name, such as `CHI@UC`, in any case.
  func site(named text: String) -> SiteID? { text.utf8.count > 24 ? nil : names[text.lowercased()] }

  /// The site with this name or alias, such as `uc` and `chi_uc`.
  func site(alias text: String) -> SiteID? {
    text.utf8.count > 24 ? nil : aliases[text.lowercased()]
  }

  /// For people, such as `CHI@UC`.
  func name(of site: SiteID) -> String { facts.site(site)?.name ?? site.text }

  /// The host of a site's services; nil where it is not known.
  func host(of site: SiteID) -> String? {
    let fact = facts.site(site)
    return (fact?.authURL ?? fact?.dashboardURL).flatMap(Knowledge.host(of:))
  }

  private static func host(of url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let rest = url[scheme.upperBound...]
    return String(rest.prefix { $0 != ":" && $0 != "/" })
  }

  /// `text`, an alias or name of `site`, spelled for another site in the same manner; nil when there
  /// is no such manner.
  func spelling(like text: String, of site: SiteID, for other: SiteID) -> String? {
    guard let from = facts.site(site), let to = facts.site(other) else { return nil }
    let lower = text.lowercased()
    var pairs = [(from.name, to.name), (from.regionName, to.regionName), (from.uid, to.uid)]
    for (a, b) in [(from.name, to.name), (from.name.lowercased(), to.name.lowercased())] {
      for separator in ["-", "_", ".", ""] {
        pairs.append((a.replacing("@", with: separator), b.replacing("@", with: separator)))
      }
    }
    for (a, b) in pairs where text == a { return b }
    for (a, b) in pairs where lower == a.lowercased() {
      return text == text.uppercased() ? b.uppercased() : text == lower ? b.lowercased() : b
    }
    return nil
  }
}
