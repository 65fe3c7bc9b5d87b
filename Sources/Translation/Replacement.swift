package import Equivalence
package import Selectors
package import Testbed

/// What takes the place of some hardware at the target.
package struct Replacement: Sendable {
  /// What is taken at the target.
  package let configuration: Configuration
  package let grade: Grade
  /// How fast it is expected to be; nil where that is not known.
  package let ratio: ExpectedRatio?
  /// What is lost, in words; none for a drop-in.
  package let losses: [String]
  /// Matches every node of `configuration`, and `alsoMatches` others: of a whole type the rest of
  /// it, otherwise what no selector tells apart; checked by matching it at the target.
  package let selector: Selector
  /// How many nodes of the target `selector` matches.
  package let nodeCount: Int
  /// How many of these are other hardware.
  package let alsoMatches: Int
  /// Whether every node of `configuration.nodeType` at the target is good enough, so that naming the
  /// type says enough.
  package let isWholeType: Bool
  /// Whether the user chose it.
  package let isChosen: Bool

  package init(
    configuration: Configuration, grade: Grade, ratio: ExpectedRatio?, losses: [String],
    selector: Selector, nodeCount: Int, alsoMatches: Int, isWholeType: Bool, isChosen: Bool
  ) {
    self.configuration = configuration
    self.grade = grade
    self.ratio = ratio
    self.losses = losses
    self.selector = selector
    self.nodeCount = nodeCount
    self.alsoMatches = alsoMatches
    self.isWholeType = isWholeType
    self.isChosen = isChosen
  }
}

/// What becomes of some hardware of the source at the target.
package struct Translation: Sendable {
  package enum Outcome: Sendable {
    /// The same words mean good enough hardware at the target; nothing needs to change.
    ///
    /// Nil where no hardware is named: selectors of networks, and of any node of the site.
    case portable(Replacement?)
    /// Another node type or selector; the best comes first.
    case replaced(Replacement)
    /// Nothing at the target is good enough; the reason names the nearest.
    case none(reason: String)
    /// The source has no such hardware, so nobody knows what is meant; the reason says where it
    /// exists, or that it was retired.
    case unknown(reason: String)
  }

  package let outcome: Outcome
  /// What the nodes at the source are, most nodes first; empty when the source has none.
  package let source: [Configuration]
  /// How many nodes the source has of it.
  package let sourceCount: Int
  /// Other replacements that are good enough, best first.
  package let alternatives: [Replacement]
  /// What a user should know besides; one sentence each.
  package let remarks: [String]

  package init(
    _ outcome: Outcome, source: [Configuration], sourceCount: Int, alternatives: [Replacement] = [],
    remarks: [String] = []
  ) {
    self.outcome = outcome
    self.source = source
    self.sourceCount = sourceCount
    self.alternatives = alternatives
    self.remarks = remarks
  }
}
