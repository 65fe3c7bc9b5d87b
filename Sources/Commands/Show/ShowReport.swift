import Catalog
import Hardware
import JSON
import Testbed

/// Everything `show` tells of a subject.
struct ShowReport {
  let open: OpenCatalog
  let facts: Facts
  let showsProperties: Bool
  /// Whether also what hardly any record tells gets its line.
  let isComplete: Bool

  /// The subject in sections: one for each node type and site, configuration or node.
  func sections(_ subject: ShowSubject) throws -> [ShownSection] {
    switch subject {
    case .type(let name, let configurations):
      var sections: [ShownSection] = []
      // What can be reserved as it is comes before hypervisors.
      let groups = Dictionary(grouping: configurations) { $0.site }.sorted {
        let ranks = ($0.value.first?.kind == .hypervisor, $1.value.first?.kind == .hypervisor)
        return ranks.0 == ranks.1 ? $0.key < $1.key : ranks.1
      }
      for (_, group) in groups {
        sections += try typeSections(group)
      }
      if let former = former(name, configurations) { sections.append(former) }
      return sections
    case .configuration(let configurations):
      return try configurations.map { configuration in
        let tally = try oddities(configuration)[configuration.name]
        return ShownSection(
          subject: configuration.qualifiedName,
          title: title(configuration, label: configuration.name),
          fields: [nodeCount([configuration])] + typeFields(configuration)
            + (try hardwareFields(configuration, tally)))
      }
    case .nodes(let nodes): return try nodes.flatMap(nodeSections)
    }
  }

  func title(_ configuration: Configuration, label: String) -> String {
    let name = open.sites.first { $0.id == configuration.site }?.name ?? configuration.site.text
    let kind =
      switch configuration.kind {
      case .host: ""
      case .flavor: ", flavor of virtual machines"
      case .hypervisor: ", hypervisor"
      }
    return "\(label) at \(name)\(kind)"
  }

  private func typeSections(_ configurations: [Configuration]) throws -> [ShownSection] {
    guard let first = configurations.first else { return [] }
    let tallies = try oddities(first)
    let head = ShownSection(
      subject: "\(first.nodeType)@\(first.site)", title: title(first, label: first.nodeType),
      fields: [nodeCount(configurations)] + typeFields(first))
    if configurations.count == 1 {
      var section = head
      section.fields += try hardwareFields(first, tallies[first.name])
      return [section]
    }
    let parts = try configurations.map { configuration in
      ShownSection(
        subject: configuration.qualifiedName, title: configuration.qualifiedName,
        fields: [nodeCount([configuration])]
          + (try hardwareFields(configuration, tallies[configuration.name])))
    }
    return isComplete ? [head] + parts : ShowReport.sharing(head, parts)
  }

  /// Moves what all parts agree in to the head, so that the eye finds what tells them apart.
  private static func sharing(
    _ head: ShownSection, _ parts: [ShownSection]
  ) -> [ShownSection] {
    let sets = parts.map { Set($0.fields) }
    let shared = (parts.first?.fields ?? []).filter { field in
      !["nodes", "odd", "", "not_recorded"].contains(field.name)
        && sets.allSatisfy { $0.contains(field) }
    }
    var head = head
    head.fields += shared
    return [head]
      + parts.map { part in
        var part = part
        part.fields.removeAll { shared.contains($0) || $0.name == "not_recorded" }
        return part
      }
  }

  private func nodeCount(_ configurations: [Configuration]) -> ShownField {
    let isFlavor = configurations.first?.kind == .flavor
    let counts = configurations.map(\.knownNodeCount)
    let total = counts.contains(nil) ? nil : counts.compactMap { $0 }.reduce(0, +)
    let several =
      configurations.count > 1 ? ", in \(configurations.count) configurations" : ""
    return ShownField(
      name: isFlavor ? "instances" : "nodes",
      value: (total.map(String.init) ?? "unknown") + several,
      origin: isFlavor ? (total == nil ? "unknown: not documented" : nil) : nil)
  }

  /// What is known of the node type or flavor apart from its parts.
  private func typeFields(_ configuration: Configuration) -> [ShownField] {
    let type = facts.nodeType(configuration.nodeType, at: configuration.site)
    let flavor = facts.flavor(configuration.nodeType, at: configuration.site)
    let charge =
      configuration.kind == .flavor
      ? flavor?.serviceUnitsPerHour
      : type?.serviceUnitsPerHour
    let texts: [(String, String?)] = [
      ("status", type.flatMap { $0.status == .current ? nil : $0.status.rawValue }),
      ("purpose", type?.purpose),
      ("charge", charge.map { "\(JSONValue.decimal($0, digits: 2)) SU per hour" }),
      ("lease_limit", flavor?.leaseLimitInDays.map { "\($0) days" }),
      ("host", flavor?.hostNodeType.map { "\($0)@\(configuration.site)" }),
      ("note", configuration.kind == .flavor ? flavor?.note : type?.note),
    ]
    return texts.compactMap { name, text in text.map { ShownField(name: name, value: $0) } }
  }

  private func hardwareFields(
    _ configuration: Configuration, _ tally: OddityTally?
  ) throws -> [ShownField] {
    let hardware = HardwareDescription(
      hardware: configuration.hardware, facts: facts, raw: nil, isComplete: isComplete)
    var fields = hardware.fields
    if let selector = configuration.selector {
      let others = selector.isExact ? "" : " (also matches \(selector.alsoMatches) other nodes)"
      fields.append(ShownField(name: "selector", value: selector.text + others))
    }
    for (index, group) in (tally?.groups ?? []).enumerated() {
      fields.append(
        ShownField(
          name: index == 0 || isComplete ? "odd" : "",
          value: ShowReport.sentence(group, of: configuration.nodeCount)))
    }
    return configuration.kind == .flavor ? fields : fields + [try alsoAt(configuration)]
  }

  private static func sentence(_ group: OddityTally.Group, of total: Int) -> String {
    let count = group.nodes.count
    let names = group.nodes.prefix(3).joined(separator: ", ") + (count > 3 ? ", ..." : "")
    let nodes = count == 1 ? "1 node" : "\(count) nodes"
    let which = count == total ? (total == 1 ? "" : "all \(nodes): ") : "\(nodes) (\(names)): "
    return "\(group.oddity.rule): \(which)\(group.oddity.reason)"
  }

  /// The types, with sites and numbers of nodes, that have the same processors and GPUs.
  func twins(_ configuration: Configuration) throws -> [(name: String, nodes: Int)] {
    var counts: [String: Int] = [:]
    for other in try open.catalog.configurations()
    where other.hasSameProcessorsAndAccelerators(as: configuration)
      && (other.site, other.nodeType) != (configuration.site, configuration.nodeType)
    {
      counts["\(other.nodeType)@\(other.site)", default: 0] += other.nodeCount
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  func alsoAt(_ configuration: Configuration) throws -> ShownField {
    let twins = try twins(configuration)
    let text = twins.map { "\($0.name) (\($0.nodes))" }.joined(separator: ", ")
    return ShownField(name: "same_hardware", value: twins.isEmpty ? "nowhere else" : text)
  }

  /// Sites that no longer have the type.
  private func former(_ name: String, _ configurations: [Configuration]) -> ShownSection? {
    let present = Set(configurations.map(\.site.text))
    let past = facts.nodeTypes.filter {
      $0.nodeType == name && !present.contains($0.site) && [.retired, .renamed].contains($0.status)
    }
    // Who asked for one site of several does not ask for the past of the others.
    guard present.count > 1, !past.isEmpty else { return nil }
    return ShownSection(
      subject: name, title: "\(name), no longer at",
      fields: past.sorted { $0.site < $1.site }.map { fact in
        let parts = [
          fact.lastSeen.map { "last seen \($0)" }, fact.successor.map { "successor \($0)" },
        ]
        return ShownField(
          name: fact.site, value: parts.compactMap { $0 }.joined(separator: "; "))
      })
  }

  /// What is odd in the records of a configuration's node type, by the name of the configuration.
  func oddities(_ configuration: Configuration) throws -> [String: OddityTally] {
    let normaliser = Normaliser(facts: facts)
    var tallies: [String: OddityTally] = [:]
    guard configuration.kind != .flavor else { return tallies }
    try open.catalog.forEachRecord(at: configuration.site, ofType: configuration.nodeType) {
      entry, record in
      guard let record, let reading = try? normaliser.reading(of: record, at: entry.site) else {
        return
      }
      tallies[entry.configuration, default: OddityTally()].add(
        reading.oddities, node: entry.name, nodeType: entry.nodeType, site: entry.site)
    }
    return tallies
  }
}
