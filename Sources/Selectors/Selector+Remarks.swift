/// Something about a selector that Blazar accepts and that its author may not have meant.
package enum SelectorRemark: Sendable, Hashable {
  /// Blazar keeps only the first comparison of a nested `and`; these are dropped.
  case dropped([Selector.Leaf])
  /// An order comparison with a number, which Blazar compares as text: `"9"` is above `"50"`.
  case comparesNumbersAsText(Selector.Leaf)
  /// The property names one machine or its place, so that the selector fits no other site.
  case namesMachine(Selector.Leaf)
  /// A blank in the name: Blazar cuts the name off there.
  case blankInName(Selector.Leaf)
  /// So many of the site's reservable hosts lack the property and therefore never match, not even
  /// with `!=`.
  case missing(Selector.Leaf, hosts: Int)
  /// No host of the site has the property at all, for which Blazar fails.
  case unknownProperty(Selector.Leaf)
  /// No reservable host is left after this comparison.
  case leavesNothing(Selector.Leaf)
}

extension Selector {
  /// What can be said of the selector without a site, in the order of its comparisons.
  package var remarks: [SelectorRemark] {
    let lost = written.lostLeaves
    return (lost.isEmpty ? [] : [.dropped(lost)]) + leaves.flatMap(Selector.remarks)
  }

  /// What can be said of the selector at the site with `hosts`.
  ///
  /// - Parameter hosts: Every host of one site, the unreservable ones too.
  /// - Returns: `remarks`, then what each comparison misses at the site, in their order.
  /// - Complexity: That of `match(among:)`.
  package func remarks(among hosts: [Host]) -> [SelectorRemark] {
    let reservable = hosts.filter(\.isReservable)
    let match = try? match(among: hosts)
    var result = remarks
    for (index, leaf) in leaves.enumerated() where HostColumn(rawValue: leaf.name) == nil {
      let lacking = reservable.count { $0.properties[leaf.name] == nil }
      if !hosts.contains(where: { $0.properties[leaf.name] != nil }) {
        result.append(.unknownProperty(leaf))
      } else if lacking > 0 {
        result.append(.missing(leaf, hosts: lacking))
      }
      guard let remaining = match?.remaining, remaining[index] == 0 else { continue }
      if index == 0 || remaining[index - 1] > 0 { result.append(.leavesNothing(leaf)) }
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

extension SelectorRemark: CustomStringConvertible {
  /// One sentence, lower case and without a full stop.
  package var description: String {
    switch self {
    case .dropped(let leaves):
      "Blazar ignores \(leaves.map(\.description).joined(separator: ", ")): of a nested 'and' it"
        + " keeps the first comparison only"
    case .comparesNumbersAsText(let leaf):
      "Blazar compares texts in \(leaf): \"9\" is above \"50\""
    case .namesMachine(let leaf): "\(leaf) names a single machine, its parts or its place"
    case .blankInName(let leaf): "Blazar cuts the name in \(leaf) at its blank"
    case .missing(let leaf, let hosts):
      "\(hosts == 1 ? "1 host lacks" : "\(hosts) hosts lack") '\(leaf.name)' and cannot match \(leaf)"
    case .unknownProperty(let leaf):
      "no host of the site has '\(leaf.name)', for which Blazar fails"
    case .leavesNothing(let leaf): "no host is left after \(leaf)"
    }
  }
}
