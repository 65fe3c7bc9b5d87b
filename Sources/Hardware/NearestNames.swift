/// The names that somebody may have meant by a name that there is not.
package struct NearestNames: Sendable {
  private typealias Candidate = (name: String, distance: Int)

  private let names: [String]

  /// - Parameter names: The names that there are, in any order; duplicates count once.
  package init(_ names: some Sequence<String>) { self.names = Set(names).sorted() }

  /// The names like `text`, the likest first.
  ///
  /// Names that begin with it come first (`gpu_a100_pcie` for `gpu_a100`), then those of which at most
  /// half has to be changed, then those where one contains the other. Names that are much less like it
  /// than the likest are left out. Case does not count.
  ///
  /// - Parameters:
  ///   - text: What was asked for.
  ///   - limit: At most this many.
  /// - Returns: Names by distance, then in the order of the alphabet; none when nothing is like it.
  /// - Complexity: O(*n* *m*) for *n* bytes of all names and *m* bytes of `text`.
  package func nearest(to text: String, limit: Int = 3) -> [String] {
    let wanted = Array(text.lowercased().utf8)
    guard !wanted.isEmpty else { return [] }
    var longer: [Candidate] = []
    var close: [Candidate] = []
    var related: [Candidate] = []
    for name in names {
      let candidate = Array(name.lowercased().utf8)
      let distance = NearestNames.distance(wanted, candidate)
      if wanted.count >= 3, candidate.starts(with: wanted) {
        longer.append((name, distance))
      } else if distance <= max(1, max(wanted.count, candidate.count) / 2) {
        close.append((name, distance))
      } else if min(wanted.count, candidate.count) >= 3,
        NearestNames.contains(candidate, wanted) || NearestNames.contains(wanted, candidate)
      {
        related.append((name, distance))
      }
    }
    let best = (longer + close).map(\.distance).min() ?? 0
    let found = [longer, close.filter { $0.distance <= best + 2 }, related]
    return Array(found.flatMap(NearestNames.ordered).prefix(limit))
  }

  /// How many bytes have to be inserted, removed, replaced or swapped with their neighbour to make
  /// `b` of `a`.
  ///
  /// The Damerau-Levenshtein distance in its restricted form: no byte is changed twice.
  ///
  /// - Complexity: O(*n* *m*).
  package static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      current.reserveCapacity(b.count + 1)
      for j in b.indices {
        var cost = min(
          previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// `names` is sorted, so the order of the alphabet decides between equal distances.
  private static func ordered(_ found: [Candidate]) -> [String] {
    found.enumerated().sorted {
      ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset)
    }.map(\.element.name)
  }
}
