import ArgumentParser
import Catalog
import Hardware
import Harvest
import JSON
import Testbed

struct SitesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sites",
    abstract: "List the sites of the testbed, with their services and announced outages.",
    discussion: """
      Every command takes the names of sites in any spelling: tacc, CHI@TACC, chi-tacc. Tables show \
      the columns that fit; wide terminals, -c and the other formats show all: region_name, version, \
      harvested_at, auth_url and more.

      With --check: logs in at each site for which clouds.yaml or the variables OS_* have a login, \
      asks each service one short question, and shows no secret. Exit code 1: something does not work.
      """)

  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup(title: "Outages") var outageOptions: OutageOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(help: "Also sites that are gone.")
  var all = false

  @Flag(help: "Say for each login what works: the token, and each service.")
  var check = false

  @OptionGroup(title: "Logins") var cloud: CloudOptions

  func validate() throws {
    if cloud.osCloud != nil, !check { throw ValidationError("--os-cloud goes with --check") }
  }

  func run() async throws {
    let session = Session()
    if check { return try await session.run { try await checkLogins(session) } }
    try await session.run { () async throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let listing = SiteListing(open: open, facts: facts, lineWidth: session.terminal.width)
      let announcement = await outageOptions.announcement(session)
      let sheet = try listing.sheet(includingRetired: all)
      let document = JSONValue.object([
        "sites": SheetWriter.json(sheet), "outages": announcement.document,
      ])
      try session.print(sheet, document: document, as: output, from: open)
      if output.format == .table {
        let width = min(session.terminal.width, 100)
        session.terminal.print("\n" + announcement.text(width: width))
      }
      return .done
    }
  }
}

extension SitesCommand {
  private func checkLogins(_ session: Session) async throws -> ExitStatus {
    let facts = try session.facts()
    let logins = try SiteLogins(session, facts: facts)
    if let name = cloud.osCloud, !logins.entries.contains(where: { $0.name == name }) {
      let names = logins.entries.map(\.name).joined(separator: ", ")
      throw CommandFailure(
        "no cloud '\(name)' in \(logins.source)", hint: names.isEmpty ? nil : "clouds: \(names)")
    }
    let sites = facts.sites.filter { all || $0.status != "retired" }.compactMap { SiteID($0.uid) }
    let rows = await SiteCheck(logins: logins).rows(sites: sites, cloud: cloud.osCloud)
    let names = facts.sites.compactMap { fact in SiteID(fact.uid).map { ($0, fact.name) } }
    let sheet = SiteCheck.sheet(rows, names: Dictionary(names) { first, _ in first })
    session.terminal.print(
      try output.writer.text(
        sheet, document: .object(["checks": SheetWriter.json(sheet)]), terminal: session.terminal))
    if output.format == .table {
      for row in rows where row.hint != nil && row.status == .failed {
        session.warn(
          "error",
          "\(row.cloud ?? ""): \(row.check): \(row.place ?? ""): \(row.detail ?? "")",
          hint: row.hint)
      }
    }
    if logins.entries.isEmpty {
      session.warn(
        "error", "there are no logins: \(logins.source)",
        hint: "source a site's openrc file, or write clouds.yaml: cc-login, ccauth clouds-yaml")
      return .findings
    }
    return rows.contains { $0.status == .failed } ? .findings : .done
  }
}

extension OutageOptions.Announcement {
  /// A list, or null where nobody knows.
  fileprivate var document: JSONValue {
    guard case .announced(let outages) = self else { return .null }
    return .array(
      outages.map { outage in
        .object([
          "title": .string(outage.title), "summary": .string(outage.summary),
          "starts_at": JSONValue(outage.startsAt), "ends_at": JSONValue(outage.endsAt),
          "published_at": JSONValue(outage.publishedAt), "link": JSONValue(outage.link),
        ])
      })
  }

  /// A line for each outage, or one that tells why there is none.
  fileprivate func text(width: Int) -> String {
    switch self {
    case .unknown(let reason):
      return Wrapping.lines(Sanitised("Announced outages: unknown: \(reason).").text, width: width)
        .map { $0 + "\n" }.joined()
    case .announced([]): return "Announced outages: none.\n"
    case .announced(let outages):
      let lines = outages.flatMap { outage in
        let times = [outage.startsAt, outage.endsAt].compactMap { $0 }.joined(separator: " to ")
        let text = times.isEmpty ? outage.title : "\(outage.title) (\(times))"
        return Wrapping.lines(Sanitised(text).text, width: width - 2).enumerated()
          .map { ($0.offset == 0 ? "  " : "    ") + $0.element + "\n" }
      }
      return "Announced outages:\n" + lines.joined()
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
      Sheet.Column(name: "client_id", title: "Client ID", isExtra: true),
      Sheet.Column(name: "note", title: "Note", isFlexible: true, isExtra: true),
    ]
  }

  private func row(_ uid: String, entry: SiteEntry?, fact: SiteFact?) -> [JSONValue] {
    [
      .string(uid), JSONValue(fact?.name ?? entry?.name), JSONValue(fact?.regionName),
      JSONValue(fact?.siteClass ?? entry?.siteClass), JSONValue(fact?.status),
      entry?.nodeCount.map { JSONValue($0) } ?? .null, JSONValue(entry?.version),
      JSONValue(entry?.harvestedAt), .array((fact?.services ?? []).map { .string($0) }),
      JSONValue(fact?.authURL), JSONValue(fact?.dashboardURL), JSONValue(fact?.clientID),
      JSONValue(fact?.note),
    ]
  }
}
