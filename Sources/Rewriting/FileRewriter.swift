import Equivalence
import Hardware
import SourceText
import Testbed
import Translation

/// What was read of one file.
struct ReadFile {
  let language: Language
  let document: Document
  /// The file's own tree, and that of JSON inside its texts.
  let roots: [EmbeddedJSON.Found]
  let literals: [RegionID: Literal]

  /// Reads a file.
  ///
  /// - Throws: `ReadingError` when it cannot be read as a whole.
  init(path: String, bytes: [UInt8], language: Language) throws(ReadingError) {
    var document = Document(path: path, bytes: bytes)
    let nodes = try document.read(.file, as: language)
    let embedded = EmbeddedJSON(in: nodes, of: &document)
    let context = Context().inside(.code(language))
    self.language = language
    self.document = document
    roots = [EmbeddedJSON.Found(nodes: nodes, context: context)] + embedded.found
    literals = embedded.literals
  }

  /// Every literal in code with its surroundings, in the order of the trees.
  func forEach(_ visit: (Syntax, Context) -> Void) {
    withoutActuallyEscaping(visit) { visit in
      for root in roots { Walk(visit: visit).run(root.nodes, in: root.context) }
    }
  }
}

/// Decides about everything in one file.
struct Decider {
  let file: ReadFile
  let job: Job

  /// What is to be done, in the order of the text, no two about the same stretch.
  func proposals() -> [Proposal] {
    var found = selectors()
    let inSelectors = found.map(\.span)
    let uses = uses().filter { use in !inSelectors.contains { isInside(use.span, $0) } }
    for use in uses {
      for rule in Decider.rules { found += rule.proposals(for: use, in: job) }
    }
    let hardware = found.compactMap(\.translation).filter { _ in true }.map {
      Assessed($0.configuration, facts: job.facts)
    }
    let images = ImageRule(hardware: hardware)
    for use in uses { found += images.proposals(for: use, in: job) }
    found += mentions()
    return Decider.disjoint(found, in: job.document)
  }

  /// Rules that look at one text at a time; of two that claim the same text the first counts.
  private static let rules: [any Rule] = [
    SiteRule(), ClientIDRule(), URLRule(), NodeTypeRule(), IdentifierRule(), NodeRule(),
    NetworkRule(), FlavorRule(), ReservationKindRule(), ProjectRule(), FloatingIPRule(),
    DateRule(), RetiredCommandRule(), RcloneRule(),
  ]

  private func selectors() -> [Proposal] {
    var found: [Proposal] = []
    var seen: [Span] = []
    file.forEach { node, context in
      guard case .list(let items, let span) = node, !seen.contains(where: { isInside(span, $0) }),
        let written = WrittenSelector(items, span, context, in: job)
      else { return }
      seen.append(span)
      found.append(SelectorRule().proposal(for: written, in: job))
    }
    return found
  }

  private func uses() -> [Use] {
    var uses: [Use] = []
    file.forEach { node, context in
      guard case .text(let literal) = node, !context.isProse else { return }
      for var use in Use.uses(of: literal, in: context, job.document) {
        if use.role == nil, let name = context.assignedName { use.role = role(of: name) }
        uses.append(use)
      }
    }
    return uses
  }

  /// What the value of a variable is for, told by what it is used for, here or in a neighbour.
  private func role(of name: String) -> Role? {
    var roles = job.bindings.roles(of: name)
    if roles.isEmpty {
      roles = Set(job.neighbours.flatMap { $0.roles[Bindings.key(name)] ?? [] })
    }
    return roles.count == 1 ? roles.first : nil
  }

  private func mentions() -> [Proposal] {
    var found: [Proposal] = []
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
      end = item.range.upperBound
      last = item.range
    }
    return result
  }
}
