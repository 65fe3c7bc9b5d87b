import Equivalence
import Files
import JSON
import Rewriting
import SourceText
import Testbed

/// The report as JSON; documented in README.md and kept stable.
extension RewriteReport {
  /// Goes up when a member is renamed or means something else.
  static let version = 1

  var document: JSONValue {
    .object([
      "version": JSONValue(RewriteReport.version), "from": JSONValue(commonSource?.text),
      "to": .string(target.text), "files": .array(outcome.records.map(file)),
      "remaining": .array(
        outcome.records.flatMap { record in record.remaining.map { remaining($0, record) } }),
      "totals": totalsDocument, "skipped": skippedDocument,
      "errors": .array((outcome.skipped.errors + outcome.failures).map(problem)),
    ])
  }

  private var totalsDocument: JSONValue {
    let files = [
      JSONValue.Member("files", JSONValue(outcome.filesRead)),
      JSONValue.Member("changed", JSONValue(outcome.changedCount)),
    ]
    let references = Decision.allCases.map { decision in
      JSONValue.Member(decision.rawValue, JSONValue(outcome.count(decision)))
    }
    return .object(files + references)
  }

  private var skippedDocument: JSONValue {
    .object(
      Skipped.Reason.allCases.compactMap { reason in
        outcome.skipped.counts[reason].map { JSONValue.Member(reason.rawValue, JSONValue($0)) }
      })
  }

  private func problem(_ error: FileError) -> JSONValue {
    .object([
      "path": .string(error.path.description), "operation": .string(error.operation.rawValue),
      "reason": .string(error.reason),
    ])
  }

  private func file(_ record: RewriteRecord) -> JSONValue {
    .object([
      "path": .string(record.path), "language": JSONValue(record.language?.rawValue),
      "source": JSONValue(record.source?.text),
      "evidence": .array(record.evidence.map { .string(Secrets.redacted($0)) }),
      "changed": .bool(record.isChanged), "diff_withheld": .bool(record.isWithheld),
      "failure": JSONValue(record.failure), "question": JSONValue(record.question),
      "references": .array(record.findings.map(reference)),
    ])
  }

  private func reference(_ finding: Finding) -> JSONValue {
    .object([
      "line": JSONValue(finding.position.line), "column": JSONValue(finding.position.column),
      "cell": finding.cell.map { JSONValue($0) } ?? .null,
      "class": .string(finding.kind.rawValue), "value": .string(Secrets.redacted(finding.value)),
      "decision": .string(finding.decision.rawValue),
      "replacement": JSONValue(finding.replacement.map(Secrets.redacted)),
      "grade": JSONValue(finding.grade?.rawValue), "ratio": JSONValue(finding.ratio),
      "reason": .string(finding.reason), "options": .array(finding.options.map { .string($0) }),
    ])
  }

  private func remaining(
    _ remaining: FileResult.Remaining, _ record: RewriteRecord
  ) -> JSONValue {
    .object([
      "path": .string(record.path), "line": JSONValue(remaining.position.line),
      "column": JSONValue(remaining.position.column),
      "text": .string(Secrets.redacted(remaining.text)), "reason": .string(remaining.reason),
    ])
  }
}

// The report as rows.
extension RewriteReport {
  /// One row for each reference.
  var sheet: Sheet { sheet { _ in true } }

  private func sheet(_ isWanted: (Finding) -> Bool) -> Sheet {
    let names = [
      "path", "line", "column", "cell", "class", "value", "decision", "replacement", "grade",
      "ratio", "reason",
    ]
    return Sheet(
      columns: names.map { Sheet.Column(name: $0, title: $0) },
      rows: outcome.records.flatMap { record in
        record.findings.filter(isWanted).map { finding in
          let value = reference(finding)
          return names.map { $0 == "path" ? .string(record.path) : value[$0] ?? .null }
        }
      })
  }

  /// The report for a pull request.
  func markdown() throws -> String {
    var text = "## Port to \(name(of: target))\n\n\(totals).\n"
    let writer = SheetWriter(
      format: .markdown,
      columns: ["path", "line", "class", "value", "replacement", "grade", "ratio", "reason"])
    func section(_ title: String, _ isWanted: (Finding) -> Bool) throws {
      let sheet = sheet(isWanted)
      guard !sheet.rows.isEmpty else { return }
      text += "\n### \(title)\n\n" + (try writer.text(sheet, terminal: terminal))
    }
    try section("Rewritten") { $0.decision == .rewritten }
    try section("Needs a decision") { $0.decision == .choice || $0.decision == .unresolved }
    if isVerbose {
      try section("Left as it is") { $0.decision == .portable || $0.decision == .kept }
    }
    let remaining = Sheet(
      columns: ["path", "line", "text", "reason"].map { Sheet.Column(name: $0, title: $0) },
      rows: outcome.records.flatMap { record in
        record.remaining.map { one in
          let value = self.remaining(one, record)
          return ["path", "line", "text", "reason"].map { value[$0] ?? .null }
        }
      })
    if !remaining.rows.isEmpty {
      text += "\n### Still names the source\n\n"
      text += try SheetWriter(format: .markdown).text(remaining, terminal: terminal)
    }
    let problems = problems
    if !problems.isEmpty {
      text += "\n### Not ported\n\n" + problems.map { "- \(Sanitised($0).text)\n" }.joined()
    }
    return text
  }
}
