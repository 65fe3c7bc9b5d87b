import Equivalence
import Hardware
import SourceText
import Testbed
import Translation

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
      found += job.mapped(use)
      for rule in rules {
        found += rule.proposals(for: use, in: job).filter { proposal in
          hosted[use.literal.region]?.contains { isWithin(proposal.span, $0.span) } != true
        }.map { flow.checked($0, use, job).placed(use, in: job) }
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
    SiteRule(), ClientIDRule(), URLRule(), DiscoveryPathRule(), CounterpartRule(), IdentifierRule(),
    NodeRule(), NetworkRule(), FlavorRule(), ReservationKindRule(), ProjectRule(), ShareRule(),
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
