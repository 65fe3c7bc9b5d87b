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
    for proposal in proposals + Outcome.leftBehind(proposals, in: job) {
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

  /// Names of the source site in texts of which another part is changed: left as they are, the text
  /// would be of two sites.
  private static func leftBehind(_ proposals: [Proposal], in job: Job) -> [Proposal] {
    let changed = Set(proposals.flatMap { $0.changes.map(\.span.region) }).subtracting([.file])
    let mentions = Mentions(knowledge: job.knowledge, site: job.source)
    // By their place in the file, as a text and the code in it are regions of their own.
    let told = Set(
      proposals.flatMap { [$0.span] + $0.changes.map(\.span) }.map {
        job.document.fileRange(of: $0)
      })
    return changed.sorted { $0.index < $1.index }.flatMap { region -> [Proposal] in
      let bytes = job.document[region].bytes
      return mentions.find(in: bytes, 0..<bytes.count).compactMap { mention in
        let span = Span(region, mention.range)
        let place = job.document.fileRange(of: span)
        guard mention.kind == .site, !told.contains(place),
          !told.contains(where: { $0.overlaps(place) })
        else { return nil }
        return Proposal(
          .site, span, mention.text, .choice,
          "the text around it is ported, but this part is not read: change it by hand")
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
      options: proposal.options, mapEntry: proposal.mapEntry, ground: proposal.ground)
  }

  /// The result for a file, which after the edits is read as `again`.
  func result(
    after again: ReadFile, _ job: Job, evidence: [String], unread: [Finding]
  ) -> FileResult {
    FileResult(
      path: job.path, language: again.language, source: job.source, evidence: evidence,
      findings: (findings + unread).sorted { $0.position < $1.position },
      edits: edits.sorted { $0.range.lowerBound < $1.range.lowerBound },
      bytes: again.document.bytes, remaining: Remains(in: again, job.knowledge, job.source).found)
  }
}

/// What still names the source site in a text.
struct Remains {
  private(set) var found: [FileResult.Remaining] = []

  init(in file: ReadFile, _ knowledge: Knowledge, _ source: SiteID) {
    let mentions = Mentions(knowledge: knowledge, site: source)
    var result: [FileResult.Remaining] = []
    var seen: Set<Int> = []
    file.forEach { node, context in
      let unread = UnreadParts.part(node, in: file.document).map { ($0.extent, "not read") }
      let read = Remains.text(node, context).map { ($0.contents(in: file.document), $1) }
      guard let (span, reason) = unread ?? read else { return }
      for mention in mentions.find(in: file.document[span.region].bytes, span.range)
      where mention.kind != .nodeType {
        let place = Span(span.region, mention.range)
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
