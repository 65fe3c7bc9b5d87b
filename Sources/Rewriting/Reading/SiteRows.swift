import SourceText
import Testbed

/// What one file has for several sites beside each other: records of a list, and calls of one
/// function.
struct SiteRows: Sendable {
  /// The site of each item of a list whose items name different sites, by where the item stands.
  private var rows: [Span: SiteID] = [:]
  /// Where the functions and commands that are called for different sites are called.
  private var calls: Set<Span> = []

  /// Functions that go on from one site to the next, or only tell something.
  private static let sequential: Set = [
    "use_site", "choose_site", "set", "print", "echo", "printf", "export", "get", "getenv",
  ]

  init(_ file: ReadFile, _ knowledge: Knowledge) {
    var rows: [Span: SiteID] = [:]
    file.forEach(.list) { node, context in
      guard case .list(let items, _) = node, items.count > 1, !context.isComment else { return }
      let named = items.compactMap { item -> (span: Span, site: SiteID)? in
        guard let span = SiteRows.span(of: item) else { return nil }
        let sites = SiteRows.sites(of: item, in: file.document, knowledge)
        return sites.count == 1 ? sites.first.map { (span, $0) } : nil
      }
      guard Set(named.map(\.site)).count > 1 else { return }
      for row in named { rows[row.span] = row.site }
    }
    self.rows = rows
    var asked: [String: (spans: Set<Span>, sites: Set<SiteID>)] = [:]
    func note(_ name: String, _ span: Span, _ sites: Set<SiteID>) {
      guard !sites.isEmpty, !name.isEmpty, !SiteRows.sequential.contains(name) else { return }
      asked[name, default: ([], [])].spans.insert(span)
      asked[name, default: ([], [])].sites.formUnion(sites)
    }
    file.forEach(.call) { node, context in
      guard case .call(let call) = node, !context.isCompared else { return }
      note(
        Bindings.key(call.callee), call.span, SiteRows.sites(of: node, in: file.document, knowledge)
      )
    }
    file.forEach(.word) { node, context in
      guard case .text(let literal) = node, case .word(let index, let command)? = context.step,
        index > 0, let name = command.words.first?.text,
        let site = knowledge.site(named: literal.text)
      else { return }
      note(name, command.span, [site])
    }
    calls = asked.values.reduce(into: []) { if $1.sites.count > 1 { $0.formUnion($1.spans) } }
  }

  /// Why a text stays that stands in one of several records; nil when it stands in none.
  func reasonToKeep(_ context: Context, _ knowledge: Knowledge) -> String? {
    guard !rows.isEmpty else { return nil }
    for case .element(let index, let siblings) in context.outward {
      guard index < siblings.count, let span = SiteRows.span(of: siblings[index]) else { continue }
      if let site = rows[span] { return "the record of \(knowledge.name(of: site)) beside others" }
    }
    return nil
  }

  /// Whether it is given to what is called for other sites too.
  func isAskedForSeveral(_ context: Context) -> Bool {
    guard !calls.isEmpty else { return false }
    for step in context.outward {
      switch step {
      case .positional(_, let call), .keyword(_, let call):
        if calls.contains(call.span) { return true }
      case .word(_, let command): if calls.contains(command.span) { return true }
      case .scope, .code: return false
      default: continue
      }
    }
    return false
  }

  private static func span(of item: Syntax) -> Span? {
    switch item {
    case .list(_, let span), .mapping(_, let span): span
    case .call(let call): call.span
    case .text(let literal): literal.span
    default: nil
    }
  }

  /// The sites that a record names, at its first level.
  private static func sites(
    of item: Syntax, in document: Document, _ knowledge: Knowledge
  ) -> Set<SiteID> {
    switch item {
    case .text(let literal): return sites(of: literal, isSite: false, document, knowledge)
    case .list(let items, _):
      return items.reduce(into: []) { found, item in
        guard case .text(let literal) = item else { return }
        found.formUnion(sites(of: literal, isSite: false, document, knowledge))
      }
    case .mapping(let members, _):
      return members.reduce(into: []) { found, member in
        guard case .text(let literal) = member.value else { return }
        let isSite = member.name.flatMap(Role.init(key:)) == .site
        found.formUnion(sites(of: literal, isSite: isSite, document, knowledge))
      }
    case .call(let call):
      let positional = sites(of: .list(call.positional, call.span), in: document, knowledge)
      return call.keywords.reduce(into: positional) { found, keyword in
        guard case .text(let literal) = keyword.value else { return }
        let isSite = Role(key: keyword.name) == .site
        found.formUnion(sites(of: literal, isSite: isSite, document, knowledge))
      }
    default: return []
    }
  }

  private static func sites(
    of literal: Literal, isSite: Bool, _ document: Document, _ knowledge: Knowledge
  ) -> Set<SiteID> {
    // Asked of every argument of every call: names of sites have an '@', addresses a '.'.
    let mayName = literal.text.utf8.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: ".") }
    guard mayName || isSite else { return [] }
    let named = knowledge.site(named: literal.text)
    let mayBeAlias = isSite && !SiteRule.mayBeOtherTestbed(literal.text)
    if let site = named ?? (mayBeAlias ? knowledge.site(alias: literal.text) : nil) {
      return [site]
    }
    let span = literal.contents(in: document)
    guard span.range.count >= 12, span.range.count < 200 else { return [] }
    return Set(
      URLRule.addresses(in: document[span.region].bytes, span.range).compactMap {
        knowledge.hosts[$0.hostName]
      })
  }
}
