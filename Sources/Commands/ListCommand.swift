import ArgumentParser
import Catalog
import Hardware
import JSON
import Testbed

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List hardware: configurations, or nodes one by one.",
    discussion: """
      A configuration is all nodes of one type at one site with the same hardware. Values that are \
      unknown ('?') satisfy no filter; how many were left out for that is said on standard error. \
      Tables show the columns that fit; -c names others, and wide terminals show more. JSON has every \
      value in bytes and bits per second. Exit code 1: nothing matches.
      """)

  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup(title: "Filters") var filterOptions: FilterOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: ArgumentHelp("Only this site; may be repeated.", valueName: "site"))
  var site: [String] = []

  @Flag(
    help: ArgumentHelp("Only what can be reserved (the default), or also hypervisors."))
  var scope: Scope = .reservable

  @Flag(help: "One row for each node.")
  var nodes = false

  enum Scope: String, EnumerableFlag {
    case reservable, all
  }

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let sites = try open.sites(named: site, facts: facts)
      var filter = try filterOptions.filter(facts: facts)
      if scope == .reservable { filter.kinds = [.host, .flavor] }
      try checkTypes(filter.types, at: sites, in: open, facts: facts)
      let (matching, tally) = sort(
        try open.catalog.configurations(at: sites), by: filter, facts: facts)
      let listing = Listing(
        configurations: matching, lineWidth: session.terminal.width, options: filterOptions,
        showsKind: scope == .all)
      if matching.isEmpty, output.format == .table {
        session.warn("note", "no configuration matches")
      } else if nodes {
        let rows = try listing.nodes(open.catalog)
        try session.print(
          listing.sheet(of: rows), document: listing.document(of: rows), as: output, from: open)
      } else {
        let document = JSONValue.array(matching.map(\.document))
        try session.print(listing.sheet, document: document, as: output, from: open)
      }
      note(tally, to: session)
      return matching.isEmpty ? .findings : .done
    }
  }

  private func sort(
    _ configurations: [Configuration], by filter: ConfigurationFilter, facts: Facts
  ) -> (matching: [Configuration], unknown: [String: Int]) {
    var matching: [Configuration] = []
    var unknown: [String: Int] = [:]
    for configuration in configurations {
      switch filter.verdict(on: configuration, facts: facts) {
      case .matches: matching.append(configuration)
      case .fails: break
      case .unknown(let fields): unknown[fields.joined(separator: ", "), default: 0] += 1
      }
    }
    return (matching, unknown)
  }

  /// A type that is written out must exist, so that a slip of the pen is no empty answer.
  private func checkTypes(
    _ types: [Glob], at sites: [SiteID]?, in open: OpenCatalog, facts: Facts
  ) throws {
    let known = try open.catalog.configurations(at: sites)
    for type in types where type.isLiteral {
      guard !known.contains(where: { type.matches($0.nodeType) || type.matches($0.name) }) else {
        continue
      }
      throw try UnknownName(name: type.description, sites: sites, open: open, facts: facts)
        .failure()
    }
  }

  private func note(_ unknown: [String: Int], to session: Session) {
    let count = unknown.values.reduce(0, +)
    guard count > 0 else { return }
    let parts = unknown.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) (\($0.value))" }
    let hint =
      unknown.keys.contains("infiniband")
      ? "--infiniband-unknown lists those where only InfiniBand is unknown" : nil
    session.warn(
      "note",
      "\(count) configuration\(count == 1 ? "" : "s") left out because something is unknown: "
        + parts.joined(separator: "; "), hint: hint)
  }
}
