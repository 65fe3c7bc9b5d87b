import Equivalence
import Files
import Hardware
import Rewriting
import SourceText
import Testbed

/// What a run did and what is left to decide.
struct RewriteReport {
  let outcome: RewriteOutcome
  /// The site that was given; nil when each file told its own.
  let source: SiteID?
  let target: SiteID
  let isVerbose: Bool
  /// Whether files were written, or could have been.
  let isWritten: Bool
  let facts: Facts
  let terminal: Terminal

  /// The site that all files are written for; nil when they differ or none tells.
  var commonSource: SiteID? {
    if let source { return source }
    let sites = Set(outcome.records.filter { !$0.findings.isEmpty }.compactMap(\.source))
    return sites.count == 1 ? sites.first : nil
  }

  func name(of site: SiteID) -> String { facts.site(site)?.name ?? site.text }

  /// For people, on lines that fit the terminal.
  var text: String {
    let shown = outcome.records.map(section).filter { !$0.isEmpty }
    let parts = shown + [decisions, remaining, failed, summary]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Files that were not ported and why, one line each.
  var problems: [String] {
    outcome.records.filter { !$0.isUnwritten }.compactMap { record in
      (record.failure ?? record.question).map { "\(record.path): \($0)" }
    }
      + outcome.records.filter(\.isWithheld).map {
        "\($0.path): its diff would show a secret; it is ported with -i or --output"
      }
      + outcome.problems
  }
}

// Sections of the report for people.
extension RewriteReport {
  private func paragraph(_ text: String, indent: Int, hang: Int = 2) -> String {
    let width = max(20, min(terminal.width, 100) - indent - hang)
    return Wrapping.lines(Sanitised(text).text, width: width).enumerated().map { index, line in
      String(repeating: " ", count: indent + (index > 0 ? hang : 0)) + line + "\n"
    }.joined()
  }

  private func heading(_ text: String) -> String {
    Wrapping.lines(Sanitised(text).text, width: terminal.width)
      .map { terminal.style.bold($0) + "\n" }.joined()
  }

  private func place(_ finding: Finding) -> String {
    "\(finding.position.line):\(finding.position.column)"
      + (finding.cell.map { " (cell \($0))" } ?? "")
  }

  /// `12:14 node_type: gpu_rtx_6000 -> compute_liqid (close, 0.9 to 1.1 times)` and why.
  private func entry(_ finding: Finding, path: String? = nil) -> String {
    let place = (path.map { "\($0):" } ?? "") + place(finding)
    let change = finding.replacement.map { " -> " + Secrets.redacted($0) } ?? ""
    let grounds = [finding.grade?.rawValue, finding.ratio.map { "speed \($0)" }].compactMap { $0 }
    var text = paragraph(
      "\(place) \(finding.kind.rawValue): \(Secrets.redacted(finding.value))\(change)"
        + (grounds.isEmpty ? "" : " (\(grounds.joined(separator: ", ")))"), indent: 2)
    if !finding.reason.isEmpty { text += paragraph(finding.reason, indent: 6, hang: 0) }
    if !finding.options.isEmpty {
      text += paragraph("or: " + finding.options.joined(separator: ", "), indent: 6)
    }
    return text
  }

  /// What was rewritten in a file; with `--verbose` also what needs no change.
  private func section(_ record: RewriteRecord) -> String {
    let shown = record.findings.filter { finding in
      switch finding.decision {
      case .rewritten: true
      case .portable, .kept: isVerbose
      case .choice, .unresolved: false
      }
    }
    guard !shown.isEmpty else { return "" }
    let grounds = record.evidence.isEmpty ? "" : ": " + record.evidence.joined(separator: ", ")
    let origin = record.source.map { " (written for \(name(of: $0))\(grounds))" } ?? ""
    let state = record.isUnwritten ? ", not written" : ""
    return heading(record.path + Secrets.redacted(origin) + state)
      + shown.map { finding in
        entry(finding)
      }.joined()
  }

  private var decisions: String {
    let entries = outcome.records.flatMap { record in
      record.findings.filter { $0.decision == .choice || $0.decision == .unresolved }
        .map { entry($0, path: record.path) }
    }
    return entries.isEmpty ? "" : heading("Needs a decision") + entries.joined()
  }

  /// How many lines of one file are shown without `--verbose`.
  private static let maximumRemaining = 5

  private var remaining: String {
    let texts = outcome.records.filter { !$0.remaining.isEmpty }.map { record in
      let shown =
        isVerbose ? record.remaining[...] : record.remaining.prefix(RewriteReport.maximumRemaining)
      let more = record.remaining.count - shown.count
      return shown.map { one in
        let place = "\(record.path):\(one.position.line):\(one.position.column)"
        return paragraph("\(place) \(one.reason): \(Secrets.redacted(one.text))", indent: 2)
      }.joined() + (more > 0 ? paragraph("\(record.path): \(more) more (-v)", indent: 2) : "")
    }
    let site = commonSource.map(name) ?? "the source"
    return texts.isEmpty ? "" : heading("Still names \(site)") + texts.joined()
  }

  private var failed: String {
    let problems = problems
    guard !problems.isEmpty else { return "" }
    return heading("Not ported") + problems.map { paragraph($0, indent: 2) }.joined()
  }

  /// How many references were decided in which way, in one sentence without its full stop.
  var totals: String {
    let words: [(Decision, String)] = [
      (.rewritten, "rewritten"), (.portable, "portable"), (.choice, "to look at"),
      (.unresolved, "unresolved"), (.kept, "kept"),
    ]
    let counts = words.map { "\(outcome.count($0)) \($1)" }.joined(separator: ", ")
    let files = outcome.changedCount == 1 ? "1 file" : "\(outcome.changedCount) files"
    return "\(files) \(isWritten ? "changed" : "to change"); references: \(counts)"
  }

  private var summary: String {
    var text = paragraph(totals + ".", indent: 0)
    for decision in [Decision.portable, .kept] where !isVerbose {
      let found = outcome.records.flatMap { $0.findings.filter { $0.decision == decision } }
      let counts = Dictionary(grouping: found, by: \.kind).mapValues(\.count)
        .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      guard !counts.isEmpty else { continue }
      let list = counts.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
      text += paragraph("\(decision == .kept ? "Kept" : "Portable"): \(list).", indent: 0)
    }
    let skipped = Skipped.Reason.allCases.compactMap { reason in
      outcome.skipped.counts[reason].map { "\($0) \(reason.rawValue)" }
    }
    let files = outcome.filesRead == 1 ? "1 file" : "\(outcome.filesRead) files"
    text += paragraph(
      "\(files) read" + (skipped.isEmpty ? "." : "; skipped: \(skipped.joined(separator: ", "))."),
      indent: 0)
    if outcome.removedLeftovers > 0 {
      text += paragraph("\(outcome.removedLeftovers) left by a killed run removed.", indent: 0)
    }
    return text
  }
}
