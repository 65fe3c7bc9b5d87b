internal import JSON

/// A `resource_properties` selector: which hosts of a site a reservation may take.
///
/// It keeps what was written and knows what Blazar makes of it, which are not the same where `and`
/// is nested.
///
/// Source: Blazar 17.0.0, `blazar/utils/plugins.py`, `convert_requirements`.
package struct Selector: Sendable, Hashable {
  /// A selector as it was written.
  package indirect enum Term: Sendable, Hashable {
    /// The empty text and the empty array: every reservable host.
    case everything
    case leaf(Leaf)
    /// One element or more, none of them `everything`.
    case and([Term])
  }

  /// One comparison of a property with a text.
  package struct Leaf: Sendable, Hashable {
    /// How it was written: Blazar turns `=` into `==`.
    package let `operator`: Operator
    /// The name without its `$`; never empty.
    package let name: String
    /// Never empty.
    package let value: String

    /// A comparison of the property `name` with `value`, neither of them empty.
    package init(_ `operator`: Operator, _ name: String, _ value: String) {
      precondition(!name.isEmpty && !value.isEmpty, "Blazar refuses empty names and values")
      self.operator = `operator`
      self.name = name
      self.value = value
    }
  }

  /// What was written.
  package let written: Term
  /// The comparisons that Blazar makes, in order; all of them must hold.
  ///
  /// Of a nested `and` it keeps
  /// the first only.
  package let leaves: [Leaf]

  /// Whether Blazar drops comparisons that were written.
  package var losesComparisons: Bool { leaves.count < written.leafCount }

  /// Whether the selector has no comparison, so that every reservable host matches.
  package var matchesEverything: Bool { leaves.isEmpty }

  /// A selector from its written form.
  ///
  /// - Parameter written: The form; every `and` in it must have an element and no `everything`.
  package init(_ written: Term) {
    precondition(written.isConvertible, "Blazar refuses an empty element of 'and'")
    self.written = written
    leaves = written.effectiveLeaves
  }

  /// The flat selector that asks for all of `leaves`: everything, a single comparison or one `and`.
  package init(allOf leaves: [Leaf]) {
    switch leaves.count {
    case 0: self.init(.everything)
    case 1: self.init(.leaf(leaves[0]))
    default: self.init(.and(leaves.map(Term.leaf)))
    }
  }
}

extension Selector {
  /// A comparison, spelled as users spell it.
  package enum Operator: String, Sendable, Hashable, CaseIterable {
    /// What Chameleon's documentation tells users to write; Blazar turns it into `==`.
    case equal = "="
    case doubleEqual = "=="
    case notEqual = "!="
    case greaterOrEqual = ">="
    case lessOrEqual = "<="
    case greater = ">"
    case less = "<"

    /// The spelling that Blazar compares with.
    var canonical: Operator { self == .equal ? .doubleEqual : self }

    /// Whether `left operator right` holds.
    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
      switch self {
      case .equal, .doubleEqual: left == right
      case .notEqual: left != right
      case .greaterOrEqual: left >= right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .less: left < right
      }
    }
  }
}

extension Selector.Term {
  fileprivate var leafCount: Int {
    switch self {
    case .everything: 0
    case .leaf: 1
    case .and(let terms): terms.reduce(0) { $0 + $1.leafCount }
    }
  }

  fileprivate var isConvertible: Bool {
    guard case .and(let terms) = self else { return true }
    return !terms.isEmpty && terms.allSatisfy { $0 != .everything && $0.isConvertible }
  }

  /// `[convert_requirements(x)[0] for x in …]`: the first comparison of each element.
  fileprivate var effectiveLeaves: [Selector.Leaf] {
    switch self {
    case .everything: []
    case .leaf(let leaf): [leaf]
    case .and(let terms): terms.compactMap(\.effectiveLeaves.first)
    }
  }
}

extension Selector.Leaf: CustomStringConvertible {
  /// The comparison as users write it, such as `["=", "$node_type", "gpu_p100"]`.
  package var description: String {
    let texts = [`operator`.rawValue, "$" + name, value]
    return "[" + texts.map { JSONValue.string($0).compact }.joined(separator: ", ") + "]"
  }
}

extension Selector.Term: CustomStringConvertible {
  /// The term as users write it.
  package var description: String {
    switch self {
    case .everything: "[]"
    case .leaf(let leaf): leaf.description
    case .and(let terms):
      "[" + (["\"and\""] + terms.map(\.description)).joined(separator: ", ") + "]"
    }
  }
}

extension Selector: CustomStringConvertible {
  /// The selector as users write it: JSON with one blank after each comma.
  ///
  /// Reading it again gives
  /// the same selector.
  package var description: String { written.description }
}
