import Testbed

/// Finds the counterparts of one inventory in another.
struct Pairing {
  let source: ProjectInventory
  let target: ProjectInventory
  let published: PublishedNames
  let copies: [RecordedCopy]
  /// The login at the target, as `--os-cloud` takes it.
  let cloud: String

  /// The options that tell commands which sites they are between.
  var sites: String { "--from \(source.site) --to \(target.site)" }

  /// The beginning of commands that make something at the target, with its cloud: without one they
  /// would go wherever the variables lead.
  var at: String { "openstack --os-cloud \(ShellText.quoted(cloud))" }

  /// Pairs every resource of a kind.
  ///
  /// - Parameters:
  ///   - elements: Those of the source.
  ///   - listing: Those of the target.
  ///   - isOwn: Whether one of the source is the project's own.
  ///   - difference: What has come to differ between one and its recorded copy; nil for nothing.
  ///   - decide: What comes of one, among the target's.
  /// - Returns: One pair for each element, in their order.
  func pairs<Element: Resource>(
    _ elements: Listing<Element>, with listing: Listing<Element>, isOwn: (Element) -> Bool,
    difference: (Element, Element) -> String? = { _, _ in nil },
    decide: (Element, Index<Element>) -> Verdict
  ) -> [ResourcePair] {
    let index = listing.elements.map(Index.init)
    return (elements.elements ?? []).map { element in
      let end = ResourcePair.End(element)
      let own = isOwn(element)
      guard let index else {
        return ResourcePair(kind: Element.kind, source: end, outcome: .unknown, isOwn: own)
      }
      if let same = copied(element, in: index) {
        return ResourcePair(
          kind: Element.kind, source: end, outcome: .paired(.init(same), .copied), isOwn: own,
          remark: difference(element, same))
      }
      let verdict = decide(element, index)
      return ResourcePair(
        kind: Element.kind, source: verdict.source ?? end, outcome: verdict.outcome, isOwn: own,
        remark: verdict.remark, advice: verdict.advice)
    }
  }

  /// What was made at the target of `element` before, as long as it is still there.
  private func copied<Element: Resource>(
    _ element: Element, in index: Index<Element>
  ) -> Element? {
    copies.last { copy in
      copy.kind == Element.kind && copy.source == source.site && copy.target == target.site
        && copy.ids?.source == element.id
    }.flatMap { $0.ids }.flatMap { index.byID[$0.target] }
  }
}

extension RecordedCopy {
  /// What both sites know it by, a container by its name; nil for what the record has no ids of.
  ///
  /// Names of other kinds tell less: several may have one, and keys say more of key pairs.
  fileprivate var ids: (source: String, target: String)? {
    if kind == .container { return (name, newName) }
    guard let id, let newID else { return nil }
    return (id, newID)
  }
}

/// What came of one resource.
struct Verdict {
  let outcome: ResourcePair.Outcome
  var remark: String?
  var advice: String?
  /// The resource with more than its id and name; nil for just these.
  var source: ResourcePair.End?

  init(_ outcome: ResourcePair.Outcome, remark: String? = nil, advice: String? = nil) {
    self.outcome = outcome
    self.remark = remark
    self.advice = advice
  }
}

/// Resources by id and name.
struct Index<Element: Resource> {
  let elements: [Element]
  let byID: [String: Element]
  let byName: [String: [Element]]

  init(_ elements: [Element]) {
    self.elements = elements
    byID = Dictionary(elements.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    byName = Dictionary(grouping: elements, by: \.name)
  }

  /// Those of this name; none for what has no name.
  func named(_ name: String) -> [Element] { name.isEmpty ? [] : byName[name] ?? [] }
}
