/// Hosts grouped by their stable properties: hosts with the same configuration cannot be told apart
/// by a selector that is not about a single machine.
struct ConfigurationTable: Sendable {
  /// One stable property and who has which value.
  struct Column: Sendable {
    let name: String
    /// Each value and the configurations that have it, in the order of code points.
    let values: [(value: String, holders: BitSet)]
    /// The configurations that have the property at all.
    let present: BitSet
  }

  /// Ordered by preference.
  let columns: [Column]
  /// The hosts of each configuration.
  let members: [[Int]]
  /// The configuration of each host.
  let configurations: [Int: Int]
  /// How many hosts each configuration has, by weight.
  private let hostCounts: [Int]

  /// Reads the properties of each host once.
  ///
  /// - Complexity: O(*n* · *p*) expected, for *n* hosts with *p* properties.
  init(
    hosts: [Int], weights: [Int]? = nil, properties: (Int) -> ResourceProperties
  ) {
    var reader = Reader()
    for host in hosts { reader.read(properties(host), of: host) }
    columns = reader.columns()
    members = reader.members
    configurations = reader.configurations
    hostCounts = members.map { hosts in hosts.reduce(0) { $0 + (weights?[$1] ?? 1) } }
  }

  /// The configurations of `hosts`, and those of them all of whose hosts are among `hosts`.
  func touched(by hosts: Set<Int>) -> (any: BitSet, complete: BitSet) {
    var counts: [Int: Int] = [:]
    for host in hosts { if let found = configurations[host] { counts[found, default: 0] += 1 } }
    var any = BitSet(capacity: members.count)
    var complete = any
    for (configuration, count) in counts {
      any.insert(configuration)
      if count == members[configuration].count { complete.insert(configuration) }
    }
    return (any, complete)
  }

  func hostCount(of configurations: BitSet) -> Int {
    configurations.members.reduce(0) { $0 + hostCounts[$1] }
  }
}

/// The table while it is being filled: names, values and configurations become numbers when they
/// are first seen.
private struct Reader {
  private struct Name {
    let text: String
    let rank: StableProperty.Rank
    var numbers: [ExactText: Int32] = [:]
    var values: [String] = []
  }

  private struct Cell: Hashable {
    let name: Int32
    let value: Int32
  }

  private var numbers: [ExactText: Int32] = [:]
  private var names: [Name] = []
  private var rows: [[Cell]] = []
  private var known: [[Cell]: Int] = [:]
  private(set) var members: [[Int]] = []
  private(set) var configurations: [Int: Int] = [:]

  mutating func read(_ properties: ResourceProperties, of host: Int) {
    var row: [Cell] = []
    for property in properties.sorted {
      let name = number(of: property.name)
      guard name >= 0 else { continue }
      row.append(Cell(name: name, value: number(of: property.value, in: Int(name))))
    }
    let configuration = known[row] ?? rows.count
    if configuration == rows.count {
      known[row] = configuration
      rows.append(row)
      members.append([])
    }
    members[configuration].append(host)
    configurations[host] = configuration
  }

  /// The number of a stable name, -1 for every other.
  private mutating func number(of name: String) -> Int32 {
    if let number = numbers[ExactText(name)] { return number }
    guard let rank = StableProperty.rank(of: name) else {
      numbers[ExactText(name)] = -1
      return -1
    }
    let number = Int32(names.count)
    numbers[ExactText(name)] = number
    names.append(Name(text: name, rank: rank))
    return number
  }

  private mutating func number(of value: String, in name: Int) -> Int32 {
    if let number = names[name].numbers[ExactText(value)] { return number }
    let number = Int32(names[name].values.count)
    names[name].numbers[ExactText(value)] = number
    names[name].values.append(value)
    return number
  }

  func columns() -> [ConfigurationTable.Column] {
    let none = BitSet(capacity: rows.count)
    var holders = names.map { Array(repeating: none, count: $0.values.count) }
    var present = Array(repeating: none, count: names.count)
    for (configuration, row) in rows.enumerated() {
      for cell in row {
        holders[Int(cell.name)][Int(cell.value)].insert(configuration)
        present[Int(cell.name)].insert(configuration)
      }
    }
    return names.indices.sorted { names[$0].rank < names[$1].rank }.map { index in
      let values = zip(names[index].values, holders[index])
        .sorted { ExactText($0.0) < ExactText($1.0) }
        .map { (value: $0.0, holders: $0.1) }
      return .init(name: names[index].text, values: values, present: present[index])
    }
  }
}
