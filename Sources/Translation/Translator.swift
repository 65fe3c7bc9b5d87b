package import Equivalence
package import Hardware
package import Selectors
import Testbed

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
  let from: SiteIndex
  let to: SiteIndex
  private let memory = TranslationMemory()

  package init(
    from source: SiteInventory, to target: SiteInventory, facts: Facts,
    choices: TranslationChoices
  ) {
    self.source = source
    self.target = target
    self.facts = facts
    self.choices = choices
    from = SiteIndex(source)
    to = SiteIndex(target)
  }

  /// What takes the place of a whole node type, for a place that can only name a node type.
  ///
  /// A replacement that is not the whole of its type is given only when nothing better is; the
  /// caller must not write its type's name where no selector can stand.
  ///
  /// - Parameters:
  ///   - name: The node type, as written.
  ///   - nodes: How many nodes are wanted at once; nil when that is not known.
  /// - Returns: What becomes of it; its selector names the type alone where the type is whole.
  package func nodeType(_ name: String, nodes: Int? = nil) -> Translation {
    memory.answer(to: .nodeType(name, nodes: nodes)) { translate(nodeType: name, nodes) }
  }

  private func translate(nodeType name: String, _ nodes: Int?) -> Translation {
    let found = from.configurations(ofType: name)
    guard let primary = Ranking.primary(of: found) else {
      let flavors = source.configurations.filter { $0.nodeType == name && $0.kind == .flavor }
      if !flavors.isEmpty {
        let reason =
          "'\(name)' is a flavor of virtual machines at site '\(source.site)': it is reserved"
          + " otherwise than nodes"
        return Translation(.none(reason: reason), source: flavors, sourceCount: 0)
      }
      return Translation(.unknown(reason: absence(of: name)), source: [], sourceCount: 0)
    }
    let others = found.filter { $0 != primary }.sorted {
      ($1.nodeCount, $0.name) < ($0.nodeCount, $1.name)
    }
    let sought = Sought(
      configurations: [primary] + others, count: found.reduce(0) { $0 + $1.nodeCount },
      primaryCount: primary.nodeCount,
      nodes: nodes ?? choices.wishes.nodes, title: name)
    if preference(for: sought, types: [name]) == nil, let whole = portable(name, sought) {
      return whole
    }
    return replacement(of: sought, types: [name], prefersTypes: true, adapting: nil)
  }

  /// What takes the place of a selector.
  ///
  /// - Parameters:
  ///   - selector: As written for the source.
  ///   - nodes: How many nodes are wanted at once; nil when that is not known.
  /// - Returns: The selector of the outcome keeps those comparisons of `selector` that mean the same
  ///   at the target, in the author's order and spelling of operators.
  package func selector(_ selector: Selector, nodes: Int? = nil) -> Translation {
    memory.answer(to: .selector(selector, nodes: nodes)) { translate(selector, nodes) }
  }

  private func translate(_ selector: Selector, _ nodes: Int?) -> Translation {
    if let translation = networkTranslation(of: selector) { return translation }
    let matched: [Int]
    do {
      matched = try selector.match(among: from.hosts).hosts
    } catch {
      let reason = "at site '\(source.site)', \(error)"
      return Translation(
        .unknown(reason: reason + (absentType(in: selector).map { "; \($0)" } ?? "")), source: [],
        sourceCount: 0)
    }
    let counted = from.configurations(of: matched)
    let found = counted.map(\.configuration)
    guard !found.isEmpty else {
      let reason =
        absentType(in: selector) ?? "the selector matches no node of site '\(source.site)'"
      return Translation(.unknown(reason: reason), source: [], sourceCount: 0)
    }
    let types = Set(found.map(\.nodeType)).sorted()
    let sought = Sought(
      configurations: found, count: matched.count, primaryCount: counted[0].nodes,
      nodes: nodes ?? choices.wishes.nodes,
      title: types.count == 1 ? types[0] : "the hardware of the selector")
    if selector.matchesEverything { return everything(sought) }
    if preference(for: sought, types: types) == nil, let same = unchanged(selector, sought) {
      return same
    }
    return replacement(
      of: sought, types: types, prefersTypes: false, adapting: AuthorsLeaves(selector))
  }

  /// What takes the place of one node of the source, by its UUID or name; nil when the source has no
  /// such node.
  package func node(_ name: String, nodes: Int? = nil) -> Translation? {
    let matched = source.nodes.indices.filter {
      source.nodes[$0].uid == name || source.nodes[$0].name == name
    }
    let counted = from.configurations(of: matched)
    let found = counted.map(\.configuration)
    guard !matched.isEmpty else { return nil }
    guard !found.isEmpty else {
      let reason = "node '\(name)' of site '\(source.site)' cannot be reserved as a host"
      return Translation(.none(reason: reason), source: [], sourceCount: matched.count)
    }
    let sought = Sought(
      configurations: found, count: matched.count, primaryCount: counted[0].nodes,
      nodes: nodes ?? choices.wishes.nodes,
      title: "node '\(name)'")
    if source.site == target.site {
      let leaf = Selector.Leaf(.equal, "uid", source.nodes[matched[0]].uid)
      if let same = portable(Selector(allOf: [leaf]), sought) { return same }
    }
    return replacement(
      of: sought, types: Set(found.map(\.nodeType)).sorted(), prefersTypes: false,
      adapting: nil)
  }
}
