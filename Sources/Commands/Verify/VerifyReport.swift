import JSON
import Rewriting
import Testbed

/// A verification in words.
struct VerifyReport {
  /// Goes up when a member is renamed or means something else.
  static let version = 1

  let verification: Verification
  let target: SiteID
  /// Whether what exists is listed too.
  let isVerbose: Bool

  /// One row for each reference that is to be shown.
  var sheet: Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "place", title: "Place"), Sheet.Column(name: "class", title: "Class"),
        Sheet.Column(name: "value", title: "Names"), Sheet.Column(name: "state", title: "State"),
        Sheet.Column(name: "remark", title: "Remark", isFlexible: true),
      ],
      rows: shown.map { row in
        [
          .string(row.reference.place), .string(row.reference.kind.rawValue),
          .string(Secrets.redacted(row.reference.value)), .string(row.state.rawValue),
          JSONValue(row.remark.map(Secrets.redacted)),
        ]
      })
  }

  /// What is to be shown, file by file, on lines that fit the terminal.
  func text(width: Int) -> String {
    var text = ""
    var path: String?
    for row in shown {
      if row.reference.path != path {
        text += (path == nil ? "" : "\n") + Sanitised(row.reference.path).text + "\n"
        path = row.reference.path
      }
      let cell = row.reference.cell.map { "cell \($0):" } ?? ""
      let value = Sanitised(Secrets.redacted(row.reference.value)).text
      text += "  \(cell)\(row.reference.line):\(row.reference.column) "
      text += "\(row.reference.kind.rawValue) \(value): \(row.state.rawValue)\n"
      let remark = Sanitised(row.remark.map(Secrets.redacted) ?? "").text
      for line in Wrapping.lines(remark, width: max(20, min(width, 100) - 6)) where !line.isEmpty {
        text += "      \(line)\n"
      }
    }
    return text
  }

  private var shown: [Verification.Row] {
    verification.rows.filter { isVerbose || !$0.state.isFine }
  }

  /// The whole as JSON, also what exists.
  var document: JSONValue {
    .object([
      "version": JSONValue(VerifyReport.version), "to": .string(target.text),
      "files": JSONValue(verification.filesRead),
      "references": .array(verification.rows.map(VerifyReport.document)),
      "remaining": .array(
        verification.remaining.map { one in
          [
            "path": .string(one.path), "line": JSONValue(one.line), "column": JSONValue(one.column),
            "text": .string(Secrets.redacted(one.text)), "reason": .string(one.reason),
          ]
        }),
      "totals": .object(
        Verification.Row.State.allCases.map { state in
          JSONValue.Member(state.rawValue, JSONValue(count(state)))
        }), "errors": .array(verification.failures.map(JSONValue.string)),
    ])
  }

  private static func document(_ row: Verification.Row) -> JSONValue {
    [
      "path": .string(row.reference.path), "line": JSONValue(row.reference.line),
      "column": JSONValue(row.reference.column),
      "cell": row.reference.cell.map { JSONValue($0) } ?? .null,
      "class": .string(row.reference.kind.rawValue),
      "value": .string(Secrets.redacted(row.reference.value)),
      "state": .string(row.state.rawValue),
      "remark": JSONValue(row.remark.map(Secrets.redacted)),
    ]
  }

  private func count(_ state: Verification.Row.State) -> Int {
    verification.rows.count { $0.state == state }
  }

  /// How many references are in each state.
  var summary: String {
    let words = Verification.Row.State.allCases.compactMap { state in
      count(state) == 0 ? nil : "\(count(state)) \(state.rawValue)"
    }
    let files = verification.filesRead == 1 ? "1 file" : "\(verification.filesRead) files"
    return "\(files): " + (words.isEmpty ? "nothing of a site" : words.joined(separator: ", "))
  }

  /// What the exit code says.
  func status(isStrict: Bool) -> ExitStatus {
    if !verification.failures.isEmpty { return .failed }
    let isOpen = verification.rows.contains {
      $0.state.isProblem || isStrict && $0.state == .unknown
    }
    return isOpen ? .findings : .done
  }
}
