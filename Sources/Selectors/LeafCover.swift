/// A comparison that holds for all the wanted configurations, and the others it keeps out.
struct CandidateLeaf {
  let leaf: Selector.Leaf
  let excluded: BitSet
}

/// Finds the few candidates that together keep out what they all could.
struct LeafCover {
  /// Comparisons with `=`, most preferred first.
  private let equalities: [CandidateLeaf]
  /// Those, then `!=`, `>=` and `<=`.
  private let all: [CandidateLeaf]
  /// What can be kept out at all.
  let excludable: BitSet

  /// The largest number of comparisons for which every choice is tried.
  ///
  /// Beyond it the answer is
  /// still right but may be longer than needed.
  private static let exhaustive = 3

  /// The candidates for the configurations `wanted` of `table`.
  init(wanted: BitSet, in table: ConfigurationTable) {
    var equalities = Candidates(wanted: wanted, table: table)
    equalities.addEqualities()
    var all = equalities
    all.addInequalities()
    all.addRanges()
    self.equalities = equalities.found
    self.all = all.found
    excludable = LeafCover.union(all.found, like: wanted)
  }

  /// The fewest leaves that keep out all that is excludable: with `=` alone where two or fewer do,
  /// then with any operator; in order of preference among equally short ones.
  func leaves() -> [Selector.Leaf] {
    guard !excludable.isEmpty else { return [] }
    let equal = LeafCover.union(equalities, like: excludable) == excludable ? equalities : nil
    for (range, candidates) in [
      (1...2, equal), (1...2, all), (3...LeafCover.exhaustive, equal),
      (3...LeafCover.exhaustive, all),
    ] {
      guard let candidates else { continue }
      for count in range {
        if let chosen = LeafCover.choose(count, of: candidates, excluding: excludable) {
          return chosen.map { candidates[$0].leaf }
        }
      }
    }
    let candidates = equal ?? all
    return LeafCover.greedy(candidates, excluding: excludable).map { candidates[$0].leaf }
  }

  private static func union(_ candidates: [CandidateLeaf], like: BitSet) -> BitSet {
    var result = like.subtracting(like)
    for candidate in candidates { result.formUnion(candidate.excluded) }
    return result
  }

  /// The first `count` candidates in order of preference that keep out all of `rest`, as ascending
  /// indices.
  ///
  /// Whatever is chosen must keep out each configuration, so it is enough to try those candidates
  /// that keep out the one which the fewest do.
  private static func choose(
    _ count: Int, of candidates: [CandidateLeaf], excluding rest: BitSet
  ) -> [Int]? {
    if count == 1 {
      return candidates.firstIndex { rest.isSubset(of: $0.excluded) }.map { [$0] }
    }
    var hardest: [Int]?
    for configuration in rest.members {
      let able = candidates.indices.filter { candidates[$0].excluded.contains(configuration) }
      if able.count < hardest?.count ?? Int.max { hardest = able }
      if able.count <= 1 { break }
    }
    var best: [Int]?
    for index in hardest ?? [] {
      let left = rest.subtracting(candidates[index].excluded)
      guard !left.isEmpty else { return [index] }
      guard let others = choose(count - 1, of: candidates, excluding: left) else { continue }
      let chosen = (others + [index]).sorted()
      if best.map({ chosen.lexicographicallyPrecedes($0) }) ?? true { best = chosen }
    }
    return best
  }

  private static func greedy(
    _ candidates: [CandidateLeaf], excluding all: BitSet
  ) -> [Int] {
    var rest = all
    var chosen: [Int] = []
    while !rest.isEmpty {
      let gains = candidates.map { rest.intersection($0.excluded).members.count }
      guard let best = gains.indices.max(by: { (gains[$0], $1) < (gains[$1], $0) }),
        gains[best] > 0
      else { break }
      chosen.append(best)
      rest.subtract(candidates[best].excluded)
    }
    return chosen.sorted()
  }
}

/// Collects the comparisons that hold for all of `wanted`, the first of those that keep out the
/// same.
private struct Candidates {
  let wanted: BitSet
  let table: ConfigurationTable
  private let unwanted: BitSet
  private(set) var found: [CandidateLeaf] = []
  private var seen: Set<BitSet> = []

  init(wanted: BitSet, table: ConfigurationTable) {
    self.wanted = wanted
    self.table = table
    unwanted = BitSet(below: table.members.count).subtracting(wanted)
  }

  mutating func addEqualities() {
    for column in columns {
      guard let same = column.values.first(where: { wanted.isSubset(of: $0.holders) }) else {
        continue
      }
      add(.equal, column.name, same.value, excluding: unwanted.subtracting(same.holders))
    }
  }

  mutating func addInequalities() {
    for column in columns {
      let absent = unwanted.subtracting(column.present)
      for (value, holders) in column.values where wanted.isDisjoint(with: holders) {
        var excluded = absent
        excluded.formUnion(holders)
        add(.notEqual, column.name, value, excluding: excluded)
      }
    }
  }

  /// The tightest bounds, in the order of texts.
  ///
  /// They are offered last, as nobody reads `"100"` as
  /// less than `"20"`.
  mutating func addRanges() {
    for column in columns {
      let used = column.values.indices.filter {
        !wanted.isDisjoint(with: column.values[$0].holders)
      }
      guard let first = used.first, let last = used.last else { continue }
      let absent = unwanted.subtracting(column.present)
      var below = absent
      for value in column.values[..<first] { below.formUnion(value.holders) }
      add(.greaterOrEqual, column.name, column.values[first].value, excluding: below)
      var above = absent
      for value in column.values[(last + 1)...] { above.formUnion(value.holders) }
      if !column.values[last].value.isEmpty {
        add(.lessOrEqual, column.name, column.values[last].value, excluding: above)
      } else if last + 1 < column.values.count {
        add(.less, column.name, column.values[last + 1].value, excluding: above)
      }
    }
  }

  private var columns: [ConfigurationTable.Column] {
    table.columns.filter { wanted.isSubset(of: $0.present) }
  }

  private mutating func add(
    _ operation: Selector.Operator, _ name: String, _ value: String, excluding excluded: BitSet
  ) {
    // Blazar refuses to compare with an empty value, though a host may have one.
    guard !value.isEmpty, !excluded.isEmpty, seen.insert(excluded).inserted else { return }
    found.append(CandidateLeaf(leaf: .init(operation, name, value), excluded: excluded))
  }
}
