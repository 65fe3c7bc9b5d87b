import Hardware
import Testbed
import Translation

/// Preferences for what no site has, which change nothing: most are misspelt.
struct UnknownPreferences {
  private let unknown: [(name: String, nearest: [String])]

  /// - Parameters:
  ///   - choices: What the user decided beforehand.
  ///   - sources: The sites that may be ported from.
  ///   - facts: The node types that there were.
  init(_ choices: TranslationChoices, at sources: [SiteInventory], _ facts: Facts) {
    let configurations = sources.flatMap(\.configurations)
    self.init(
      choices, names: configurations.flatMap { [$0.nodeType, $0.name] }, facts)
  }

  init(_ choices: TranslationChoices, names: [String], _ facts: Facts) {
    let known = Set(names + facts.nodeTypes.map(\.nodeType))
    unknown = choices.preferred.keys.sorted().filter { !known.contains($0) }.map {
      ($0, NearestNames(known.sorted()).nearest(to: $0))
    }
  }

  func warn(_ session: Session) {
    for (name, nearest) in unknown {
      session.warn(
        "warning",
        "--prefer: '\(name)' is no node type or configuration, so nothing is replaced by it",
        hint: nearest.isEmpty ? nil : "nearest names: \(nearest.joined(separator: ", "))")
    }
  }
}
