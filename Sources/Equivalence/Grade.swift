/// How well a candidate replaces the source.
package enum Grade: String, Sendable, Hashable, CaseIterable, Comparable {
  /// A hard requirement cannot be met.
  case none
  /// Usable with changes or a loss.
  case partial
  /// The same instruction set and GPU software, nothing required lost, at least half the speed.
  case close
  /// Only names change; expect 0.9 to 1.1 of the speed.
  case dropIn = "drop-in"

  private var rank: Int { Grade.allCases.firstIndex(of: self) ?? 0 }

  package static func < (a: Grade, b: Grade) -> Bool { a.rank < b.rank }
}
