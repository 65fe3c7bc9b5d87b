import Selectors

/// The obvious way to find selectors: try everything.
///
/// For a handful of hosts only.
struct SlowSynthesis {
  /// How many hosts beyond the wanted ones the best flat selector of any length matches.
  let fewestOthers: Int
  /// The number of comparisons in the shortest exact selector of `=` alone; nil when none is exact.
  let shortestEquality: Int?

  private static let names = [
    "gpu.gpu_model", "gpu.gpu", "main_memory.ram_size", "storage_devices.0.size",
    "storage_devices.10.size", "network_adapters.1.rate", "node_type",
  ]

  /// - Parameters:
  ///   - wanted: What to match.
  ///   - hosts: The site, with the properties in `names` only.
  init(wanted: Set<Int>, among hosts: [Host]) {
    let leaves = SlowSynthesis.names.flatMap { name in
      Set(hosts.compactMap { $0.properties[name] }).subtracting([""]).sorted().flatMap { value in
        Selector.Operator.allCases.map { Selector.Leaf($0, name, value) }
      }
    }
    func matched(_ leaves: [Selector.Leaf]) -> Set<Int> {
      let match = try? Selector(allOf: leaves).match(among: hosts)
      return Set(match?.hosts ?? [])
    }
    let sets = leaves.map { (leaf: $0, hosts: matched([$0])) }
      .filter { $0.hosts.isSuperset(of: wanted) }
    let best = sets.reduce(Set(hosts.indices)) { $0.intersection($1.hosts) }
    fewestOthers = best.count - wanted.count

    let types = Set(wanted.map { hosts[$0].properties["node_type"] })
    let equal = sets.filter { $0.leaf.operator == .equal }
    var level: Set<Set<Int>> = [Set(hosts.indices)]
    var count = 0
    if types.count == 1, let first = equal.first(where: { $0.leaf.name == "node_type" }) {
      level = [first.hosts]
      count = 1
    }
    var shortest: Int?
    while count <= equal.count {
      if level.contains(wanted) {
        shortest = count
        break
      }
      level = Set(level.flatMap { reached in equal.map { reached.intersection($0.hosts) } })
      count += 1
    }
    shortestEquality = shortest
  }
}
