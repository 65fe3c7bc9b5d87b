import Catalog
import Hardware
import Testbed

extension OpenCatalog {
  /// The sites that somebody named, in that order.
  ///
  /// - Parameters:
  ///   - texts: Names in any spelling, also several with commas between; `any` is all.
  ///   - facts: The aliases of sites.
  /// - Returns: The sites, each once; nil for all.
  /// - Throws: `CommandFailure` for a name that no site has, and for a site without data.
  func sites(named texts: [String], facts: Facts) throws -> [SiteID]? {
    let names = texts.flatMap { $0.split(separator: ",").map(String.init) }
    guard !names.isEmpty || texts.isEmpty else {
      throw CommandFailure(
        "no site in '\(texts.joined(separator: " "))'",
        hint: "for example: tacc, or uc,tacc, or any",
        code: .usage)
    }
    guard !names.isEmpty, !names.contains(where: { $0.lowercased() == "any" }) else { return nil }
    var found: [SiteID] = []
    for name in names {
      let site = try self.site(named: name, facts: facts)
      if !found.contains(site) { found.append(site) }
    }
    return found
  }

  /// The site that somebody named.
  func site(named text: String, facts: Facts) throws -> SiteID {
    let names = SiteNames(facts: facts, catalogued: sites.map { ($0.id, $0.name) })
    switch names.resolve(text) {
    case .unknown(let nearest):
      let known = nearest.isEmpty ? sites.map(\.id.text) : nearest
      let label = nearest.isEmpty ? "sites" : "nearest names"
      throw CommandFailure(
        "no site '\(text)'", hint: "\(label): \(known.joined(separator: ", "))")
    case .site(let site):
      guard sites.contains(where: { $0.id == site }) else {
        throw CommandFailure(
          "site '\(site)' is not in the catalogue",
          hints: [
            facts.site(site)?.note,
            "sites: \(sites.map(\.id.text).joined(separator: ", "))",
          ].compactMap { $0 }, code: .findings)
      }
      return site
    }
  }
}
