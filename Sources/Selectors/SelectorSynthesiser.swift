/// Finds selectors for groups of hosts of one site.
///
/// Hosts are indices into the caller's list of the site's *reservable* hosts. Properties are asked
/// for only where they are needed: never for a group that is a whole node type.
package struct SelectorSynthesiser {
  private let nodeTypes: [String?]
  private let hostsByType: [String: [Int]]
  private let weights: [Int]?
  private let properties: (Int) -> ResourceProperties
  private var tables: [String?: ConfigurationTable] = [:]

  /// The largest number of machines that `allowingIdentity` excludes one by one.
  package static let maximumExclusions = 8

  /// A synthesiser for one site.
  ///
  /// - Parameters:
  ///   - nodeTypes: The property `node_type` of every reservable host; nil where there is none.
  ///   - weights: How many hosts each stands for that have the same stable properties; nil for 1.
  ///   - properties: The properties of the host with an index, called at most once for each table
  ///     that is built: once per host of a node type, once more when a group spans node types.
  package init(
    nodeTypes: [String?], weights: [Int]? = nil,
    properties: @escaping (_ host: Int) -> ResourceProperties
  ) {
    precondition(weights.map { $0.count == nodeTypes.count } ?? true, "each host has a weight")
    self.nodeTypes = nodeTypes
    self.weights = weights
    self.properties = properties
    hostsByType = Dictionary(
      grouping: nodeTypes.indices.filter { nodeTypes[$0]?.isEmpty == false },
      by: { nodeTypes[$0] ?? "" })
  }

  /// A synthesiser for hosts at hand.
  ///
  /// - Parameter hosts: The reservable hosts of one site.
  package init(hosts: [Host]) {
    precondition(hosts.allSatisfy(\.isReservable), "no selector matches an unreservable host")
    self.init(
      nodeTypes: hosts.map { $0.properties["node_type"] }, properties: { hosts[$0].properties })
  }

  /// The shortest selector for `hosts` on properties that say what the hardware is, among those that
  /// begin with their node type.
  ///
  /// For hosts of one node type it starts with `=` on `node_type`, which people read and which stays
  /// true, and is only that when they are all of it. Then come as few comparisons as possible, with `=` alone where up to two of them
  /// do, otherwise with `!=`, `>=` and `<=` too; among equally short ones the order of
  /// `StableProperty` decides, so the answer depends on nothing but the arguments. Up to three
  /// comparisons are proven to be the fewest.
  ///
  /// - Parameters:
  ///   - hosts: The wanted hosts, in any order.
  ///   - allowingIdentity: Whether to fall back on `uid`, which names single machines.
  /// - Returns: The selector; when no exact one exists, the one that matches all of `hosts` and the
  ///   fewest others. Nil when `hosts` is empty.
  /// - Complexity: O(*k*) for *k* hosts that are a whole node type; otherwise the first group of a
  ///   node type reads the properties of all its hosts.
  package mutating func selector(
    for hosts: [Int], allowingIdentity: Bool = false
  ) -> SynthesisedSelector? {
    guard let first = hosts.first else { return nil }
    let wanted = Set(hosts)
    let type = hosts.allSatisfy { nodeTypes[$0] == nodeTypes[first] } ? nodeTypes[first] : nil
    var prefix: [Selector.Leaf] = []
    if let type, !type.isEmpty {
      prefix = [Selector.Leaf(.equal, "node_type", type)]
      if wanted.count == hostsByType[type]?.count {
        return SynthesisedSelector(selector: Selector(allOf: prefix), alsoMatches: 0)
      }
    }
    let table = table(of: prefix.isEmpty ? nil : type)
    let (any, complete) = table.touched(by: wanted)
    let cover = LeafCover(wanted: any, in: table)
    let matched = BitSet(below: table.members.count).subtracting(cover.excludable)
    let selector = Selector(allOf: prefix + cover.leaves())
    let wantedCount = wanted.reduce(0) { $0 + (weights?[$1] ?? 1) }
    let others = table.hostCount(of: matched) - wantedCount
    guard others > 0 else { return SynthesisedSelector(selector: selector, alsoMatches: 0) }
    if allowingIdentity {
      let matchedHosts = matched.members.flatMap { table.members[$0] }
      if let exact = identifying(wanted, among: matchedHosts, narrowing: selector) { return exact }
    }
    return SynthesisedSelector(
      selector: selector, alsoMatches: others,
      narrower: narrower(complete, of: wantedCount, in: table, prefix: prefix))
  }

  private mutating func table(of type: String?) -> ConfigurationTable {
    if let table = tables[type] { return table }
    let hosts = type.flatMap { hostsByType[$0] } ?? Array(nodeTypes.indices)
    let table = ConfigurationTable(hosts: hosts, weights: weights, properties: properties)
    tables[type] = table
    return table
  }

  /// The largest selector found that matches wanted hosts only, given the configurations that are
  /// wanted completely.
  ///
  /// Tried are all of them together, those with one value in common, and each alone.
  private func narrower(
    _ complete: BitSet, of wanted: Int, in table: ConfigurationTable, prefix: [Selector.Leaf]
  ) -> SynthesisedSelector.Narrower? {
    let none = complete.subtracting(complete)
    var choices = [complete]
    for column in table.columns {
      choices += column.values.map { complete.intersection($0.holders) }
    }
    for configuration in complete.members {
      var single = none
      single.insert(configuration)
      choices.append(single)
    }
    var tried: Set<BitSet> = [none]
    var best: (hosts: Int, leaves: [Selector.Leaf])?
    for choice in choices where tried.insert(choice).inserted {
      let size = table.hostCount(of: choice)
      guard size > best?.hosts ?? 0 else { continue }
      let cover = LeafCover(wanted: choice, in: table)
      let matched = BitSet(below: table.members.count).subtracting(cover.excludable)
      guard matched.isSubset(of: complete) else { continue }
      best = (table.hostCount(of: matched), cover.leaves())
    }
    return best.map {
      .init(selector: Selector(allOf: prefix + $0.leaves), misses: wanted - $0.hosts)
    }
  }

  /// An exact selector by `uid`: the one wanted machine, or all that match but a few.
  private func identifying(
    _ wanted: Set<Int>, among matched: [Int], narrowing selector: Selector
  ) -> SynthesisedSelector? {
    func uid(_ host: Int) -> String? { properties(host)["uid"].flatMap { $0.isEmpty ? nil : $0 } }
    if wanted.count == 1, let host = wanted.first, let uid = uid(host) {
      return SynthesisedSelector(
        selector: Selector(allOf: [.init(.equal, "uid", uid)]), alsoMatches: 0)
    }
    let others = matched.filter { !wanted.contains($0) }.sorted()
    guard others.count <= SelectorSynthesiser.maximumExclusions,
      wanted.allSatisfy({ uid($0) != nil })
    else { return nil }
    let exclusions = others.compactMap { uid($0).map { Selector.Leaf(.notEqual, "uid", $0) } }
    guard exclusions.count == others.count else { return nil }
    return SynthesisedSelector(
      selector: Selector(allOf: selector.leaves + exclusions), alsoMatches: 0)
  }
}

/// A selector that matches every wanted host, and how well it keeps to them.
package struct SynthesisedSelector: Sendable, Hashable {
  /// A selector for some of the wanted hosts and no others.
  package struct Narrower: Sendable, Hashable {
    /// Matches wanted hosts only.
    package let selector: Selector
    /// How many wanted hosts it does not match.
    package let misses: Int
  }

  /// Matches all wanted hosts.
  package let selector: Selector
  /// How many other hosts it matches.
  package let alsoMatches: Int
  /// For an inexact selector, what matches none but wanted hosts; nil when nothing was found.
  package let narrower: Narrower?

  /// Whether the selector matches the wanted hosts and no others.
  package var isExact: Bool { alsoMatches == 0 }

  init(selector: Selector, alsoMatches: Int, narrower: Narrower? = nil) {
    self.selector = selector
    self.alsoMatches = alsoMatches
    self.narrower = narrower
  }
}
