/// How two configurations compare in one dimension, as numbers.
package struct Measure: Sendable, Hashable {
  /// 1 for nothing lost, 0 for everything.
  package let score: Double
  /// The candidate over the source; nil where no number can be given.
  package let ratio: ExpectedRatio?
  /// How unlike they are, in either direction; 0 for equal.
  ///
  /// Decides between equal scores.
  package let distance: Double

  init(score: Double, ratio: ExpectedRatio? = nil, distance: Double? = nil) {
    self.score = score
    self.ratio = ratio
    self.distance = distance ?? ratio?.distance ?? (1 - score)
  }

  /// A measure by a ratio.
  init(_ ratio: ExpectedRatio) { self.init(score: ratio.score, ratio: ratio) }

  /// Nothing lost, nothing different.
  static let equal = Measure(score: 1, distance: 0)

  /// The candidate's value is unknown: between the best and the worst that it could be.
  static let unknown = Measure(score: 0.5, distance: 1)
}

/// How two configurations compare in one dimension, in words.
package struct Description: Sendable, Hashable {
  /// What the source has.
  package let from: String
  /// What the candidate has.
  package let to: String
  /// One sentence.
  package let note: String

  init(from: String, to: String, note: String) {
    self.from = from
    self.to = to
    self.note = note
  }
}

/// A dimension with the knowledge to compare in it; each is one file in `Criteria/`.
///
/// Measuring is apart from describing, so that sentences are made only for what is shown.
protocol Criterion: Sendable {
  var dimension: Dimension { get }

  /// - Complexity: O(1).
  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description
}

/// All criteria, in the order of `Dimension.allCases`, in which they are shown.
let allCriteria: [any Criterion] = [
  ProcessorCriterion(), MemoryCriterion(), AcceleratorCriterion(), AcceleratorMemoryCriterion(),
  InterconnectCriterion(), NetworkCriterion(), StorageCriterion(), CountCriterion(),
  CostCriterion(),
]
