import JSON
import Selectors
import Translation

/// What is said of selectors, in lines for people.
struct SelectorText {
  let width: Int

  func paragraph(_ text: String, hang: Int = 0) -> String {
    Wrapping.lines(Sanitised(text).text, width: max(20, min(width, 100) - hang)).enumerated()
      .map { String(repeating: " ", count: $0 > 0 ? hang : 0) + $1 + "\n" }.joined()
  }

  func finding(_ finding: SelectorFinding) -> String {
    paragraph("\(finding.severity.rawValue): \(finding.message)", hang: 2)
      + (finding.hint.map { indented("hint: \($0)") } ?? "")
  }

  private func indented(_ text: String) -> String {
    Wrapping.lines(Sanitised(text).text, width: max(20, min(width, 100) - 4)).enumerated()
      .map { ($0 == 0 ? "  " : "    ") + $1 + "\n" }.joined()
  }

  /// Whether Blazar takes it, and how many nodes it leaves.
  func verdict(
    _ selector: Selector, _ findings: [SelectorFinding], _ place: SelectorPlace?,
    _ kind: ReservedKind
  ) -> String {
    guard kind == .hosts else {
      return paragraph("A selector of \(kind.rawValue): it was not checked against hosts.")
    }
    guard !findings.contains(where: { $0.severity == .error }) else {
      return paragraph("Blazar refuses it\(place.map { " at \($0.title)" } ?? "").")
    }
    guard let place, let match = try? selector.match(among: place.hosts) else {
      return paragraph("Blazar accepts it.")
    }
    return paragraph("Blazar accepts it. " + SelectorText.count(match, place))
  }

  /// How many nodes match: `37 of the 108 nodes at CHI@UC match`.
  static func count(_ match: MatchResult, _ place: SelectorPlace) -> String {
    let count = match.hosts.count
    let verb = count == 1 ? "matches" : "match"
    let text = count == 0 ? "None" : "\(count)"
    return "\(text) of the \(match.reservable) nodes at \(place.title) \(verb)."
  }

  /// A comparison in words.
  static func words(_ leaf: Selector.Leaf) -> String {
    let isNumeric = HostColumn(rawValue: leaf.name)?.isNumeric ?? false
    let kind = isNumeric ? "" : " as text"
    switch leaf.operator {
    case .equal, .doubleEqual: return "\(leaf.name) is '\(leaf.value)'"
    case .notEqual: return "\(leaf.name) is there and is not '\(leaf.value)'"
    case .greaterOrEqual: return "\(leaf.name) is '\(leaf.value)' or above\(kind)"
    case .lessOrEqual: return "\(leaf.name) is '\(leaf.value)' or below\(kind)"
    case .greater: return "\(leaf.name) is above '\(leaf.value)'\(kind)"
    case .less: return "\(leaf.name) is below '\(leaf.value)'\(kind)"
    }
  }
}
