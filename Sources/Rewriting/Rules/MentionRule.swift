import Hardware
import SourceText
import Testbed
import Translation

/// Sites, hosts and node types in comments and in text for people, when the user asked for it.
struct MentionRule {
  /// What is to be done about each mention in a text.
  func proposals(for literal: Literal, in job: Job) -> [Proposal] {
    let mentions = Mentions(knowledge: job.knowledge, site: job.source)
    let span = literal.contents(in: job.document)
    return mentions.find(in: job.document[literal.region].bytes, span.range).compactMap {
      proposal($0, Span(literal.region, $0.range), job)
    }
  }

  private func proposal(_ mention: Mentions.Mention, _ span: Span, _ job: Job) -> Proposal? {
    switch mention.kind {
    case .site:
      return job.knowledge.spelling(like: mention.text, of: job.source, for: job.target).map {
        .rewrite(.site, span, mention.text, to: $0, "text for people")
      }
    case .host:
      return job.knowledge.host(of: job.target).map {
        .rewrite(.dashboardURL, span, mention.text, to: $0, "text for people")
      }
    case .nodeType:
      let translation = job.translator?.nodeType(mention.text)
      guard case .replaced(let replacement)? = translation?.outcome, replacement.isWholeType,
        !job.meansOtherHardwareAtSource(replacement.configuration.nodeType)
      else { return nil }
      var proposal = Proposal.rewrite(
        .nodeType, span, mention.text, to: replacement.configuration.nodeType, "text for people")
      proposal.translation = replacement
      return proposal
    }
  }
}
