import Selectors
import Testbed
import Translation

/// What the user wants written, which another run finds in the file again.
extension Job {
  /// Whether a node type takes the place of another one at the user's wish.
  func isRequested(nodeType name: String) -> Bool {
    guard let translator, options.map[name] == nil, translator.choices.preferred[name] == nil
    else { return false }
    if options.map.values.contains(name) { return true }
    return translator.choices.preferred.values.contains { wanted in
      wanted == name
        || translator.target.configurations.contains { $0.name == wanted && $0.nodeType == name }
    }
  }

  /// Why nothing is done about such a type where the source has other hardware of that name.
  func doubt(about nodeType: String) -> String {
    "\(nodeType) is what you chose for another type, but other hardware at \(sourceName): look"
      + " whether it still has to change"
  }

  /// Whether what the user chose is a configuration that its type has besides others.
  func isPart(_ replacement: Replacement) -> Bool {
    guard let translator,
      translator.choices.preferred.values.contains(replacement.configuration.name)
    else { return false }
    let type = replacement.configuration.nodeType
    return !translator.choices.preferred.values.contains(type)
      && translator.target.configurations.count { $0.nodeType == type } > 1
  }

  /// What the user's map says about a text.
  func mapped(_ use: Use) -> [Proposal] {
    guard let text = options.map[use.text], text != use.text, reasonToKeep(use) == nil
    else {
      return []
    }
    let kind = use.role.flatMap(\.referenceClass) ?? .resourceID
    var proposal = Proposal.rewrite(kind, use.span, use.text, to: text, "your map")
    proposal.mapEntry = use.text
    return [proposal]
  }

  /// What the user's map says about a selector: its own entry, or those of its node types.
  ///
  /// - Returns: The text of another selector, which may be none; nil when the map says nothing.
  func mapped(_ selector: Selector) -> (key: String, text: String)? {
    guard !options.map.isEmpty else { return nil }
    let own = options.map.keys.sorted().first { key in
      key.hasPrefix("[") && (try? Selector(parsing: key)) == selector
    }
    if let own, let text = options.map[own] { return (own, text) }
    var key: String?
    let leaves = selector.leaves.map { leaf -> Selector.Leaf in
      guard leaf.name == "node_type", let text = options.map[leaf.value], !text.isEmpty,
        !text.hasPrefix("[")
      else { return leaf }
      key = leaf.value
      return Selector.Leaf(leaf.operator, leaf.name, text)
    }
    return key.map { ($0, Selector(allOf: leaves).description) }
  }

  /// Whether the user's map gives exactly this selector.
  func isMapped(to selector: Selector) -> Bool {
    options.map.values.contains { $0.hasPrefix("[") && (try? Selector(parsing: $0)) == selector }
  }
}
