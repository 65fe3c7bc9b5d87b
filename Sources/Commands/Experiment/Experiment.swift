import Files
import Rewriting
import SourceText
import Testbed

/// What the files of an experiment name, read as a port between two sites reads them.
struct Experiment {
  /// Something that names the source beyond the references: comments, text for people, branches.
  struct Remaining {
    let path: String
    let line: Int
    let column: Int
    let text: String
    /// `comment`, `branch` and the like.
    let reason: String
  }

  /// By file in the order of the walk, then in the order of the text.
  let references: [NamedReference]
  let remaining: [Remaining]
  /// Files that name several sites, of which a person has to say which one is meant, with the question.
  let questions: [(path: String, question: String)]
  /// What could not be read, in words.
  let failures: [String]
  let filesRead: Int

  init(_ outcome: RewriteOutcome) {
    references = outcome.records.flatMap { record in
      record.findings.map { NamedReference($0, path: record.path, source: record.source) }
    }
    remaining = outcome.records.flatMap { record in
      record.remaining.map {
        Remaining(
          path: record.path, line: $0.position.line, column: $0.position.column, text: $0.text,
          reason: $0.reason)
      }
    }
    questions = outcome.records.compactMap { record in
      record.namesSeveralSites ? record.question.map { (record.path, $0) } : nil
    }
    failures =
      outcome.problems
      + outcome.records.compactMap { record in record.failure.map { "\(record.path): \($0)" } }
    filesRead = outcome.filesRead
  }

  /// The different values of some classes of references, in the order of the files.
  func values(of kinds: ReferenceClass...) -> [String] {
    var seen: Set<String> = []
    return references.filter { kinds.contains($0.kind) && $0.isWhole }.map(\.value).filter {
      seen.insert($0).inserted
    }
  }
}
