import Equivalence
import Selectors
import Testbed

/// Nodes of the target that a selector gives, and how well they replace the source.
struct Offer {
  let candidate: Candidate
  /// The worst of the nodes that are given, lowered where they are too few.
  let grade: Grade
  let losses: [String]
  let selector: Selector
  let nodes: Set<Int>
  /// Those of the candidate's own configuration.
  let own: Set<Int>
  let isWholeType: Bool
  let ratio: ExpectedRatio?

  var configuration: Configuration { candidate.configuration }

  func replacement(
    isChosen: Bool = false, grade: Grade? = nil, losses: [String]? = nil
  ) -> Replacement {
    Replacement(
      configuration: configuration, grade: grade ?? self.grade, ratio: ratio,
      losses: losses ?? self.losses,
      selector: selector, nodeCount: nodes.count, alsoMatches: nodes.subtracting(own).count,
      isWholeType: isWholeType, isChosen: isChosen)
  }
}
