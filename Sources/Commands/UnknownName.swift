import Catalog
import Hardware
import Testbed

/// A name that the catalogue does not have, with what may help: where it went, and what is like it.
struct UnknownName {
  let name: String
  /// Where it was looked for; nil for everywhere.
  let sites: [SiteID]?
  let open: OpenCatalog
  let facts: Facts

  /// What stops the command.
  func failure() throws -> CommandFailure {
    let past = facts.nodeTypes.filter { $0.nodeType == name && isWanted($0.site) }
    let only = past.count == 1 ? past[0] : nil
    let outcome = try only.map { "; " + (try fate(of: $0, isNoteShown: true)) }
    var hints = try past.flatMap { try history(of: $0, isOnly: past.count == 1) }
    // Nobody can reserve a hypervisor.
    let present = try open.catalog.configurations(named: name).filter { $0.kind != .hypervisor }
    if !present.isEmpty {
      let sites = Set(present.map(\.site)).sorted().map(\.text).joined(separator: ", ")
      hints.append("it exists at: \(sites)")
    }
    let documented = facts.flavors.filter { $0.flavor == name && isWanted($0.site) }
    hints += try documented.map { "a flavor at \($0.site); \(try absence(at: $0.site))" }
    let nearest = past.contains { $0.successor != nil } ? [] : try nearestNames()
    if !nearest.isEmpty { hints.append("nearest names: \(nearest.joined(separator: ", "))") }
    if hints.isEmpty { hints.append("all of them: chiport list --all") }
    return CommandFailure(
      "no node type '\(name)'\(place)\(outcome ?? "")", hints: hints, code: .findings)
  }

  private func isWanted(_ site: String) -> Bool { sites?.contains { $0.text == site } ?? true }

  /// For example ` at site 'tacc'`; nothing for everywhere.
  private var place: String {
    guard let sites else { return "" }
    let names = sites.map { "'\($0)'" }.joined(separator: ", ")
    return " at site\(sites.count == 1 ? "" : "s") \(names)"
  }

  private func nearestNames() throws -> [String] {
    let known = try open.catalog.configurations(at: sites).filter { $0.kind != .hypervisor }
    return NearestNames(known.map(\.nodeType).filter { $0 != name }).nearest(to: name)
  }

  /// What became of a node type of the facts.
  ///
  /// - Parameters:
  ///   - fact: The node type.
  ///   - isNoteShown: Whether its note stands below, which may tell the date already.
  /// - Returns: A clause.
  /// - Throws: `CatalogError`.
  private func fate(of fact: NodeTypeFact, isNoteShown: Bool) throws -> String {
    let isDated = isNoteShown && fact.note?.lowercased().contains("last seen") == true
    let seen = isDated ? "" : fact.lastSeen.map { ", last seen \($0)" } ?? ""
    return switch fact.status {
    case .retired: "it was retired" + seen
    case .renamed: "it was renamed" + seen
    case .current, .limited: try absence(at: fact.site)
    }
  }

  /// Why the catalogue does not have something that a site has today.
  private func absence(at site: String) throws -> String {
    guard let entry = open.sites.first(where: { $0.id.text == site }) else {
      return "site '\(site)' is not in this catalogue"
    }
    return try open.catalog.configurations(at: [entry.id]).isEmpty
      ? "this catalogue has no nodes of site '\(site)'" : "it is newer than this catalogue"
  }

  private func history(of fact: NodeTypeFact, isOnly: Bool) throws -> [String] {
    let place = isOnly ? "" : "at \(fact.site): "
    let outcome = isOnly ? nil : try fate(of: fact, isNoteShown: false)
    let successors = successors(of: fact)
    let next = successors.isEmpty ? nil : "successor: " + successors.joined(separator: ", then ")
    let parts = [outcome, next].compactMap { $0 }.joined(separator: "; ")
    return (parts.isEmpty ? [] : [place + parts]) + (isOnly ? [fact.note].compactMap { $0 } : [])
  }

  /// The types that followed, one after the other, up to one that is still there.
  private func successors(of fact: NodeTypeFact) -> [String] {
    var names: [String] = []
    var last: NodeTypeFact? = fact
    while let current = last, let text = current.successor {
      let qualified = text.contains("@") ? text : "\(text)@\(current.site)"
      guard !names.contains(qualified) else { break }
      names.append(qualified)
      last = facts.nodeTypes.first { "\($0.nodeType)@\($0.site)" == qualified }
    }
    return names
  }
}
