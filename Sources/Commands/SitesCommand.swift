import ArgumentParser
import Catalog
import Hardware
import JSON
import Testbed

struct SitesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sites", abstract: "List the sites of the testbed, with their services.",
    discussion: """
      Every command takes the names of sites in any spelling: tacc, CHI@TACC, chi-tacc. Tables show \
      the columns that fit; wide terminals, -c and the other formats show all: region_name, version, \
      harvested_at, auth_url and more.
      """)

  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(help: "Also sites that are gone.")
  var all = false

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let listing = SiteListing(open: open, facts: facts, lineWidth: session.terminal.width)
      try session.print(listing.sheet(includingRetired: all), as: output, from: open)
      return .done
    }
  }
}

/// The sites of the catalogue and of the facts as rows.
struct SiteListing {
  let open: OpenCatalog
  let facts: Facts
  /// Columns of the terminal.
  let lineWidth: Int

  /// Sites of the catalogue first, by name; then those that only the facts know.
  func sheet(includingRetired: Bool) throws -> Sheet {
    let sites = try open.catalog.sites()
    let catalogued = Set(sites.map(\.id.text))
    var rows = sites.map { row($0.id.text, entry: $0, fact: facts.site($0.id)) }
    for fact in facts.sites.sorted(by: { $0.uid < $1.uid }) where !catalogued.contains(fact.uid) {
      guard includingRetired || fact.status != "retired" else { continue }
      rows.append(row(fact.uid, entry: nil, fact: fact))
    }
    return Sheet(columns: columns, rows: rows)
  }

  private var columns: [Sheet.Column] {
    // Sites that were harvested together need not say so each; the caption does.
    let isUniform = Set(open.sites.map { "\($0.version ?? "") \($0.harvestedAt)" }).count <= 1
    return [
      Sheet.Column(name: "site", title: "Site"),
      Sheet.Column(name: "name", title: "Name"),
      Sheet.Column(name: "region_name", title: "Region", isExtra: true),
      Sheet.Column(name: "class", title: "Class"),
      Sheet.Column(name: "status", title: "Status", missing: "?"),
      Sheet.Column(name: "nodes", title: "Nodes", isRightAligned: true, missing: "-"),
      Sheet.Column(
        name: "version", title: "Version", isExtra: isUniform && lineWidth < 160,
        shortened: { String($0.prefix(12)) }),
      Sheet.Column(
        name: "harvested_at", title: "Harvested", isExtra: isUniform && lineWidth < 160,
        shortened: { String($0.prefix(10)) }),
      Sheet.Column(name: "services", title: "Services", isFlexible: true),
      Sheet.Column(
        name: "auth_url", title: "Auth URL", isFlexible: true, isExtra: lineWidth < 130),
      Sheet.Column(name: "dashboard_url", title: "Dashboard", isExtra: true),
      Sheet.Column(name: "note", title: "Note", isFlexible: true, isExtra: true),
    ]
  }

  private func row(_ uid: String, entry: SiteEntry?, fact: SiteFact?) -> [JSONValue] {
    [
      .string(uid), JSONValue(fact?.name ?? entry?.name), JSONValue(fact?.regionName),
      JSONValue(fact?.siteClass ?? entry?.siteClass), JSONValue(fact?.status),
      entry?.nodeCount.map { JSONValue($0) } ?? .null, JSONValue(entry?.version),
      JSONValue(entry?.harvestedAt), .array((fact?.services ?? []).map { .string($0) }),
      JSONValue(fact?.authURL), JSONValue(fact?.dashboardURL), JSONValue(fact?.note),
    ]
  }
}
