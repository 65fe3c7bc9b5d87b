import Glibc
package import Hardware

/// How much faster or larger the candidate is expected to be, as a range.
package struct ExpectedRatio: Sendable, Hashable {
  package let low: Double
  package let high: Double
  /// What it rests on, for example `SPECrate 2017 base`.
  package let basis: String
  /// How far the facts may be trusted that it rests on: the least of them.
  package private(set) var confidence = Confidence.high

  /// The same ratio, known to rest on these facts.
  func resting(on facts: Provenance...) -> ExpectedRatio {
    var ratio = self
    for level in [Confidence.medium, .low] where facts.contains(where: { $0.confidence == level }) {
      ratio.confidence = level
    }
    return ratio
  }

  /// - Parameters:
  ///   - low: 0 or more.
  ///   - high: `low` or more.
  ///   - basis: What it rests on.
  package init(low: Double, high: Double, basis: String) {
    self.low = low
    self.high = high
    self.basis = basis
  }

  /// A range around `middle` that is as wide downwards as upwards in proportion, so that the ratio
  /// the other way round is its reciprocal.
  init(middle: Double, uncertainty: Double, basis: String) {
    low = middle / (1 + uncertainty)
    high = middle * (1 + uncertainty)
    self.basis = basis
  }

  /// The middle in proportion.
  package var middle: Double { (low * high).squareRoot() }

  /// 1 for as much or more, less in proportion, 0 for nothing.
  var score: Double { min(1, max(0, middle)) }

  /// How far from equal, in either direction: 0 for equal, 1 for a factor of e.
  var distance: Double { middle > 0 ? abs(log(middle)) : 10 }
}

extension Provenance {
  /// What is added to a range, in proportion, for a fact that is not certain.
  var doubt: Double {
    switch confidence {
    case .high: 0
    case .medium: 0.05
    case .low: 0.15
    }
  }
}
