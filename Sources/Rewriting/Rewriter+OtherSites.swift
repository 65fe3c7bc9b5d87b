import SourceText
import Testbed

/// Files that do not name the site they are ported from.
extension Rewriter {
  /// A file that names other sites only: it may not have been written for the given one, whatever its
  /// node types are called.
  func forOthers(
    _ file: ReadFile, _ path: String, from source: SiteID, as other: SiteID,
    _ neighbours: [Survey], _ evidence: Evidence
  ) throws -> FileResult {
    func result(_ findings: [Finding]) -> FileResult {
      FileResult(
        path: path, language: file.language, source: other,
        evidence: evidence.grounds[other] ?? [], findings: findings, bytes: file.document.bytes,
        remaining: Remains(in: file, knowledge, source).found)
    }
    guard other != options.target else {
      return try idsOfPorted(file, path, from: source, neighbours, evidence) ?? result([])
    }
    let names = evidence.named.sorted().map(knowledge.name(of:)).joined(separator: " and ")
    let job = try job(file, path, from: source, neighbours, evidence)
    let doubtful = Decider(file: file, job: job).proposals().filter {
      ($0.kind == .nodeType || $0.kind == .selector)
        && ($0.decision == .rewritten || $0.decision == .choice && !$0.changes.isEmpty
          || $0.decision == .unresolved && $0.translation != nil)
    }
    let proposals = doubtful.map {
      $0.withheld("the file names \(names) only: is this for \(job.sourceName)?")
    }
    return result(Outcome(proposals, in: job).findings)
  }

  /// A file of the target with ids of the source, whose counterparts were not known when it was ported.
  ///
  /// - Returns: Nil when there are none; names would be ported twice.
  func idsOfPorted(
    _ file: ReadFile, _ path: String, from source: SiteID, _ neighbours: [Survey],
    _ evidence: Evidence
  ) throws -> FileResult? {
    guard !options.map.isEmpty || !options.counterparts.isEmpty else { return nil }
    let job = try job(file, path, from: source, neighbours, evidence)
    let proposals = Decider(file: file, job: job).proposals().filter {
      $0.decision == .rewritten && UUIDText.range(in: $0.value)?.count == $0.value.utf8.count
        // What is written has to stay in a second run.
        && $0.replacement.map(isMapped) == false
    }
    guard !proposals.isEmpty else { return nil }
    let written = Outcome(proposals, in: job)
    guard let bytes = written.edits.applied(to: file.document.bytes) else { return nil }
    let again = try ReadFile(path: path, bytes: bytes, language: file.language)
    return FileResult(
      path: path, language: file.language, source: options.target,
      evidence: evidence.grounds[options.target] ?? [], findings: written.findings,
      edits: written.edits.sorted { $0.range.lowerBound < $1.range.lowerBound }, bytes: bytes,
      remaining: source == options.target ? [] : Remains(in: again, knowledge, source).found)
  }

  /// Whether something else is to take the place of an id.
  private func isMapped(_ id: String) -> Bool {
    options.map[id] != nil || options.counterparts.identifiers[id.lowercased()] != nil
  }
}
