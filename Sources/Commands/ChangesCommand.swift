import ArgumentParser
import Catalog
import Hardware
import JSON
import Testbed

struct ChangesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes", abstract: "Show what harvests changed, newest first.",
    discussion: """
      Nodes that came and went, and properties that changed. The first harvest of a site counts as no \
      change, so the bundled catalogue has none; a catalogue of your own collects them. Exit code 0, \
      also when there are none.
      """)

  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    help: ArgumentHelp("Only harvests of this day (UTC) or later: 2026-06-26.", valueName: "date"),
    transform: Self.date)
  var since: String?

  @Option(help: ArgumentHelp("Only this node, by name or UUID.", valueName: "node"))
  var node: String?

  @Option(help: ArgumentHelp("Only this site; may be repeated.", valueName: "site"))
  var site: [String] = []

  private static let limit = 10_000

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let sites = try open.sites(named: site, facts: facts)
      let changes = try open.catalog.changes(
        since: since, node: node, sites: sites, limit: ChangesCommand.limit)
      if changes.isEmpty {
        try checkNode(in: open.catalog)
        session.warn("note", "no changes" + (since.map { " since \($0)" } ?? ""))
        if output.format == .table { return .done }
      }
      try session.print(ChangesCommand.sheet(changes), as: output, from: open)
      if changes.count == ChangesCommand.limit {
        session.warn(
          "note", "only the newest \(ChangesCommand.limit) changes are shown",
          hint: "narrow them down with --since, --site or --node")
      }
      return .done
    }
  }

  /// A node that never was there has no changes either, which would be misleading.
  private func checkNode(in catalog: Catalog) throws {
    guard let node, try catalog.nodes(named: node).isEmpty else { return }
    guard try catalog.changes(node: node, limit: 1).isEmpty else { return }
    throw CommandFailure("no node '\(node)', now or in former harvests", code: .findings)
  }

  private static func sheet(_ changes: [Change]) -> Sheet {
    Sheet(
      columns: [
        Sheet.Column(
          name: "harvested_at", title: "Harvested", shortened: { String($0.prefix(10)) }),
        Sheet.Column(name: "site", title: "Site"),
        Sheet.Column(name: "node", title: "Node"),
        Sheet.Column(name: "uid", title: "UID", isExtra: true),
        Sheet.Column(name: "change", title: "Change"),
        Sheet.Column(name: "property", title: "Property", isFlexible: true),
        Sheet.Column(name: "old", title: "Old", isFlexible: true),
        Sheet.Column(name: "new", title: "New", isFlexible: true),
      ],
      rows: changes.map { change in
        [
          .string(change.harvestedAt), .string(change.site), .string(change.nodeName),
          .string(change.uid), .string(change.kind.rawValue), JSONValue(change.property),
          JSONValue(change.old), JSONValue(change.new),
        ]
      })
  }

  /// A day, or a time on it; both compare as text with what the catalogue has.
  private static func date(_ text: String) throws -> String {
    let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.map { part in part.allSatisfy(\.isNumber) ? Int(part) : nil }
    guard parts.map(\.count) == [4, 2, 2], numbers.count == 3, let month = numbers[1],
      let day = numbers[2], numbers[0] != nil, (1...12).contains(month), (1...31).contains(day),
      text.count == 10 || text.dropFirst(10).first == "T"
    else { throw ValidationError("expected a date such as 2026-06-26") }
    return text
  }
}
