import Catalog
import Hardware
import Testbed

/// What a name in the catalogue means.
enum ShowSubject {
  /// All configurations of one node type or flavor, at one site or several.
  case type(String, [Configuration])
  case configuration([Configuration])
  case nodes([NodeEntry])

  /// Finds what `text` names.
  ///
  /// - Parameters:
  ///   - text: A node type, flavor, configuration, node name or UUID, also with `@site`. Case counts
  ///     only where two names differ in nothing else.
  ///   - place: A site that `text` may leave out.
  ///   - open: Where to look.
  ///   - facts: Aliases of sites, and types of the past.
  /// - Returns: What it names; of a type that several sites have, the configurations of all.
  /// - Throws: `CommandFailure` when there is no such thing.
  static func find(
    _ text: String, at place: String?, in open: OpenCatalog, facts: Facts
  ) throws -> ShowSubject {
    let mark = text.firstIndex(of: "@")
    let name = mark.map { String(text[..<$0]) } ?? text
    let siteName = mark.map { String(text[text.index(after: $0)...]) } ?? place
    let site = try siteName.map { try open.site(named: $0, facts: facts) }
    if let found = try find(name, site, open.catalog) { return found }
    let spelled = try open.catalog.nodeTypes().map(\.nodeType).first {
      $0.lowercased() == name.lowercased()
    }
    for other in [spelled, name.lowercased(), name.uppercased()].compactMap({ $0 })
    where other != name {
      if let found = try find(other, site, open.catalog) { return found }
    }
    throw try UnknownName(name: name, sites: site.map { [$0] }, open: open, facts: facts).failure()
  }

  private static func find(
    _ name: String, _ site: SiteID?, _ catalog: Catalog
  ) throws -> ShowSubject? {
    let configurations = try catalog.configurations(named: name)
      .filter { site == nil || $0.site == site }
    if let first = configurations.first {
      return first.nodeType == name ? .type(name, configurations) : .configuration(configurations)
    }
    let nodes = try catalog.nodes(named: name).filter { site == nil || $0.site == site }
    return nodes.isEmpty ? nil : .nodes(nodes)
  }
}
