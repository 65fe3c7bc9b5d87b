import Rewriting

extension CandidateQuery {
  /// What the new texts of node types, selectors and flavors name at the target, each once.
  ///
  /// - Parameter findings: What a port decides.
  /// - Returns: Each with the text that names it; none for a text that names nothing in the catalogue,
  ///   such as a template.
  func candidates(written findings: [Finding]) -> [(text: String, candidate: SlotCandidate)] {
    var seen: Set<String> = []
    var found: [(text: String, candidate: SlotCandidate)] = []
    for finding in findings {
      guard [.nodeType, .selector, .flavor].contains(finding.kind),
        let text = finding.decision == .portable ? finding.value : finding.replacement,
        seen.insert(text).inserted,
        let candidates = try? named(text)
      else { continue }
      found += candidates.filter { one in
        isAsked(one.site)
          && !found.contains {
            $0.candidate.nodes == one.nodes && $0.candidate.resource == one.resource
          }
      }.map { (text, $0) }
    }
    return found
  }
}
