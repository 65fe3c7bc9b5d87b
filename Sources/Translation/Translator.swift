package import Equivalence
package import Hardware
package import Selectors

/// What the user decided beforehand.
package struct TranslationChoices: Sendable {
  /// Replacements below this grade are not taken unless they are preferred.
  package var minimumGrade = Grade.close
  /// From a node type or configuration of the source to one of the target.
  package var preferred: [String: String] = [:]
  package var wishes = Profile.Wishes()

  package init() {}
}

/// Finds what takes the place of node types, selectors and nodes of one site at another.
package struct Translator: Sendable {
  package let source: SiteInventory
  package let target: SiteInventory
  package let facts: Facts
  package let choices: TranslationChoices

  package init(
    from source: SiteInventory, to target: SiteInventory, facts: Facts,
    choices: TranslationChoices
  ) {
    self.source = source
    self.target = target
    self.facts = facts
    self.choices = choices
  }

  /// What takes the place of a whole node type, for a place that can only name a node type.
  ///
  /// A replacement that is not the whole of its type is given only when nothing better is; the
  /// caller must not write its type's name where no selector can stand.
  ///
  /// - Parameters:
  ///   - name: The node type, as written.
  ///   - nodes: How many nodes are wanted at once; nil when that is not known.
  package func nodeType(_ name: String, nodes: Int? = nil) -> Translation {
    Translation(.unknown(reason: ""), source: [], sourceCount: 0)
  }

  /// What takes the place of a selector.
  ///
  /// - Parameters:
  ///   - selector: As written for the source.
  ///   - nodes: How many nodes are wanted at once; nil when that is not known.
  /// - Returns: The selector of the outcome keeps those comparisons of `selector` that mean the same
  ///   at the target, in the author's order and spelling of operators.
  package func selector(_ selector: Selector, nodes: Int? = nil) -> Translation {
    Translation(.unknown(reason: ""), source: [], sourceCount: 0)
  }

  /// What takes the place of one node of the source, by its UUID or name; nil when the source has no
  /// such node.
  package func node(_ name: String, nodes: Int? = nil) -> Translation? { nil }
}
