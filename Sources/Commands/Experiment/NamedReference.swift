import Rewriting
import SourceText
import Testbed

/// Something of a site that an experiment names, and where.
struct NamedReference: Hashable {
  let path: String
  /// From 1.
  let line: Int
  /// From 1, in bytes.
  let column: Int
  /// The number of the notebook's cell, from 1; nil outside of cells.
  let cell: Int?
  let kind: ReferenceClass
  /// As written; `…` stands for what is only known when the program runs.
  let value: String
  let decision: Decision
  /// What stands for it at the target, or would; nil when nothing is proposed.
  let replacement: String?
  /// On what grounds, one sentence without a full stop.
  let reason: String
  /// What else a person can choose, best first.
  let options: [String]
  /// The site that the file is written for; nil when nothing tells.
  let source: SiteID?

  init(_ finding: Finding, path: String, source: SiteID?) {
    self.path = path
    line = finding.position.line
    column = finding.position.column
    cell = finding.cell
    kind = finding.kind
    value = finding.value
    decision = finding.decision
    replacement = finding.replacement
    reason = finding.reason
    options = finding.options
    self.source = source
    isMade = finding.ground == .made
    isOfAnotherSite = finding.decision == .kept && finding.ground == .ofAnotherSite
  }

  /// Where it is, as compilers say it: `lease.sh:12:5`.
  var place: String {
    cell.map { "\(path):cell \($0):\(line):\(column)" } ?? "\(path):\(line):\(column)"
  }

  /// Whether it is an id that means the same to everybody at a site other than the two.
  let isOfAnotherSite: Bool
  /// Whether the experiment makes it itself, so that it need not be there.
  let isMade: Bool

  /// Whether all of it stands in the file.
  var isWhole: Bool { !value.contains("…") }
}
