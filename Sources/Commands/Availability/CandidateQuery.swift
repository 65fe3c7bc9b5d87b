import Catalog
import Equivalence
import Hardware
import Selectors
import Testbed
import Translation

/// Finds what may be reserved: what a user names, and what can stand in for it.
struct CandidateQuery {
  let open: OpenCatalog
  let facts: Facts
  /// Sites to look at; nil for all.
  let sites: [SiteID]?
  let from: [SiteID]?

  private var query: SourceQuery {
    SourceQuery(catalog: open, facts: facts, from: from, to: nil)
  }

  /// Whether a site is among those to look at.
  func isAsked(_ site: SiteID) -> Bool { sites?.contains(site) ?? true }

  /// What a query names, at each site that has it, also where one is not to look.
  ///
  /// - Parameter text: As `find-equivalent` takes it.
  /// - Returns: At least one.
  /// - Throws: `CommandFailure`, `CatalogError`.
  func named(_ text: String) throws -> [SlotCandidate] {
    guard !text.hasPrefix("["), !text.hasPrefix("{") else { return try originals(selector: text) }
    return try query.sources(text).flatMap { try originals($0, named: text) }
  }

  /// That something is at none of the sites to look at.
  struct Elsewhere {
    let reason: String
    let hint: String

    func failure(_ next: String) -> CommandFailure {
      CommandFailure(reason, hints: [hint, next], code: .findings)
    }
  }

  func notThere(_ subject: String, _ found: [SlotCandidate]) -> Elsewhere {
    var places: [String] = []
    for one in found where !places.contains(one.site.text) { places.append(one.site.text) }
    return Elsewhere(
      reason: "\(subject) is not at \((sites ?? []).map(\.text).joined(separator: ", "))",
      hint: "it is at: \(places.joined(separator: ", "))")
  }

  /// The configurations that fit a description, at the sites to look at or those it was said of.
  func originals(_ filter: ConfigurationFilter) throws -> [SlotCandidate] {
    let query = SourceQuery(catalog: open, facts: facts, from: from ?? sites, to: nil)
    return try query.sources(filter).flatMap(\.own).map { try candidate($0) }
  }

  private func originals(
    _ source: SourceQuery.Source, named text: String
  ) throws -> [SlotCandidate] {
    if let name = source.node {
      let found = try open.catalog.nodes(
        named: text.split(separator: "@").first.map(String.init) ?? text)
      let site = source.configuration.site
      guard let node = found.first(where: { $0.site == site && $0.name == name }) else { return [] }
      return [
        SlotCandidate(
          site: site, nodeType: node.nodeType, name: name,
          resource: .hosts(
            selector: node.isReservable
              ? Selector(allOf: [.init(.equal, "uid", node.uid)]).description : nil),
          nodes: node.isReservable ? [.init(node)] : [])
      ]
    }
    var found = [source.own]
    for site in source.sameAt {
      found.append(
        try open.catalog.configurations(named: source.configuration.nodeType)
          .filter { $0.site == site })
    }
    return try found.compactMap { try original(of: $0) }
  }

  /// All configurations of a type at one site, as a reservation of the type takes any of them.
  private func original(of configurations: [Configuration]) throws -> SlotCandidate? {
    guard let first = configurations.first else { return nil }
    guard configurations.count > 1 else { return try candidate(first) }
    let nodes = try configurations.flatMap { try self.nodes(of: $0) }.sorted { $0.name < $1.name }
    return SlotCandidate(
      site: first.site, nodeType: first.nodeType, name: first.nodeType,
      resource: .hosts(
        selector: Selector(allOf: [.init(.equal, "node_type", first.nodeType)]).description),
      nodes: nodes)
  }

  private func originals(selector text: String) throws -> [SlotCandidate] {
    guard let from, from.count == 1, let site = from.first else {
      throw CommandFailure(
        "a selector means something at one site only", hint: "name it with --from", code: .usage)
    }
    // Reports what is wrong with it.
    let source = try query.sources(text).first
    var nodes: [SlotCandidate.Node] = []
    let selector = try Selector(parsing: text)
    try open.catalog.forEachRecord(at: site) { node, record in
      let host = Host(
        id: node.uid, properties: record.map { ResourceProperties(record: $0) } ?? [:],
        isReservable: node.isReservable)
      if (try? selector.matches(host)) == true { nodes.append(.init(node)) }
    }
    return [
      SlotCandidate(
        site: site, nodeType: source?.configuration.nodeType,
        name: source.flatMap {
          $0.others.isEmpty && $0.configuration.nodeCount == nodes.count
            ? $0.configuration.name : nil
        } ?? "selector",
        resource: .hosts(selector: selector.description), nodes: nodes)
    ]
  }
}

extension CandidateQuery {
  /// What can stand in for what a query names, best first.
  func equivalents(
    _ text: String?, _ filter: ConfigurationFilter, minGrade: Grade,
    besides originals: [SlotCandidate]
  ) throws -> [SlotCandidate] {
    let sources = try text.map { try query.sources($0) } ?? query.sources(filter)
    let known = Set(originals.map(\.qualifiedName))
    var found: [SlotCandidate] = []
    for source in sources {
      let assessed = Assessed(source.configuration, facts: facts)
      let own = Set(source.own.map(\.qualifiedName))
      let configurations = try open.catalog.configurations(at: sites, isSorted: false).filter {
        !own.contains($0.qualifiedName) && !known.contains($0.qualifiedName)
          && !(source.sameAt.contains($0.site) && $0.nodeType == source.configuration.nodeType)
      }
      let ranking = Ranking(
        of: configurations, for: assessed, Profile(of: assessed, wishes: .init()), facts: facts)
      for one in ranking.candidates
      where one.grade >= minGrade && one.configuration.kind != .hypervisor
        && !found.contains(where: { $0.qualifiedName == one.configuration.qualifiedName })
      {
        var candidate = try candidate(one.configuration)
        candidate.grade = one.grade
        candidate.losses = one.losses
        found.append(candidate)
      }
    }
    return found
  }

  /// What reserves one configuration and nothing else.
  func candidate(_ configuration: Configuration) throws -> SlotCandidate {
    if configuration.kind == .flavor {
      let id = try open.catalog.flavorID(of: configuration.name, at: configuration.site)
      return SlotCandidate(
        site: configuration.site, nodeType: configuration.nodeType, name: configuration.name,
        resource: .flavor(
          id: id ?? configuration.name, hasGPU: configuration.hardware.hasAccelerator == true),
        nodes: [])
    }
    let entries = try open.catalog.nodes(of: configuration.name, at: configuration.site)
    return SlotCandidate(
      site: configuration.site, nodeType: configuration.nodeType, name: configuration.name,
      resource: .hosts(selector: try selector(of: configuration)),
      nodes: entries.filter(\.isReservable).map { .init($0) })
  }

  private func nodes(of configuration: Configuration) throws -> [SlotCandidate.Node] {
    try open.catalog.nodes(of: configuration.name, at: configuration.site)
      .filter(\.isReservable).map { .init($0) }
  }

  /// A selector that matches no other node, if need be by naming the machines.
  private func selector(of configuration: Configuration) throws -> String? {
    if let selector = configuration.selector, selector.isExact { return selector.text }
    let nodes = try open.inventory(of: configuration.site).nodes.filter(\.host.isReservable)
    let wanted = nodes.indices.filter { nodes[$0].configuration == configuration.name }
    var synthesiser = SelectorSynthesiser(hosts: nodes.map(\.host))
    let answer = synthesiser.selector(for: wanted, allowingIdentity: true)
    return answer.flatMap { $0.isExact ? $0.selector.description : nil }
  }
}
