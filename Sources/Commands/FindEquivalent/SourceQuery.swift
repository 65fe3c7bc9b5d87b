import Catalog
import Equivalence
import Hardware
import JSON
import Selectors
import Testbed

/// What a user wants to replace, found in the catalogue.
struct SourceQuery {
  /// One thing to compare with.
  struct Source {
    /// What the nodes have; where they differ, what most of them have.
    let configuration: Configuration
    /// How many nodes the query names at this site, over all configurations.
    let nodeCount: Int
    /// The other configurations that the query names at this site.
    let others: [Configuration]
    /// Other sites where the query names the same hardware.
    var sameAt: [SiteID] = []
    /// The node that was named; nil for anything but a node.
    var node: String?
    /// What of a description is not known of these nodes; none when they are known to fit.
    var unknown: [String] = []

    /// Configurations that are the source, so no replacement.
    var own: [Configuration] { [configuration] + others }
  }

  let catalog: OpenCatalog
  let facts: Facts
  /// Sites that the source may be at; nil for all.
  let from: [SiteID]?
  /// Sites to look at; nil for all.
  let to: [SiteID]?

  /// The sources that a query names: one, or several where sites differ.
  ///
  /// - Parameter text: A node type, `type@site`, a configuration, a node's name or UUID, a flavor, or a
  ///   selector as JSON.
  /// - Returns: The sources, at least one.
  /// - Throws: `CommandFailure` with the nearest names.
  func sources(_ text: String) throws -> [Source] {
    if text.hasPrefix("[") || text.hasPrefix("{") { return try sources(selector: text) }
    let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
    if parts.count == 2, from == nil, !text.uppercased().hasPrefix("CHI@") {
      let site = try catalog.site(named: parts[1], facts: facts)
      return try SourceQuery(catalog: catalog, facts: facts, from: [site], to: to)
        .sources(named: parts[0])
    }
    return try sources(named: text)
  }

  /// The sources that a description names.
  func sources(_ filter: ConfigurationFilter) throws -> [Source] {
    let all = try catalog.catalog.configurations(at: from).filter { $0.kind != .hypervisor }
    var found: [Configuration] = []
    var possible: [(configuration: Configuration, unknown: [String])] = []
    for configuration in all {
      switch filter.verdict(on: configuration, facts: facts) {
      case .matches: found.append(configuration)
      case .unknown(let fields): possible.append((configuration, fields))
      case .fails: break
      }
    }
    // Unknown is never false: what may fit stands for the description when nothing is known to.
    let pool = found.isEmpty ? possible.map(\.configuration) : found
    guard let primary = Ranking.primary(of: pool) else {
      throw CommandFailure(
        "no configuration fits the description", hint: "see what there is: chiport list",
        code: .findings)
    }
    var source = Source(
      configuration: primary, nodeCount: pool.reduce(0) { $0 + $1.nodeCount },
      others: pool.filter { $0 != primary })
    if found.isEmpty {
      source.unknown = possible.first { $0.configuration == primary }?.unknown ?? []
    }
    return [source]
  }

  private func sources(named name: String) throws -> [Source] {
    var found = try catalog.catalog.configurations(named: name)
    if found.contains(where: { $0.kind != .hypervisor }), from == nil {
      found.removeAll { $0.kind == .hypervisor }
    }
    guard !found.isEmpty else {
      if let source = try source(node: name) { return [source] }
      throw try UnknownName(name: name, sites: from, open: catalog, facts: facts).failure()
    }
    if let from {
      let there = found.filter { from.contains($0.site) }
      guard !there.isEmpty else {
        throw try UnknownName(name: name, sites: from, open: catalog, facts: facts).failure()
      }
      found = there
    } else if let to {
      let elsewhere = found.filter { !to.contains($0.site) }
      if !elsewhere.isEmpty { found = elsewhere }
    }
    return merged(bySite(found))
  }

  /// One source for each site; configurations of a site stand side by side, as the catalogue gives
  /// them.
  private func bySite(_ configurations: [Configuration]) -> [Source] {
    var sites: [[Configuration]] = []
    for configuration in configurations {
      if sites.last?.first?.site == configuration.site {
        sites[sites.count - 1].append(configuration)
      } else {
        sites.append([configuration])
      }
    }
    return sites.compactMap { found in
      Ranking.primary(of: found).map { primary in
        Source(
          configuration: primary, nodeCount: found.reduce(0) { $0 + $1.nodeCount },
          others: found.filter { $0 != primary })
      }
    }
  }

  /// One source where several sites have the same hardware for the same type.
  private func merged(_ sources: [Source]) -> [Source] {
    var merged: [Source] = []
    for source in sources.sorted(by: { $0.nodeCount > $1.nodeCount }) {
      let same = merged.firstIndex {
        Ranking.isSameHardware($0.configuration.hardware, source.configuration.hardware)
      }
      if let same {
        merged[same].sameAt.append(source.configuration.site)
      } else {
        merged.append(source)
      }
    }
    return merged
  }

  private func source(node name: String) throws -> Source? {
    let nodes = try catalog.catalog.nodes(named: name).filter { from?.contains($0.site) ?? true }
    guard let node = nodes.first else { return nil }
    if nodes.count > 1 {
      let places = nodes.map(\.site.text).joined(separator: ", ")
      throw CommandFailure(
        "several nodes are named '\(name)', at: \(places)", hint: "name the site with --from",
        code: .usage)
    }
    let configurations = try catalog.catalog.configurations(named: node.configuration)
    let own = configurations.first { $0.name == node.configuration && $0.site == node.site }
    guard let configuration = own else { return nil }
    return Source(configuration: configuration, nodeCount: 1, others: [], node: node.name)
  }

  private func sources(selector text: String) throws -> [Source] {
    guard let from, from.count == 1, let site = from.first else {
      throw CommandFailure(
        "a selector means something at one site only", hint: "name it with --from", code: .usage)
    }
    let selector: Selector
    do { selector = try Selector(parsing: text) } catch {
      throw CommandFailure("\(error)", hint: error.hint)
    }
    var hosts: [Host] = []
    var names: [String] = []
    try catalog.catalog.forEachRecord(at: site) { node, record in
      hosts.append(
        Host(
          id: node.uid, properties: record.map { ResourceProperties(record: $0) } ?? [:],
          isReservable: node.isReservable))
      names.append(node.configuration)
    }
    let matched: MatchResult
    do { matched = try selector.match(among: hosts) } catch {
      throw CommandFailure("at site '\(site)': \(error)", hint: error.hint)
    }
    guard !matched.hosts.isEmpty else {
      throw CommandFailure(
        "the selector matches no node at '\(site)'",
        hint: "nodes left after each comparison: \(matched.remaining)", code: .findings)
    }
    return try source(configurations: matched.hosts.map { names[$0] }, at: site)
  }

  private func source(configurations names: [String], at site: SiteID) throws -> [Source] {
    let counts = Dictionary(grouping: names) { $0 }.mapValues(\.count)
    let found = try catalog.catalog.configurations(at: [site])
      .filter { counts[$0.name] != nil && $0.kind == .host }
      .sorted { (counts[$0.name] ?? 0, $1.name) > (counts[$1.name] ?? 0, $0.name) }
    guard let primary = found.first else { return [] }
    return [
      Source(
        configuration: primary, nodeCount: names.count, others: Array(found.dropFirst()))
    ]
  }
}
