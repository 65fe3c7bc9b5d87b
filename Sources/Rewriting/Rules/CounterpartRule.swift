import Hardware
import SourceText
import Testbed

/// What is known of single resources at both sites: ids and names of a project.
struct CounterpartRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    let known = job.options.counterparts
    guard !known.isEmpty else { return [] }
    let found = identifiers(use, job, known)
    if !found.isEmpty { return found }
    guard use.isPlain, let kind = CounterpartRule.kind(of: use),
      let entry = known.entry(named: use.text, kind, of: job.source),
      job.reasonToKeep(use) == nil,
      // Chameleon's own images follow the hardware.
      kind != .image || !isPublished(use.text, job)
    else { return [] }
    guard entry.text != use.text else {
      return [
        .init(kind, use.span, use.text, .portable, "\(job.targetName) has \(entry.title)")
      ]
    }
    return [
      .rewrite(kind, use.span, use.text, to: entry.text, "\(entry.title) of \(job.targetName)")
    ]
  }

  private func identifiers(_ use: Use, _ job: Job, _ known: Counterparts) -> [Proposal] {
    guard use.span.range.count >= 36, !known.identifiers.isEmpty else { return [] }
    let bytes = job.document[use.span.region].bytes
    return UUIDText.ranges(in: bytes, use.span.range).compactMap { range in
      let span = Span(use.span.region, range)
      let uuid = job.document.text(of: span)
      guard let entry = known.identifiers[uuid.lowercased()] else { return nil }
      if let reason = job.reasonToKeep(use) {
        return Proposal(entry.kind, span, uuid, .kept, reason)
      }
      return .rewrite(entry.kind, span, uuid, to: entry.text, "\(entry.title) of \(job.targetName)")
    }
  }

  private func isPublished(_ name: String, _ job: Job) -> Bool {
    job.facts.image(named: name)?.sites.contains(job.target.text) == true
  }

  /// The class of names that a text is one of, by its role; shares also by what they are mounted from.
  private static func kind(of use: Use) -> ReferenceClass? {
    if use.text.hasPrefix("CC-") { return .image }
    if use.text.contains(":/") { return .share }
    switch use.role {
    case .image: return .image
    case .network, .subnet: return .network
    case .flavor: return .flavor
    case .keyPair: return .keyPair
    case .securityGroup: return .securityGroup
    case .share: return .share
    case .container: return .container
    default: return nil
    }
  }
}
