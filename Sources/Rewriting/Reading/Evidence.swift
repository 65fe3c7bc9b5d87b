import Hardware
import SourceText
import Testbed

/// What speaks for the site that a file is written for.
struct Evidence: Sendable {
  /// By site, in the order of the text; each a few words.
  private(set) var grounds: [SiteID: [String]] = [:]
  /// The sites that are named outright: by name, address or client id.
  private(set) var named: Set<SiteID> = []
  /// Whether anything depends on the site, though it may not tell which one: a node type of several
  /// sites, a selector.
  private(set) var isBound = false

  private mutating func add(_ site: SiteID, _ ground: String, isName: Bool) {
    if isName { named.insert(site) }
    guard grounds[site]?.contains(ground) != true else { return }
    grounds[site, default: []].append(ground)
  }

  /// Collects from what was read.
  ///
  /// Conditions, tables of sites, comments and prose speak for nothing.
  init(_ file: ReadFile, _ knowledge: Knowledge) {
    file.forEach(.list) { node, context in
      guard case .list(let items, _) = node, !context.isComment, !context.isProse else { return }
      isBound = isBound || WrittenSelector.isSelector(items, isReserved: false)
    }
    for use in file.uses where Evidence.speaks(use.context, knowledge) {
      add(use, file.document, knowledge)
    }
  }

  /// Whether what stands there says what the program does, and not what it knows.
  private static func speaks(_ context: Context, _ knowledge: Knowledge) -> Bool {
    !context.isCompared && !context.isKey
      && context.branchTexts.allSatisfy { knowledge.site(ofCondition: $0) == nil }
  }

  /// Collects from a part of what was read, whatever stands around it.
  init(
    _ nodes: [Syntax], within context: Context = Context(), in document: Document,
    _ knowledge: Knowledge
  ) {
    var result = self
    Walk { node, context in result.add(node, context, document, knowledge) }
      .run(nodes, in: context)
    self = result
  }

  private mutating func add(
    _ node: Syntax, _ context: Context, _ document: Document, _ knowledge: Knowledge
  ) {
    guard case .text(let literal) = node, !context.isComment, !context.isProse,
      Evidence.speaks(context, knowledge)
    else { return }
    for use in Use.uses(of: literal, in: context, document) { add(use, document, knowledge) }
  }

  private mutating func add(_ use: Use, _ document: Document, _ knowledge: Knowledge) {
    func note(_ site: SiteID, _ ground: String, isName: Bool) {
      if use.context.siteOfTable(knowledge) == nil { add(site, ground, isName: isName) }
    }
    if let site = knowledge.site(named: use.text) {
      if use.context.isOneOfSeveralSites(knowledge) { return }
      note(site, "names \(knowledge.name(of: site))", isName: true)
    } else if use.role == .site, !SiteRule.mayBeOtherTestbed(use.text),
      let site = knowledge.site(alias: use.text)
    {
      note(site, "names \(use.text)", isName: true)
    } else if let site = CloudName.site(of: use, knowledge) {
      note(site, "the cloud \(use.text)", isName: false)
    }
    for address in URLRule.addresses(in: document[use.span.region].bytes, use.span.range) {
      if let site = knowledge.hosts[address.hostName] {
        note(site, "the address \(address.hostName)", isName: true)
      }
    }
    if let site = knowledge.clientIDs[use.text] {
      note(site, "the client id \(use.text)", isName: true)
    }
    if use.text.contains("_"), knowledge.typeNames.contains(use.text), use.role != .name {
      isBound = true
      if let sites = knowledge.sitesOfType[use.text], sites.count == 1 {
        note(sites[0], "the node type \(use.text)", isName: false)
      }
    }
    for range in UUIDText.ranges(in: document[use.span.region].bytes, use.span.range) {
      let uuid = document.text(of: Span(use.span.region, range)).lowercased()
      if let fact = knowledge.facts.identifier(uuid), let site = SiteID(fact.site) {
        note(site, "the id of \(fact.name)", isName: false)
      } else if let site = knowledge.siteOfNode(uuid) {
        note(site, "the node \(uuid)", isName: false)
      }
    }
    for range in FloatingIPRule.addresses(in: document[use.span.region].bytes, use.span.range) {
      let address = document.text(of: Span(use.span.region, range))
      // The other range is that of two sites.
      if FloatingIPRule.isOfUC(address), let site = SiteID("uc") {
        note(site, "the floating IP \(address)", isName: false)
      }
    }
  }
}

extension Context {
  /// Whether it stands in a list of several sites.
  func isOneOfSeveralSites(_ knowledge: Knowledge) -> Bool {
    listed.count { knowledge.site(alias: $0) != nil } > 1
  }

  /// The site whose entry in a table of several sites it stands in; nil for none.
  func siteOfTable(_ knowledge: Knowledge) -> SiteID? {
    for case .member(let name?, let siblings) in outward {
      guard let site = knowledge.site(alias: name) else { continue }
      let sites = siblings.compactMap(\.name).compactMap { knowledge.site(alias: $0) }
      // A full name is the key of a table even when it is alone.
      if Set(sites).count > 1 || knowledge.site(named: name) != nil { return site }
    }
    return nil
  }
}

/// Which site a file is written for.
enum SourceSite {
  case known(SiteID, evidence: [String])
  /// Nothing tells.
  case unknown
  /// Several sites are named, and nothing says which one is meant.
  case contradictory([SiteID])

  /// - Parameters:
  ///   - evidence: That of the file.
  ///   - neighbours: That of files beside it.
  ///   - target: Evidence for the target alone means that nothing is left to do.
  init(_ evidence: Evidence, neighbours: [Survey], target: SiteID) {
    let named = evidence.named.subtracting([target]).sorted()
    if named.count > 1 {
      self = .contradictory(named)
      return
    }
    if let site = named.first {
      self = .known(site, evidence: evidence.grounds[site] ?? [])
      return
    }
    if evidence.named == [target] {
      self = .known(target, evidence: evidence.grounds[target] ?? [])
      return
    }
    let others = evidence.grounds.keys.filter { $0 != target }.sorted()
    if others.count == 1 {
      self = .known(others[0], evidence: evidence.grounds[others[0]] ?? [])
      return
    }
    if others.count > 1 {
      self = .contradictory(others)
      return
    }
    let beside = Set(neighbours.flatMap { $0.evidence.keys }).subtracting([target])
    if beside.count == 1, let site = beside.first,
      let file = neighbours.first(where: { $0.evidence[site] != nil })
    {
      self = .known(site, evidence: ["\(file.path) beside it: \(file.evidence[site]?.first ?? "")"])
    } else {
      self = .unknown
    }
  }
}
