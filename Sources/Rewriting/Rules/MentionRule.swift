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

extension Decider {
  /// What is to be done in comments and in text for people, as far as the user asked for it.
  func mentions() -> [Proposal] {
    var found: [Proposal] = []
    guard job.options.includesComments || job.options.includesProse else { return found }
    file.forEach { node, _ in
      switch node {
      case .comment(let literal) where job.options.includesComments:
        // The choices of an option are code.
        guard !OptionComment.isCode(literal, job.document) else { return }
        found += MentionRule().proposals(for: literal, in: job)
      case .prose(let literal) where job.options.includesProse:
        found += MentionRule().proposals(for: literal, in: job)
      default: break
      }
    }
    return found
  }
}
