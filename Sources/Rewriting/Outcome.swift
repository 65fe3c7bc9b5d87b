import Equivalence
import SourceText
import Testbed
import Translation

/// Proposals that have become findings and edits.
struct Outcome {
  private(set) var findings: [Finding] = []
  private(set) var edits: [Edit] = []

  /// Carries every change outward to the file; what cannot be carried becomes unresolved.
  init(_ proposals: [Proposal], in job: Job) {
    var seen: Set<Range<Int>> = []
    for proposal in proposals {
      do throws(EditError) {
        var edits: [Edit] = []
        for change in proposal.changes {
          edits.append(try job.document.edit(change.span, to: change.text))
        }
        // A text that two trees hold is edited once.
        self.edits += edits.filter { seen.insert($0.range).inserted }
        findings.append(Outcome.finding(proposal, proposal.decision, proposal.reason, job))
      } catch {
        findings.append(
          Outcome.finding(proposal, .unresolved, "\(proposal.reason), but \(error)", job))
      }
    }
  }

  private static func finding(
    _ proposal: Proposal, _ decision: Decision, _ reason: String, _ job: Job
  ) -> Finding {
    let translation = proposal.translation
    return Finding(
      kind: proposal.kind, value: proposal.value.replacing("\u{FFFC}", with: "…"),
      position: job.document.position(of: proposal.span),
      cell: job.document.cell(of: proposal.span),
      decision: decision,
      replacement: proposal.replacement?.replacing("\u{FFFC}", with: "…"),
      grade: translation?.grade,
      ratio: translation?.ratio?.text, reason: reason,
      options: proposal.options)
  }

  /// The result for a file, which after the edits is read as `again`.
  func result(after again: ReadFile, _ job: Job, evidence: [String]) -> FileResult {
    FileResult(
      path: job.path, language: again.language, source: job.source, evidence: evidence,
      findings: findings, edits: edits.sorted { $0.range.lowerBound < $1.range.lowerBound },
      bytes: again.document.bytes, remaining: Remains(in: again, job).found)
  }
}

/// What still names the source site in a text.
struct Remains {
  private(set) var found: [FileResult.Remaining] = []

  init(in file: ReadFile, _ job: Job) {
    let mentions = Mentions(knowledge: job.knowledge, site: job.source)
    var result: [FileResult.Remaining] = []
    var seen: Set<Int> = []
    file.forEach { node, context in
      guard let (literal, reason) = Remains.text(node, context) else { return }
      let span = literal.contents(in: file.document)
      for mention in mentions.find(in: file.document[literal.region].bytes, span.range)
      where mention.kind != .nodeType {
        let place = Span(literal.region, mention.range)
        guard seen.insert(file.document.fileRange(of: place).lowerBound).inserted else { continue }
        result.append(
          .init(position: file.document.position(of: place), text: mention.text, reason: reason))
      }
    }
    found = result.sorted { $0.position < $1.position }
  }

  private static func text(_ node: Syntax, _ context: Context) -> (Literal, String)? {
    switch node {
    case .comment(let literal): (literal, "comment")
    case .prose(let literal): (literal, "text for people")
    case .text(let literal):
      if context.isKey {
        (literal, "key")
      } else if context.isCompared {
        (literal, "condition")
      } else if !context.branchTexts.isEmpty {
        (literal, "branch")
      } else {
        (literal, "text")
      }
    default: nil
    }
  }
}
