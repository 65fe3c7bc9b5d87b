import Files
import Rewriting
import SourceText
import Testbed

/// What became of one file, without its bytes: a run may have many.
struct RewriteRecord {
  let path: String
  let language: Language?
  let source: SiteID?
  let evidence: [String]
  let findings: [Finding]
  let remaining: [FileResult.Remaining]
  /// Why it was left alone; nil when it was not.
  private(set) var failure: String?
  /// What a person has to answer before it can be ported; nil for nothing.
  let question: String?
  /// Whether it names several sites itself, and the question is which.
  let namesSeveralSites: Bool
  /// Whether the new text differs.
  private(set) var isChanged: Bool
  /// Whether the new text could not be written; `RewriteOutcome.failures` says so too.
  private(set) var isUnwritten = false
  /// Whether its diff is not shown, as it would tell a secret.
  var isWithheld = false

  init(_ result: FileResult, path: String) {
    self.path = path
    language = result.language
    source = result.source
    evidence = result.evidence
    findings = result.findings
    remaining = result.remaining
    failure = result.failure
    question = result.question
    namesSeveralSites = result.namesSeveralSites
    isChanged = !result.edits.isEmpty
  }

  /// Whether there is anything to say of it.
  var isWorthTelling: Bool {
    !findings.isEmpty || !remaining.isEmpty || failure != nil || question != nil || isChanged
  }

  func count(_ decision: Decision) -> Int { findings.count { $0.decision == decision } }

  /// Notes that the file is as it was.
  mutating func fail(_ error: FileError) {
    guard isChanged else { return }
    failure = "it was not written: \(error.reason)"
    isChanged = false
    isUnwritten = true
  }
}

/// What became of all files.
struct RewriteOutcome {
  /// Of those that there is something to say of, in the order of the walk.
  var records: [RewriteRecord] = []
  /// How many files were read.
  var filesRead = 0
  var skipped = Skipped()
  /// What could not be written.
  var failures: [FileError] = []
  /// Files of killed runs that were removed.
  var removedLeftovers = 0

  func count(_ decision: Decision) -> Int { records.reduce(0) { $0 + $1.count(decision) } }

  var changedCount: Int { records.count(where: \.isChanged) }

  /// What could not be read or written, each with what to do about it.
  var problems: [String] {
    (skipped.errors + failures).map { error in
      error.description + (error.hint.map { " (\($0))" } ?? "")
    }
  }

  func status(isCheck: Bool) -> ExitStatus {
    if !failures.isEmpty || !skipped.errors.isEmpty
      || records.contains(where: { $0.failure != nil })
    {
      return .failed
    }
    let isOpen =
      count(.choice) + count(.unresolved) > 0
      || records.contains { $0.question != nil || $0.isWithheld } || isCheck && changedCount > 0
    return isOpen ? .findings : .done
  }
}
