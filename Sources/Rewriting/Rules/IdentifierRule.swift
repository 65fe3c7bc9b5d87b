import Hardware
import Selectors
import SourceText
import Testbed
import Translation

/// UUIDs: of nodes, of what all projects share, and of single resources.
struct IdentifierRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    let bytes = job.document[use.span.region].bytes
    guard use.span.range.count >= 36 else { return [] }
    return UUIDText.ranges(in: bytes, use.span.range).compactMap { range in
      proposal(Span(use.span.region, range), use, job)
    }
  }

  private func proposal(_ span: Span, _ use: Use, _ job: Job) -> Proposal? {
    let uuid = job.document.text(of: span)
    if URLRule.addresses(in: job.document[span.region].bytes, use.span.range)
      .contains(where: { $0.range.contains(span.range.lowerBound) })
    {
      return nil
    }
    let lower = uuid.lowercased()
    if let fact = job.facts.identifier(lower) { return shared(fact, span, uuid, use, job) }
    if let site = job.knowledge.siteOfNode(lower) { return node(site, span, uuid, use, job) }
    guard job.reasonToKeep(use) == nil, let (kind, what) = IdentifierRule.kind(of: use) else {
      return nil
    }
    return Proposal(
      kind, span, uuid, .unresolved,
      "\(what) of one project at one site: take that of \(job.targetName)")
  }

  private func shared(
    _ fact: IdentifierFact, _ span: Span, _ uuid: String, _ use: Use, _ job: Job
  ) -> Proposal? {
    let kind: ReferenceClass =
      fact.kind == "image" ? .image : fact.kind == "flavor" ? .flavor : .network
    if fact.site == job.target.text { return nil }
    if let reason = job.reasonToKeep(use) { return Proposal(kind, span, uuid, .kept, reason) }
    if fact.site != job.source.text {
      return Proposal(
        kind, span, uuid, .kept, "the \(fact.kind) \(fact.name) of another site",
        ground: .ofAnotherSite)
    }
    let other = job.facts.identifiers.first {
      $0.site == job.target.text && $0.kind == fact.kind && $0.name == fact.name
    }
    let network = job.facts.network(named: fact.name)
    if other == nil, kind == .network, let network, !network.sites.contains(job.target.text) {
      let others = job.facts.networks.filter {
        $0.kind == network.kind && $0.sites.contains(job.target.text) && $0.name != "public"
      }
      return Proposal(
        kind, span, uuid, .unresolved,
        "the \(fact.kind) \(fact.name) of \(job.sourceName); \(job.targetName) has none of this name",
        options: others.map(\.name))
    }
    guard let other, fact.kind != "image" else {
      return Proposal(
        kind, span, uuid, .unresolved,
        "the \(fact.kind) \(fact.name) of \(job.sourceName); its id at \(job.targetName) is not known: use the name",
        options: [fact.name])
    }
    return .rewrite(
      kind, span, uuid, to: other.uuid, "the \(fact.kind) \(fact.name) of \(job.targetName)")
  }

  private func node(
    _ site: SiteID, _ span: Span, _ uuid: String, _ use: Use, _ job: Job
  ) -> Proposal? {
    if site == job.target { return nil }
    if site != job.source {
      return Proposal(.node, span, uuid, .kept, "a node of \(job.knowledge.name(of: site))")
    }
    if let reason = job.reasonToKeep(use) { return Proposal(.node, span, uuid, .kept, reason) }
    return NodeRule.proposal(uuid, span, job)
  }

  /// Whether it is what something that exists is found by, as in `get_lease("…")`.
  private static func isLookedUp(_ use: Use) -> Bool {
    guard case .positional(0, let call)? = use.context.step else { return false }
    return Role(firstArgumentOf: call.callee) == .name
  }

  /// What a UUID names, told by what it is for; nil when nothing tells.
  private static func kind(of use: Use) -> (ReferenceClass, String)? {
    switch use.role {
    case .resource: (.resourceID, "a resource")
    case .network, .subnet: (.network, "a network")
    case .image: (.image, "an image")
    case .flavor, .flavorID: (.flavor, "a flavor")
    case .securityGroup: (.securityGroup, "a security group")
    case .projectID: (.projectID, "the id")
    case .share: (.share, "a share")
    case .node: (.node, "a node")
    case .name where isLookedUp(use): (.resourceID, "a lease or a server")
    default: subject(of: use)
    }
  }

  /// What the operand of a command names, told by the command's own words.
  private static func subject(of use: Use) -> (ReferenceClass, String)? {
    guard let command = use.context.command else { return nil }
    if use.key == nil {
      let subject = subjects.first { command.starts(with: ["openstack"] + $0.words) }
      if let subject { return (subject.kind, subject.what) }
    }
    return command.starts(with: ["openstack"]) || command.starts(with: ["blazar"])
      ? (.resourceID, "a resource") : nil
  }

  /// Source: python-openstackclient 8, its command list.
  private static let subjects: [(words: [String], kind: ReferenceClass, what: String)] = [
    (["image"], .image, "an image"), (["network"], .network, "a network"),
    (["subnet"], .network, "a subnet"), (["flavor"], .flavor, "a flavor"),
    (["security", "group"], .securityGroup, "a security group"), (["share"], .share, "a share"),
  ]
}

/// Nodes by name, where something says that it is one.
struct NodeRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.role == .node || use.role == nil && NodeRule.mayBeName(use), use.isPlain,
      UUIDText.range(in: use.text) == nil, job.knowledge.siteOfNode(use.text) == job.source
    else { return [] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.node, use.span, use.text, .kept, reason)]
    }
    return [NodeRule.proposal(use.text, use.span, job)]
  }

  /// Whether it is a word with letters and digits in a list or behind a key, and no command's operand.
  private static func mayBeName(_ use: Use) -> Bool {
    guard (4...40).contains(use.text.utf8.count) else { return false }
    switch use.context.step {
    case .element, .member, .assigned:
      return use.text.contains(where: \.isNumber) && use.text.contains(where: \.isLetter)
        && !use.text.contains(where: \.isWhitespace)
    default: return false
    }
  }

  /// A node cannot be moved: what can be reserved instead is offered.
  static func proposal(_ name: String, _ span: Span, _ job: Job) -> Proposal {
    let reason = "one node of \(job.sourceName), which cannot be moved"
    var proposal = Proposal(.node, span, name, .unresolved, reason)
    guard let translation = job.translator?.node(name) else { return proposal }
    switch translation.outcome {
    case .portable(let replacement?), .replaced(let replacement):
      proposal = Proposal(
        .node, span, name, .unresolved, reason + "; reserve with resource_properties",
        options: [replacement.selector.description])
      proposal.translation = replacement
    case .portable: break
    case .none(let why), .unknown(let why):
      proposal = Proposal(.node, span, name, .unresolved, reason + "; " + why)
    }
    return proposal
  }
}
