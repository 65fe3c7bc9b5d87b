extension Selector {
  /// What can be said of the selector without a site, in the order of its comparisons.
  package var remarks: [SelectorRemark] {
    let lost = written.lostLeaves
    // Once is enough: whoever writes it writes it everywhere.
    let double = leaves.first { $0.operator == .doubleEqual }
    return (lost.isEmpty ? [] : [.dropped(lost)]) + (double.map { [.doubleEqual($0)] } ?? [])
      + leaves.flatMap(Selector.remarks(on:))
  }

  /// What can be said of the selector at the site with `hosts`.
  ///
  /// - Parameters:
  ///   - hosts: Every host of one site, the unreservable ones too.
  ///   - wanted: How many hosts are wanted; nil when that is not known.
  /// - Returns: `remarks`, then what each comparison misses at the site, in their order, then what
  ///   is to be said of the whole.
  /// - Complexity: That of `match(among:)`.
  package func remarks(among hosts: [Host], wanted: Int? = nil) -> [SelectorRemark] {
    let reservable = hosts.filter(\.isReservable)
    let match = try? match(among: hosts)
    var result = remarks
    for (index, leaf) in leaves.map(\.asRead).enumerated() {
      if HostColumn(rawValue: leaf.name) == nil {
        result += Selector.remarks(on: leaf, among: hosts, reservable)
      }
      if leaf.isAbsentMachine(reservable) {
        result.append(.machineElsewhere(leaf))
      } else if leaf.isAbsentValue(reservable) {
        result.append(.unknownValue(leaf))
      }
      guard let remaining = match?.remaining, remaining[index] == 0 else { continue }
      if index == 0 || remaining[index - 1] > 0 { result.append(.leavesNothing(leaf)) }
    }
    guard let count = match?.hosts.count else { return result }
    if count == reservable.count, count > 0 { result.append(.matchesAny(hosts: count)) }
    if let wanted, count < wanted { result.append(.tooFew(hosts: count, wanted: wanted)) }
    return result
  }

  /// What a property misses at a site, and where its numbers are no numbers.
  private static func remarks(
    on leaf: Leaf, among hosts: [Host], _ reservable: [Host]
  ) -> [SelectorRemark] {
    var result: [SelectorRemark] = []
    let lacking = reservable.count { $0.properties[leaf.name] == nil }
    if !hosts.contains(where: { $0.properties[leaf.name] != nil }) {
      result.append(.unknownProperty(leaf))
    } else if lacking > 0 {
      result.append(.missing(leaf, hosts: lacking))
    }
    guard leaf.operator.isOrder, let bound = Double(leaf.value) else { return result }
    var kept: Set<ExactText> = []
    var lost: Set<ExactText> = []
    for text in reservable.compactMap({ $0.properties[leaf.name] }) {
      guard let number = Double(text) else { continue }
      let isKept = leaf.operator.holds(ExactText(text), ExactText(leaf.value))
      guard isKept != leaf.operator.holds(number, bound) else { continue }
      if isKept { kept.insert(ExactText(text)) } else { lost.insert(ExactText(text)) }
    }
    if !kept.isEmpty || !lost.isEmpty {
      result.append(
        .differsFromNumbers(
          leaf, kept: kept.sorted().map(\.text), lost: lost.sorted().map(\.text)))
    }
    return result
  }

  private static func remarks(on leaf: Leaf) -> [SelectorRemark] {
    var result: [SelectorRemark] = []
    let isNumericColumn = HostColumn(rawValue: leaf.name)?.isNumeric ?? false
    if leaf.operator.isOrder, !isNumericColumn, Double(leaf.value) != nil {
      result.append(.comparesNumbersAsText(leaf))
    }
    if leaf.namesMachine { result.append(.namesMachine(leaf)) }
    if leaf.name.utf8.contains(UInt8(ascii: " ")) { result.append(.blankInName(leaf)) }
    return result
  }
}

extension Selector.Leaf {
  /// Source: the node records of the reference repository, and Blazar's host table.
  private static let namesOfMachines: Set = [
    "uid", "node_name", "id", "hypervisor_hostname", "service_name",
  ]
  private static let partsOfMachines = [".serial", ".mac", ".wwn"]

  /// Names of nodes, where a value that no node has is the name of one elsewhere.
  private static let identities: Set = ["uid", "node_name", "hypervisor_hostname"]

  fileprivate func isAbsentMachine(_ reservable: [Host]) -> Bool {
    guard Selector.Leaf.identities.contains(name), !`operator`.isOrder else { return false }
    let property = name == "hypervisor_hostname" ? "uid" : name
    return !reservable.contains {
      $0.properties[property].map(ExactText.init) == ExactText(value)
        || $0.columns[.hypervisorHostname] == .text(value) && name == "hypervisor_hostname"
    }
  }

  /// Whether the property is there but never has the value.
  fileprivate func isAbsentValue(_ reservable: [Host]) -> Bool {
    guard !`operator`.isOrder, HostColumn(rawValue: name) == nil else { return false }
    let values = reservable.compactMap { $0.properties[name] }
    return !values.isEmpty && !values.contains { ExactText($0) == ExactText(value) }
  }

  /// Whether the property names a single machine, its parts or its place, so that the comparison
  /// means nothing at another site.
  package var namesMachine: Bool {
    Selector.Leaf.namesOfMachines.contains(name) || name.hasPrefix("placement.")
      || Selector.Leaf.partsOfMachines.contains(where: name.hasSuffix)
  }
}

extension Selector.Operator {
  /// Whether it asks for an order rather than for equality.
  var isOrder: Bool {
    switch self {
    case .equal, .doubleEqual, .notEqual: false
    case .greaterOrEqual, .lessOrEqual, .greater, .less: true
    }
  }
}

extension Selector.Term {
  private var allLeaves: [Selector.Leaf] {
    switch self {
    case .everything: []
    case .leaf(let leaf): [leaf]
    case .and(let terms): terms.flatMap(\.allLeaves)
    }
  }

  /// Everything but the first comparison of each element of the outermost `and`.
  fileprivate var lostLeaves: [Selector.Leaf] {
    guard case .and(let terms) = self else { return [] }
    return terms.flatMap { $0.allLeaves.dropFirst() }
  }
}
