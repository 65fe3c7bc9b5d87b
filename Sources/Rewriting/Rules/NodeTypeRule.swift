import Equivalence
import Hardware
import Selectors
import SourceText
import Testbed
import Translation

/// Names of node types, where only a name can stand: constants, keywords, options, defaults.
struct NodeTypeRule: Rule {
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
    if use.role == .name || use.context.isOperandOfTool { return kept("a name") }
    if isAPIDump(use.context) { return kept("a record of the site, not a request") }
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
    let translation = translator.nodeType(
      use.text, nodes: NodeCount.wanted(around: use.context, in: job))
    var proposal = NodeTypeRule.proposal(use, translation, job)
    proposal.options += translation.alternatives.map { $0.configuration.name }
    return [proposal]
  }

  private static func proposal(_ use: Use, _ translation: Translation, _ job: Job) -> Proposal {
    let remarks = translation.remarks.map { "; " + $0 }.joined()
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

  /// Whether it is part of what an API answered: a record with a UID of its own.
  private func isAPIDump(_ context: Context) -> Bool {
    guard case .member(_, let siblings) = context.steps.last else { return false }
    let names = Set(siblings.compactMap(\.name))
    return names.contains("uid") && (names.contains("architecture") || names.contains("node_name"))
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

/// How many nodes a request wants at once.
enum NodeCount {
  private static let names: Set = [
    "max", "count", "amount", "node_count", "nodes", "num_nodes", "min",
  ]

  /// The largest number that stands beside a text; nil when none does, or only a variable.
  static func wanted(around context: Context, in job: Job) -> Int? {
    var numbers: [Int] = []
    for step in context.steps.reversed() {
      switch step {
      case .keyword(_, let call), .positional(_, let call):
        for keyword in call.keywords where names.contains(keyword.name) {
          numbers += number(keyword.value)
        }
      case .member(_, let siblings):
        for member in siblings where member.name.map(names.contains) == true {
          numbers += number(member.value)
        }
      case .word(let index, let command):
        let bytes = job.document[command.words[index].region].bytes
        for part in Use.parts(of: bytes) where names.contains(part.name) {
          numbers += Int(String(decoding: bytes[part.value], as: UTF8.self)).map { [$0] } ?? []
        }
      case .element, .code: continue
      default: return numbers.max()
      }
      if !numbers.isEmpty { break }
    }
    return numbers.max()
  }

  private static func number(_ syntax: Syntax) -> [Int] {
    switch syntax {
    case .number(let text, _): Int(text).map { [$0] } ?? []
    case .text(let literal): Int(literal.text).map { [$0] } ?? []
    default: []
    }
  }
}
