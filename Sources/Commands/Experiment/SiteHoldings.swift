import Catalog
import Hardware
import Resources
import Rewriting
import Selectors
import Testbed
import Translation

/// What there is at one site: in the catalogue, in a project's inventory, or by the facts.
struct SiteHoldings {
  let site: SiteID
  /// For people, such as `CHI@TACC`.
  let title: String
  /// Nil when nobody could log in.
  let inventory: ProjectInventory?
  let facts: Facts
  private let hardware: SiteInventory
  private let nodeTypes: Set<String>
  private let nodes: Set<String>
  private let open: OpenCatalog

  /// Reads the catalogue's records of the site.
  ///
  /// - Throws: `CatalogError`.
  init(
    _ site: SiteID, inventory: ProjectInventory?, _ open: OpenCatalog, _ facts: Facts
  ) throws {
    self.site = site
    self.inventory = inventory
    self.facts = facts
    self.open = open
    title = facts.site(site)?.name ?? site.text
    hardware = try open.inventory(of: site)
    nodeTypes = Set(hardware.configurations.map(\.nodeType))
    nodes = Set(hardware.nodes.flatMap { [$0.uid, $0.name] })
  }

  /// Whether what a reference names exists here.
  ///
  /// - Parameter reference: Read as one of this site, so that its class is known.
  /// - Returns: What is known; nil for what is no thing that can exist, as a site's own name.
  /// - Throws: `CatalogError`.
  func existence(of reference: NamedReference) throws -> Existence? {
    guard reference.isWhole else { return .unknown("only known when the program runs") }
    if let other = owner(of: reference.value) {
      return .elsewhere("it is \(other)")
    }
    switch reference.kind {
    case .nodeType: return nodeType(reference.value)
    case .selector: return selector(reference.value)
    case .node: return try node(reference.value)
    case .image: return image(reference.value)
    case .network: return network(reference.value)
    case .flavor: return flavor(reference.value)
    case .keyPair, .securityGroup, .share, .container, .floatingIP, .resourceID, .projectID:
      return ofProject(reference)
    case .applicationCredential: return .unknown("credentials cannot be listed by others")
    case .rcloneRemote, .device: return .unknown("chiport cannot look there")
    case .retired: return .absent(reference.reason)
    case .date: return .absent(reference.reason)
    case .site, .authURL, .clientID, .discoveryURL, .dashboardURL, .objectStoreURL, .cloud, .unread:
      return nil
    }
  }

  /// What an id that means the same to everybody at another site is; nil for every other text.
  private func owner(of value: String) -> String? {
    guard value.utf8.count == 36, let fact = facts.identifier(value.lowercased()),
      fact.site != site.text
    else { return nil }
    let name = SiteID(fact.site).flatMap { facts.site($0)?.name } ?? fact.site
    return "the \(fact.kind) \(fact.name) of \(name)"
  }

  private func nodeType(_ name: String) -> Existence {
    let count = hardware.nodes.count { $0.nodeType == name }
    if nodeTypes.contains(name) { return .exists(count == 1 ? "1 node" : "\(count) nodes") }
    let nearest = NearestNames(nodeTypes).nearest(to: name)
    let hint = nearest.isEmpty ? "" : "; nearest names: \(nearest.joined(separator: ", "))"
    return .absent("\(title) has no such node type" + hint)
  }

  private func selector(_ text: String) -> Existence {
    do {
      let selector = try Selector(parsing: text)
      let matched = try selector.match(among: hardware.nodes.map(\.host)).hosts.count
      guard matched > 0 else { return .absent("it matches no node at \(title)") }
      return .exists(matched == 1 ? "1 node" : "\(matched) nodes")
    } catch {
      return .absent("\(error)")
    }
  }

  private func node(_ name: String) throws -> Existence {
    if nodes.contains(name) || nodes.contains(name.lowercased()) { return .exists(nil) }
    guard let other = try open.catalog.nodes(named: name).first else {
      return .absent("\(title) has no such node")
    }
    return .elsewhere("it is a node of \(facts.site(other.site)?.name ?? other.site.text)")
  }
}
