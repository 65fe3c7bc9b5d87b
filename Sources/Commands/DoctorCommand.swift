import ArgumentParser
import Catalog
import Hardware
import JSON
import Testbed

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "List what is dirty, doubtful or unknown in the records.",
    discussion: """
      Reads every record again and lists what was found odd and what was used instead, parts that no \
      fact knows, facts of low confidence that are in use, and node types that should be gone. \
      Findings that agree in site, node type, rule and reason are one, with an example. Exit code 1: \
      there are findings; 0: none.
      """)

  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: ArgumentHelp("Only this site; may be repeated.", valueName: "site"))
  var site: [String] = []

  @Option(help: ArgumentHelp("Only findings of this rule; may be repeated.", valueName: "rule"))
  var rule: [String] = []

  @Flag(
    help: ArgumentHelp(
      "Findings together for each site and node type (the default), one row for each node, or one row "
        + "for each rule."))
  var detail: Detail = .groups

  enum Detail: String, EnumerableFlag {
    case groups, nodes, summary
  }

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let sites = try open.sites(named: site, facts: facts) ?? open.sites.map(\.id)
      let all = try findings(at: sites, in: open.catalog, facts: facts)
      try checkRules(all, session)
      let listing = DoctorListing(
        findings: rule.isEmpty ? all : all.filter { rule.contains($0.oddity.rule) })
      try show(listing, from: open, session)
      return listing.findings.isEmpty ? .done : .findings
    }
  }

  private func findings(
    at sites: [SiteID], in catalog: Catalog, facts: Facts
  ) throws -> [DoctorListing.Finding] {
    let review = RecordReview(facts: facts)
    var findings: [DoctorListing.Finding] = []
    for site in sites {
      try catalog.forEachRecord(at: site) { node, record in
        findings += review.findings(in: record ?? .null, at: site).map {
          DoctorListing.Finding(node: node, oddity: $0)
        }
      }
    }
    return findings
  }

  /// Rules that found nothing may be misspelt.
  private func checkRules(_ findings: [DoctorListing.Finding], _ session: Session) throws {
    let known = Set(findings.map(\.oddity.rule))
    for name in rule where !known.contains(name) {
      let nearest = NearestNames(known).nearest(to: name)
      session.warn(
        "note", "no findings of rule '\(name)'",
        hint: nearest.isEmpty ? nil : "nearest names: \(nearest.joined(separator: ", "))")
    }
  }

  private func show(
    _ listing: DoctorListing, from open: OpenCatalog, _ session: Session
  ) throws {
    guard output.format == .table, output.writer.showsWhole, detail != .summary
    else { return try session.print(sheet(listing), as: output, from: open) }
    guard !listing.findings.isEmpty else { return session.warn("note", "no findings") }
    let writer = BlockWriter(width: session.terminal.width, style: session.terminal.style)
    session.terminal.print(
      writer.text(listing.sections(byNode: detail == .nodes)) + "\n" + listing.total + "\n")
    session.printCaption(of: open)
  }

  private func sheet(_ listing: DoctorListing) -> Sheet {
    switch detail {
    case .groups: listing.groupSheet
    case .nodes: listing.nodeSheet
    case .summary: listing.summarySheet
    }
  }
}
