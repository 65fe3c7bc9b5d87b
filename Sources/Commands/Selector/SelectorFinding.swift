import Catalog
import Hardware
import JSON
import Selectors
import Testbed

/// What is to be said of a selector, for people and for programs.
struct SelectorFinding {
  let severity: SelectorRemark.Severity
  /// In kebab-case.
  let rule: String
  let leaf: Selector.Leaf?
  let message: String
  let hint: String?

  init(_ remark: SelectorRemark, _ selector: Selector, _ place: SelectorPlace?) {
    severity = remark.severity
    rule = remark.rule
    leaf = remark.leaf
    message = remark.description
    hint = SelectorFinding.hint(for: remark, selector, place)
  }

  init(_ error: SelectorError) {
    // What this program does not know is no failure of Blazar.
    severity = error.kind == .columnUnknown ? .warning : .error
    rule = error.kind.rule
    leaf = nil
    message = error.description
    hint = error.hint
  }

  /// All that is to be said.
  static func all(
    of selector: Selector, _ place: SelectorPlace?, wanted: Int?
  ) -> [SelectorFinding] {
    guard let place else {
      return selector.remarks.map { SelectorFinding($0, selector, nil) }
        + (selector.failureEverywhere.map { [SelectorFinding($0)] } ?? [])
    }
    let remarks = selector.remarks(among: place.hosts, wanted: wanted)
    // With an example, the rule need not be told as well.
    let differing = remarks.compactMap { remark in
      if case .differsFromNumbers(let leaf, _, _) = remark { leaf } else { nil }
    }
    var found = remarks.filter { remark in
      if case .comparesNumbersAsText(let leaf) = remark { !differing.contains(leaf) } else { true }
    }.map { SelectorFinding($0, selector, place) }
    do { _ = try selector.match(among: place.hosts) } catch {
      if !found.contains(where: { $0.rule == error.kind.rule }) {
        found.append(SelectorFinding(error))
      }
    }
    return found
  }

  private static func hint(
    for remark: SelectorRemark, _ selector: Selector, _ place: SelectorPlace?
  ) -> String? {
    switch remark {
    case .unknownValue(let leaf):
      let values = (place?.hosts ?? []).compactMap { $0.properties[leaf.name] }
      let nearest = NearestNames(values).nearest(to: leaf.value)
      guard nearest.isEmpty else { return "nearest values: \(nearest.joined(separator: ", "))" }
      let known = Set(values).sorted()
      return known.count > 5 ? nil : "values: \(known.joined(separator: ", "))"
    case .unknownProperty(let leaf):
      let names = Set((place?.hosts ?? []).flatMap { $0.properties.sorted.map(\.name) })
      let nearest = NearestNames(names).nearest(to: leaf.name)
      return nearest.isEmpty ? nil : "nearest names: \(nearest.joined(separator: ", "))"
    case .dropped: return "write one 'and' with all comparisons in it"
    case .machineElsewhere(let leaf):
      guard let site = place?.site,
        let found = try? place?.catalog?.catalog.nodes(named: leaf.value).first, found.site != site
      else { return nil }
      let command = ShellText.command(
        ["chiport", "selector", "translate", selector.description]
          + ["--from", found.site.text, "--to", site.text])
      return "\(found.name) is a \(found.nodeType) of site '\(found.site)': \(command)"
    case .differsFromNumbers: return "ask for each value with '=', in a reservation of its own"
    default: return nil
    }
  }

  var document: JSONValue {
    .object([
      "severity": .string(severity.rawValue), "rule": .string(rule),
      "comparison": JSONValue(leaf?.description), "message": .string(message),
      "hint": JSONValue(hint),
    ])
  }

  /// Says it on standard error.
  func warn(_ session: Session) { session.warn(severity.rawValue, message, hint: hint) }
}

extension SelectorError.Kind {
  /// A short name for programs, in kebab-case.
  var rule: String {
    switch self {
    case .malformed: "malformed"
    case .notFound: "unknown-property"
    case .typeError: "type-error"
    case .keyError: "key-error"
    case .argumentError: "argument-error"
    case .unsupported: "unsupported"
    case .columnUnknown: "column-unknown"
    }
  }
}

extension [SelectorFinding] {
  /// What a command that found these comes to.
  var status: ExitStatus {
    switch map(\.severity).max() {
    case .error: .failed
    case .warning: .findings
    case .note, nil: .done
    }
  }
}
