import Equivalence
import Hardware
import JSON
import Selectors
import Testbed
import Translation

/// What became of a selector, for people and for programs.
struct TranslationReport {
  let translation: Translation
  let selector: Selector
  let written: WrittenSelector
  let from: SiteID
  let to: SiteID
  /// Whether Blazar refuses the selector at the source.
  let isRefused: Bool

  var status: ExitStatus {
    switch translation.outcome {
    case .portable, .replaced: .done
    case .none: .findings
    case .unknown: isRefused ? .failed : .findings
    }
  }

  /// The selector for the target; nil when there is none.
  private var result: String? {
    switch translation.outcome {
    case .portable: written.text
    case .replaced(let replacement): replacement.selector.description
    case .none, .unknown: nil
    }
  }

  private var outcome: String {
    switch translation.outcome {
    case .portable: "portable"
    case .replaced: "replaced"
    case .none: "none"
    case .unknown: "unknown"
    }
  }

  private var replacement: Replacement? {
    switch translation.outcome {
    case .portable(let replacement): replacement
    case .replaced(let replacement): replacement
    case .none, .unknown: nil
    }
  }

  private var reason: String? {
    switch translation.outcome {
    case .none(let reason), .unknown(let reason): reason
    case .portable, .replaced: nil
    }
  }

  /// The selector on standard output, the grounds on standard error.
  func print(_ session: Session) {
    guard let result else { return explainFailure(session) }
    session.terminal.print(Sanitised(result).text + "\n")
    session.warn("note", grounds)
    for loss in replacement?.losses ?? [] { session.warn("warning", "not kept: \(loss)") }
    for remark in translation.remarks { session.warn("note", remark) }
    if !translation.alternatives.isEmpty {
      let names = translation.alternatives.map(TranslationReport.name(of:))
      session.warn("note", "also good enough: \(names.joined(separator: ", "))")
    }
  }

  func explainFailure(_ session: Session) {
    guard let reason else { return }
    session.warn("error", reason)
    for remark in translation.remarks { session.warn("note", remark) }
  }

  private var grounds: String {
    guard let replacement else { return "nothing needs to change from \(from) to \(to)" }
    let isSame = result == written.text
    let source = translation.source.first.map { "\($0.nodeType)@\(from)" } ?? "\(from)"
    return "\(isSame ? "it stays as it is: " : "")\(source) \(isSame ? "is" : "becomes")"
      + " \(TranslationReport.name(of: replacement))"
      + (replacement.isChosen ? ", as preferred" : "")
  }

  /// For example `compute_liqid@tacc (close, 8 nodes, 0.9 to 1.2 times the speed)`.
  private static func name(of replacement: Replacement) -> String {
    let configuration = replacement.configuration
    let name = replacement.isWholeType ? configuration.nodeType : configuration.name
    let count = "\(replacement.nodeCount) node\(replacement.nodeCount == 1 ? "" : "s")"
    let speed = replacement.ratio.map { ", \($0.text) times the speed" } ?? ""
    return "\(name)@\(configuration.site) (\(replacement.grade.rawValue), \(count)\(speed))"
  }

  /// The row of the result; none when there is no result.
  var resultRows: [[JSONValue]] {
    result.map { [TranslationReport.row($0, outcome, replacement)] } ?? []
  }

  /// The result, then the alternatives.
  var sheet: Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "selector", title: "Selector"),
        Sheet.Column(name: "outcome", title: "Outcome"),
        Sheet.Column(name: "configuration", title: "Configuration"),
        Sheet.Column(name: "grade", title: "Grade"),
        Sheet.Column(name: "nodes", title: "Nodes", isRightAligned: true),
        Sheet.Column(name: "speed", title: "Speed"),
      ],
      rows: resultRows
        + translation.alternatives.map {
          TranslationReport.row($0.selector.description, "alternative", $0)
        })
  }

  private static func row(
    _ text: String, _ outcome: String, _ replacement: Replacement?
  ) -> [JSONValue] {
    [
      .string(text), .string(outcome), JSONValue(replacement?.configuration.name),
      JSONValue(replacement?.grade.rawValue),
      replacement.map { JSONValue($0.nodeCount) } ?? .null, JSONValue(replacement?.ratio?.text),
    ]
  }

  var document: JSONValue {
    .object([
      "selector": .string(written.text), "from": .string(from.text), "to": .string(to.text),
      "outcome": .string(outcome), "translated": JSONValue(result), "reason": JSONValue(reason),
      "replacement": replacement.map(TranslationReport.document(_:)) ?? .null,
      "source": .object([
        "nodes": JSONValue(translation.sourceCount),
        "configurations": .array(translation.source.map { .string($0.name) }),
      ]),
      "alternatives": .array(translation.alternatives.map(TranslationReport.document(_:))),
      "remarks": .array(translation.remarks.map { .string($0) }),
    ])
  }

  /// What is said of a text that Blazar refuses at every site.
  static func document(
    of written: WrittenSelector, _ error: SelectorError, from: SiteID, to: SiteID
  ) -> JSONValue {
    .object([
      "selector": .string(written.text), "from": .string(from.text), "to": .string(to.text),
      "outcome": "refused", "translated": .null, "reason": .string("\(error)"),
      "offset": JSONValue(error.place.byteOffset(in: written.text)), "replacement": .null,
      "source": .object(["nodes": JSONValue(0), "configurations": .array([])]),
      "alternatives": .array([]), "remarks": .array([]),
    ])
  }

  private static func document(_ replacement: Replacement) -> JSONValue {
    let configuration = replacement.configuration
    return .object([
      "node_type": .string(configuration.nodeType),
      "configuration": .string(configuration.name),
      "grade": .string(replacement.grade.rawValue),
      "selector": .string(replacement.selector.description),
      "nodes": JSONValue(replacement.nodeCount),
      "also_matches": JSONValue(replacement.alsoMatches),
      "whole_type": .bool(replacement.isWholeType), "chosen": .bool(replacement.isChosen),
      "expected_ratio": replacement.ratio.map { ratio in
        .object([
          "low": JSONValue(ratio.low, digits: 4), "high": JSONValue(ratio.high, digits: 4),
          "basis": .string(ratio.basis), "confidence": .string(ratio.confidence.rawValue),
        ])
      } ?? .null,
      "losses": .array(replacement.losses.map { .string($0) }),
    ])
  }
}
