import Equivalence
import Hardware
import Selectors
import SourceText
import Testbed
import Translation

/// Names of node types, where only a name can stand: constants, keywords, options, defaults.
struct NodeTypeRule: Rule {
  let flow: Flow

  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.isPlain else { return [] }
    let isKnown = job.knowledge.typeNames.contains(use.text)
    // `fpga` and `storage` are words of everyday language.
    guard isKnown, use.text.contains("_") || use.role == .nodeType else {
      guard use.role == .nodeType, NodeTypeRule.mayBeType(use.text) else { return [] }
      return unknownName(use, job)
    }
    func kept(_ reason: String) -> [Proposal] {
      [.init(.nodeType, use.span, use.text, .kept, reason)]
    }
    if let reason = job.reasonToKeep(use) { return kept(reason) }
    let isOperand = use.role != .nodeType && use.context.isOperandOfTool
    if use.role == .name || isOperand { return kept("a name") }
    return proposals(forType: use, job)
  }

  /// A word that somebody may have taken for a node type.
  private static func mayBeType(_ text: String) -> Bool {
    text.hasPrefix("compute_") || text.hasPrefix("gpu_") || text.hasPrefix("storage_")
  }

  private func unknownName(_ use: Use, _ job: Job) -> [Proposal] {
    guard job.reasonToKeep(use) == nil else { return [] }
    let nearest = NearestNames(job.knowledge.typeNames.sorted()).nearest(to: use.text)
    return [
      .init(
        .nodeType, use.span, use.text, .unresolved, "no site has or had this node type",
        options: nearest)
    ]
  }

  private func proposals(forType use: Use, _ job: Job) -> [Proposal] {
    guard let translator = job.translator else {
      return [
        .init(
          .nodeType, use.span, use.text, .unresolved,
          "the catalogue has no nodes of \(job.sourceName)")
      ]
    }
    let own = NodeCount.wanted(around: use.context, in: job).map { [$0] } ?? []
    let demands = flow.demands[use.literal.region, default: []]
    let counts = Set(own + demands.compactMap(\.count)).sorted { $0.most < $1.most }
    let translations = (counts.isEmpty ? [nil] : counts.map(Optional.some)).map { count in
      let translation = NodeCount.translation(for: count) {
        translator.nodeType(use.text, nodes: $0)
      }
      return (count: count, translation: translation)
    }
    if let difference = NodeTypeRule.difference(translations, demands, job) {
      return [.init(.nodeType, use.span, use.text, .unresolved, difference)]
    }
    guard let (count, translation) = translations.last else { return [] }
    let remarks = NodeCount.remarks(on: translation, for: count)
    var proposal = NodeTypeRule.proposal(use, translation, remarks, job)
    proposal.options += translation.alternatives.map { $0.configuration.name }
    return [proposal]
  }

  /// Why one name cannot be right for every number of nodes that is wanted; nil when it can.
  private static func difference(
    _ translations: [(count: NodeCount?, translation: Translation)], _ demands: [Flow.Demand],
    _ job: Job
  ) -> String? {
    let answers = translations.map { ($0.count, answer($0.translation.outcome)) }
    guard Set(answers.map(\.1)).count > 1 else { return nil }
    let parts = answers.map { count, answer in
      let line = demands.first { $0.count == count }.map {
        " (line \(job.document.position(of: $0.span).line))"
      }
      let nodes = count.map { $0.most == 1 ? "1 node" : "\($0.most) nodes" } ?? "any number"
      return nodes + (line ?? "") + ": " + answer
    }
    return "its uses need different answers: " + parts.joined(separator: "; ")
  }

  private static func answer(_ outcome: Translation.Outcome) -> String {
    switch outcome {
    case .portable: "the same type"
    case .replaced(let replacement): replacement.configuration.nodeType
    case .none: "nothing that is good enough"
    case .unknown: "unknown"
    }
  }

  private static func proposal(
    _ use: Use, _ translation: Translation, _ remarks: String, _ job: Job
  ) -> Proposal {
    switch translation.outcome {
    case .portable(let replacement):
      var proposal = Proposal(
        .nodeType, use.span, use.text, .portable,
        "\(job.targetName) has the same node type" + remarks)
      proposal.translation = replacement
      return proposal
    case .replaced(let replacement):
      return replaced(use, replacement, remarks, job)
    case .none(let reason):
      return Proposal(.nodeType, use.span, use.text, .unresolved, reason)
    case .unknown(let reason):
      let sites = job.knowledge.sitesOfType[use.text] ?? []
      if sites.contains(job.target) {
        return Proposal(
          .nodeType, use.span, use.text, .portable, "a node type of \(job.targetName)")
      }
      // What the source itself once had is stale; what only others have is theirs.
      let isStale = sites.isEmpty || job.facts.nodeType(use.text, at: job.source) != nil
      // Whoever asks for another site's only type has mixed up the sites.
      let isAsked = use.role == .nodeType && !use.context.isElement
      return Proposal(
        .nodeType, use.span, use.text, isStale ? .unresolved : isAsked ? .choice : .kept, reason)
    }
  }

  private static func replaced(
    _ use: Use, _ replacement: Replacement, _ remarks: String, _ job: Job
  ) -> Proposal {
    let name = replacement.configuration.nodeType
    func undecided(_ reason: String) -> Proposal {
      var proposal = Proposal(.nodeType, use.span, use.text, .unresolved, reason)
      proposal.translation = replacement
      proposal.options = [replacement.selector.description]
      return proposal
    }
    guard replacement.isWholeType || replacement.isChosen else {
      return undecided(
        "only part of \(name) is equivalent, which a node type cannot say; use resource_properties")
    }
    if job.meansOtherHardwareAtSource(name) {
      return undecided(
        "\(name) is equivalent, but the name means other hardware at \(job.sourceName): choose it with --prefer"
      )
    }
    var proposal = Proposal.rewrite(
      .nodeType, use.span, use.text, to: name, Wording.grounds(of: replacement) + remarks)
    proposal.translation = replacement
    return proposal
  }
}

extension Job {
  /// Whether a node type of the target is one of the source too, for other hardware: after the
  /// rewrite nobody could tell whether the file was ported.
  func meansOtherHardwareAtSource(_ nodeType: String) -> Bool {
    guard let translator, translator.choices.preferred[nodeType] == nil,
      knowledge.sitesOfType[nodeType]?.contains(source) == true
    else { return false }
    if case .portable = translator.nodeType(nodeType).outcome { return false }
    return true
  }
}

/// Sentences of reports.
enum Wording {
  /// What speaks for a replacement.
  static func grounds(of replacement: Replacement) -> String {
    if replacement.isChosen { return "your choice" }
    let losses =
      replacement.losses.isEmpty ? "" : ", but " + replacement.losses.joined(separator: ", ")
    return switch replacement.grade {
    case .dropIn: "the same hardware" + losses
    case .close: "close hardware" + losses
    default: "some of it" + losses
    }
  }
}
