import Equivalence
import Hardware
import SourceText
import Testbed
import Translation

/// Something that was read, and what surrounds it.
struct Visit: Sendable {
  /// Forms that few of the many visits have.
  enum Kind: Sendable, Hashable {
    case list, call, comment, scope
    /// A name, and an expression that may read an element of one.
    case name
    /// A text with holes.
    case template
    /// A word of a command, and a text of two bytes or less: what can stand for any node.
    case word

    /// What a node is besides a text.
    init?(_ node: Syntax) {
      switch node {
      case .list: self = .list
      case .call: self = .call
      case .comment: self = .comment
      case .scope: self = .scope
      case .name, .group: self = .name
      default: return nil
      }
    }
  }

  let node: Syntax
  let context: Context
}

/// What was read of one file.
struct ReadFile {
  let language: Language
  let document: Document
  let literals: [RegionID: Literal]
  /// What a walk through the trees visits; many ask for it.
  private let visits: [Visit]
  /// Where in `visits` those of a kind are.
  private let indices: [Visit.Kind: [Int]]
  /// The texts that may be references, with what surrounds them: neither comments nor prose.
  let uses: [Use]

  /// Reads a file.
  ///
  /// - Throws: `ReadingError` when it cannot be read as a whole.
  init(path: String, bytes: [UInt8], language: Language) throws(ReadingError) {
    var document = Document(path: path, bytes: bytes)
    let nodes = try document.read(.file, as: language)
    let context = Context().inside(.code(language))
    let root = EmbeddedJSON.Found(nodes: nodes, context: context)
    let embedded = EmbeddedJSON(in: root, of: &document)
    self.language = language
    self.document = document
    literals = embedded.literals
    visits = embedded.visits
    var uses: [Use] = []
    var indices: [Visit.Kind: [Int]] = [:]
    for (index, visit) in visits.enumerated() {
      guard case .text(let literal) = visit.node else {
        if let kind = Visit.Kind(visit.node) { indices[kind, default: []].append(index) }
        continue
      }
      if !literal.holes.isEmpty { indices[.template, default: []].append(index) }
      if literal.text.utf8.count < 3 || visit.context.isWord {
        indices[.word, default: []].append(index)
      }
      guard !visit.context.isProse, !visit.context.isComment else { continue }
      uses += Use.uses(of: literal, in: visit.context, document).filter(\.isPlausible)
    }
    self.uses = uses
    self.indices = indices
  }

  /// What of a kind was read with its surroundings, in the order of `forEach(_:)`.
  func forEach(_ kind: Visit.Kind, _ visit: (Syntax, Context) -> Void) {
    for index in indices[kind] ?? [] { visit(visits[index].node, visits[index].context) }
  }

  /// Everything that was read with its surroundings: the file's own tree, then that of JSON inside its
  /// texts.
  func forEach(_ visit: (Syntax, Context) -> Void) {
    for item in visits { visit(item.node, item.context) }
  }
}

/// Decides about everything in one file.
struct Decider {
  let file: ReadFile
  let job: Job

  /// What is to be done, in the order of the text, no two about the same stretch.
  func proposals() -> [Proposal] {
    let selectors = selectors()
    let flow = Flow(file, selectors, job)
    var found = selectors.compactMap { SelectorRule().proposal(for: $0, in: job) }
    let own = selectors.reduce(into: Set<RegionID>()) { $0.formUnion($1.regions) }
    let uses = uses(flow).filter { !own.contains($0.literal.region) }
    let hosted = hosted(selectors)
    let rules: [any Rule] = Decider.rules + [NodeTypeRule(flow: flow)]
    for use in uses {
      found += mapped(use)
      for rule in rules {
        found += rule.proposals(for: use, in: job).filter { proposal in
          hosted[use.literal.region]?.contains { isWithin(proposal.span, $0.span) } != true
        }.map { flow.checked($0, use, job) }
      }
    }
    let hardware = found.compactMap(\.translation).map {
      Assessed($0.configuration, facts: job.facts)
    }
    let images = ImageRule(hardware: hardware, former: former(of: found))
    for use in uses { found += images.proposals(for: use, in: job) }
    found += mentions()
    found += implicitSite()
    found += ProviderRule().proposals(in: file, job)
    found += RuntimeRule().proposals(in: file, job) + AnyNodeRule().proposals(in: file, job)
    return Decider.disjoint(found, in: job.document)
  }

  /// The source's hardware of all node types that are named by what is translated.
  private func former(of proposals: [Proposal]) -> [Assessed] {
    let names = Set(
      proposals.filter { $0.translation != nil }.flatMap { proposal in
        proposal.value.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
      })
    let configurations = job.translator?.source.configurations ?? []
    return configurations.filter { names.contains($0.nodeType) }.map {
      Assessed($0, facts: job.facts)
    }
  }

  /// Rules that look at one text at a time; of two that claim the same text the first counts.
  private static let rules: [any Rule] = [
    SiteRule(), ClientIDRule(), URLRule(), DiscoveryPathRule(), IdentifierRule(), NodeRule(),
    NetworkRule(), FlavorRule(), ReservationKindRule(), ProjectRule(), ShareRule(),
    FloatingIPRule(),
    DateRule(), RetiredCommandRule(), RcloneRule(), CloudRule(),
  ]

  private func selectors() -> [WrittenSelector] {
    var found: [WrittenSelector] = []
    file.forEach(.list) { node, context in
      guard case .list(let items, let span) = node,
        // What is nested comes right behind what it is nested in.
        found.last.map({ isInside(span, $0.span) }) != true,
        let written = WrittenSelector(items, span, context, in: job)
      else { return }
      found.append(written)
    }
    return found
  }

  private func uses(_ flow: Flow) -> [Use] {
    var uses: [Use] = []
    file.forEach(.comment) { node, context in
      if case .comment(let literal) = node,
        let use = OptionComment.use(in: literal, context, job.document)
      {
        uses.append(use)
      }
    }
    for var use in file.uses {
      if use.role == nil {
        let roles = flow.roles(of: use.literal)
        use.role = roles.count == 1 ? roles.first : use.context.assignedName.flatMap(role(of:))
        guard use.role != nil || use.looksLikeReference || !job.options.map.isEmpty else {
          continue
        }
      }
      uses.append(use)
    }
    return uses
  }

  /// Whether a span of the file lies in another one.
  private func isWithin(_ span: Span, _ outer: Span) -> Bool {
    let (inner, outer) = (job.document.fileRange(of: span), job.document.fileRange(of: outer))
    return outer.lowerBound <= inner.lowerBound && inner.upperBound <= outer.upperBound
  }

  /// The selectors in each region, directly or in a text in it.
  private func hosted(_ selectors: [WrittenSelector]) -> [RegionID: [WrittenSelector]] {
    var hosted: [RegionID: [WrittenSelector]] = [:]
    for selector in selectors {
      var region: RegionID? = selector.span.region
      while let current = region, current != .file {
        hosted[current, default: []].append(selector)
        region = job.document[current].parent
      }
    }
    return hosted
  }

  /// What the value of a variable is for, told by what it is used for, here or in a neighbour.
  private func role(of name: String) -> Role? {
    var roles = job.bindings.roles(of: name)
    if roles.isEmpty {
      let key = Bindings.key(name)
      roles = Set(job.neighbours.flatMap { $0.roles[key] ?? [] })
    }
    return roles.count == 1 ? roles.first : nil
  }

  /// What the user's own map says.
  private func mapped(_ use: Use) -> [Proposal] {
    guard let text = job.options.map[use.text], text != use.text, job.reasonToKeep(use) == nil
    else {
      return []
    }
    let kind = use.role.flatMap(\.referenceClass) ?? .resourceID
    return [.rewrite(kind, use.span, use.text, to: text, "your map")]
  }

  /// A program that names no site, for which python-chi chooses one.
  ///
  /// Source: python-chi 1.2, `chi/context.py`: `DEFAULT_SITE = "CHI@UC"`.
  private func implicitSite() -> [Proposal] {
    guard [.python, .notebook].contains(file.language), job.source.text == "uc",
      Decider.imports.containsAny(in: job.document.bytes),
      !job.namesSites,
      job.neighbours.allSatisfy({ $0.evidence[job.source] == nil })
    else { return [] }
    var first: Call?
    var namesSite = false
    file.forEach(.call) { node, _ in
      guard case .call(let call) = node else { return }
      namesSite =
        namesSite || call.callee.hasSuffix("use_site") || call.callee.hasSuffix("choose_site")
      if first == nil, Decider.reserves(call.callee) { first = call }
    }
    guard let first, !namesSite else { return [] }
    let start = first.span.range.lowerBound
    let calleeSpan = Span(first.span.region, start..<start + first.callee.utf8.count)
    return [
      Proposal(
        .site, calleeSpan, first.callee, .choice,
        "no site is named, and outside of Jupyter python-chi takes CHI@UC",
        options: ["chi.use_site(\"\(job.targetName)\")"])
    ]
  }

  private static let imports = WordScanner(
    words: ["import chi", "from chi"].map { Array($0.utf8) })

  private static func reserves(_ callee: String) -> Bool {
    callee.hasSuffix("add_node_reservation") || callee.hasSuffix("create_lease")
      || callee.hasSuffix("Lease") || callee.hasSuffix("create_server")
  }

  private func mentions() -> [Proposal] {
    var found: [Proposal] = []
    guard job.options.includesComments || job.options.includesProse else { return found }
    file.forEach { node, _ in
      switch node {
      case .comment(let literal) where job.options.includesComments:
        found += MentionRule().proposals(for: literal, in: job)
      case .prose(let literal) where job.options.includesProse:
        found += MentionRule().proposals(for: literal, in: job)
      default: break
      }
    }
    return found
  }

  /// Whether a span lies in another one, or in a region that was made from it.
  private func isInside(_ span: Span, _ outer: Span) -> Bool {
    var span = span
    while span.region != outer.region {
      let next = job.document.outer(span)
      if next.region == span.region { return false }
      span = next
    }
    return outer.range.lowerBound <= span.range.lowerBound
      && span.range.upperBound <= outer.range.upperBound
  }

  /// Of proposals about overlapping stretches of the file the first.
  private static func disjoint(_ proposals: [Proposal], in document: Document) -> [Proposal] {
    let placed = proposals.enumerated().map {
      (range: document.fileRange(of: $0.element.span), order: $0.offset, proposal: $0.element)
    }.sorted { a, b in
      (a.range.lowerBound, a.order) < (b.range.lowerBound, b.order)
    }
    var result: [Proposal] = []
    var end = -1
    var last: Range<Int>?
    for item in placed where item.range != last || item.range.isEmpty {
      guard item.range.lowerBound >= end else { continue }
      result.append(item.proposal)
      // In a selector that stays, the default of a variable may still change.
      if item.proposal.kind == .selector, item.proposal.changes.isEmpty { continue }
      end = item.range.upperBound
      last = item.range
    }
    return result
  }
}
