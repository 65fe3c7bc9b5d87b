/// Something about a selector that Blazar accepts and that its author may not have meant.
package enum SelectorRemark: Sendable, Hashable {
  /// How much it matters.
  package enum Severity: String, Sendable, Hashable, CaseIterable {
    /// Good to know.
    case note
    /// The selector gives something else than it seems to ask for, or nothing.
    case warning
    /// Blazar fails.
    case error
  }

  /// Blazar keeps only the first comparison of a nested `and`; these are dropped.
  case dropped([Selector.Leaf])
  /// `==` is written, which Chameleon's documentation warns of and Blazar takes for `=`.
  case doubleEqual(Selector.Leaf)
  /// An order comparison with a number, which Blazar compares as text: `"9"` is above `"50"`.
  case comparesNumbersAsText(Selector.Leaf)
  /// Values of the site that match as texts and would not as numbers, and the other way round; at
  /// least one of either.
  case differsFromNumbers(Selector.Leaf, kept: [String], lost: [String])
  /// The property names one machine or its place, so that the selector fits no other site.
  case namesMachine(Selector.Leaf)
  /// No node of the site is the machine that is named.
  case machineElsewhere(Selector.Leaf)
  /// A blank in the name: Blazar cuts the name off there.
  case blankInName(Selector.Leaf)
  /// So many of the site's reservable hosts lack the property and therefore never match, not even
  /// with `!=`.
  case missing(Selector.Leaf, hosts: Int)
  /// No host of the site has the property at all, for which Blazar fails.
  case unknownProperty(Selector.Leaf)
  /// No reservable host has this value, so that `!=` excludes nothing.
  case unknownValue(Selector.Leaf)
  /// No reservable host is left after this comparison.
  case leavesNothing(Selector.Leaf)
  /// Every reservable host of the site matches, so that any may be given.
  case matchesAny(hosts: Int)
  /// Fewer hosts match than are wanted.
  case tooFew(hosts: Int, wanted: Int)

  /// What matters more comes with a higher severity.
  package var severity: Severity {
    switch self {
    // Whoever excludes a value seldom means those without any.
    case .missing(let leaf, _): leaf.operator == .notEqual ? .warning : .note
    case .doubleEqual, .comparesNumbersAsText, .namesMachine, .matchesAny: .note
    case .dropped, .differsFromNumbers, .machineElsewhere, .blankInName, .unknownValue,
      .leavesNothing, .tooFew:
      .warning
    case .unknownProperty: .error
    }
  }

  /// A short name for programs, in kebab-case.
  package var rule: String {
    switch self {
    case .dropped: "nested-and"
    case .doubleEqual: "double-equal"
    case .comparesNumbersAsText: "text-order"
    case .differsFromNumbers: "text-order-differs"
    case .namesMachine: "names-machine"
    case .machineElsewhere: "machine-elsewhere"
    case .blankInName: "blank-in-name"
    case .missing: "missing-on-some"
    case .unknownProperty: "unknown-property"
    case .unknownValue: "unknown-value"
    case .leavesNothing: "leaves-nothing"
    case .matchesAny: "matches-any"
    case .tooFew: "too-few"
    }
  }

  /// The comparison that it is about; nil for the whole.
  package var leaf: Selector.Leaf? {
    switch self {
    case .dropped(let leaves): leaves.first
    case .doubleEqual(let leaf), .comparesNumbersAsText(let leaf),
      .differsFromNumbers(let leaf, _, _), .namesMachine(let leaf), .machineElsewhere(let leaf),
      .blankInName(let leaf), .missing(let leaf, _), .unknownProperty(let leaf),
      .unknownValue(let leaf), .leavesNothing(let leaf):
      leaf
    case .matchesAny, .tooFew: nil
    }
  }
}

extension SelectorRemark.Severity: Comparable {
  package static func < (a: Self, b: Self) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}

extension SelectorRemark: CustomStringConvertible {
  /// One sentence, lower case and without a full stop.
  package var description: String {
    switch self {
    case .dropped(let leaves):
      "Blazar ignores \(leaves.map(\.description).joined(separator: ", ")): of a nested 'and' it"
        + " keeps the first comparison only"
    case .doubleEqual(let leaf):
      "'==' in \(leaf) is the same as '=' to Blazar, though its documentation asks for '='"
    case .comparesNumbersAsText(let leaf):
      "Blazar compares texts in \(leaf): \"9\" is above \"50\""
    case .differsFromNumbers(let leaf, let kept, let lost):
      "Blazar compares texts in \(leaf): "
        + [
          kept.isEmpty
            ? nil : SelectorRemark.list(kept) + (kept.count == 1 ? " matches" : " match"),
          lost.isEmpty
            ? nil
            : SelectorRemark.list(lost) + (lost.count == 1 ? " does not" : " do not")
              + (kept.isEmpty ? " match" : ""),
        ].compactMap { $0 }.joined(separator: ", ")
    case .namesMachine(let leaf): "\(leaf) names a single machine, its parts or its place"
    case .machineElsewhere(let leaf):
      leaf.operator == .notEqual
        ? "\(leaf) excludes nothing here: no node of the site is meant"
        : "no node of the site is meant by \(leaf)"
    case .blankInName(let leaf): "Blazar cuts the name in \(leaf) at its blank"
    case .missing(let leaf, let hosts):
      "\(hosts == 1 ? "1 host lacks" : "\(hosts) hosts lack") '\(leaf.name)' and cannot match \(leaf)"
    case .unknownProperty(let leaf):
      "no host of the site has '\(leaf.name)', for which Blazar fails"
    case .unknownValue(let leaf):
      leaf.operator == .notEqual
        ? "\(leaf) excludes nothing here: no host has '\(leaf.value)' as '\(leaf.name)'"
        : "no host has '\(leaf.value)' as '\(leaf.name)'"
    case .leavesNothing(let leaf): "no host is left after \(leaf)"
    case .matchesAny(let hosts):
      "each of the site's \(hosts) hosts matches: any hardware may be given"
    case .tooFew(let hosts, let wanted):
      "\(hosts == 1 ? "only 1 host matches" : "only \(hosts) hosts match"), \(wanted) are wanted"
    }
  }

  /// Up to three values.
  private static func list(_ values: [String]) -> String {
    let shown = values.prefix(3).map { "\"\($0)\"" }
    guard values.count <= 3 else { return shown.joined(separator: ", ") + " and others" }
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }
}
