import ArgumentParser
import Files
import Hardware
import JSON
import Resources
import Rewriting
import Testbed

struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Pair images, networks, key pairs and the like of two sites.",
    discussion: """
      Lists what the project has at both sites, and says what of one stands for what of the other: \
      images by name, then by content; key pairs by their key; security groups with their rules; \
      networks, subnets, flavors, shares and containers by name. What is missing, or could be several, \
      is listed with what to do. It logs in with clouds.yaml or the variables OS_*.

      Shown is what is the project's own at the source, and what its instances use; with paths, what \
      these files name; with --all, everything. --save writes all of it, with the inventories of both \
      sites: for 'chiport rewrite --map-file', which writes the other site's ids and names, and for \
      later runs without a network (--inventory-from, --inventory-to).

      Exit code 0: everything that is shown has its counterpart; 1: something has none, or several; \
      2: a site could not be asked; 64: usage.
      """)

  @Argument(help: ArgumentHelp("Only what these files and folders name.", valueName: "path"))
  var paths: [String] = []

  @Option(help: ArgumentHelp("The site that the project comes from.", valueName: "site"))
  var from: String

  @Option(help: ArgumentHelp("The site that it goes to.", valueName: "site"))
  var to: String

  @Flag(help: "Show what the source has for everybody too.")
  var all = false

  @Option(help: ArgumentHelp("Save the whole map there, with both inventories.", valueName: "file"))
  var save: String?

  @OptionGroup(title: "Logins") var clouds: TwoCloudOptions
  @OptionGroup(title: "Without a network") var saved: InventoryOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  func validate() throws {
    if all, !paths.isEmpty {
      throw ValidationError("--all: everything is shown; paths exclude it")
    }
    if save == "" { throw ValidationError("--save: expected the path of a file") }
  }

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let source = try open.site(named: from, facts: facts)
      let target = try open.site(named: to, facts: facts)
      if source == target {
        throw CommandFailure("--from and --to are the same site, '\(target)'", code: .usage)
      }
      let (inventories, isWhole) = try await inventories(source, target, session, facts)
      let map = ResourceMap(
        from: inventories.source, to: inventories.target,
        published: PublishedNames(facts, from: source, to: target),
        copies: try saved.copies(),
        cloud: InventoryService(session: session, facts: facts).cloud(of: target, targetAccess))
      if let save { try write(map, inventories, to: save) }
      let (scope, isRead) = try scope(inventories.source, target, session, open, facts)
      let status = try print(map.filtered(scope.contains), session, facts)
      return isWhole && isRead ? status : .failed
    }
  }

  private typealias Inventories = (source: ProjectInventory, target: ProjectInventory)

  /// What both sites have; of one that cannot be asked nothing is known, which is said.
  private func inventories(
    _ source: SiteID, _ target: SiteID, _ session: Session, _ facts: Facts
  ) async throws -> (Inventories, isWhole: Bool) {
    let reader = InventoryService(session: session, facts: facts)
    let own = InventoryService.Access(
      file: saved.inventoryFrom, fileOption: "--inventory-from", cloud: clouds.fromCloud,
      cloudOption: "--from-cloud")
    async let from = reader.attempt(of: source, own)
    async let to = reader.attempt(of: target, targetAccess)
    let (a, b) = try await (from, to)
    let failures = [a.failure, b.failure].compactMap { $0 }
    if failures.count == 2 { session.warn("error", failures[1].message, hints: failures[1].hints) }
    if let first = failures.first {
      if failures.count == 2 { throw first }
      session.warn("error", first.message, hints: first.hints)
    }
    return ((a.inventory, b.inventory), failures.isEmpty)
  }

  private var targetAccess: InventoryService.Access {
    InventoryService.Access(
      file: saved.inventoryTo, fileOption: "--inventory-to", cloud: clouds.toCloud,
      cloudOption: "--to-cloud")
  }

  private func scope(
    _ inventory: ProjectInventory, _ target: SiteID, _ session: Session, _ open: OpenCatalog,
    _ facts: Facts
  ) throws -> (MapScope, isRead: Bool) {
    if all { return (.all, true) }
    guard !paths.isEmpty else { return (MapScope(of: inventory), true) }
    let reader = try ExperimentReader(session, open, facts)
    let own = [save, saved.inventoryFrom, saved.inventoryTo].compactMap { $0 } + saved.copied
    let experiment = try reader.read(paths, from: inventory.site, to: target, except: own)
    for failure in experiment.failures { session.warn("error", failure) }
    return (MapScope(of: experiment), experiment.failures.isEmpty)
  }

  private func write(
    _ map: ResourceMap, _ inventories: Inventories, to path: String
  ) throws {
    let document = map.document(with: [inventories.source, inventories.target])
    do {
      try AtomicFile.create(
        FilePath(path), Array((document.pretty + "\n").utf8),
        permissions: AtomicFile.defaultPermissions, overwrites: true)
    } catch { throw CommandFailure(error.description, hint: error.hint) }
  }

  private func print(_ map: ResourceMap, _ session: Session, _ facts: Facts) throws -> ExitStatus {
    let report = MapReport(
      map: map, sourceName: facts.site(map.source)?.name ?? map.source.text,
      targetName: facts.site(map.target)?.name ?? map.target.text)
    // Why nothing of a site is known has been said once.
    let told = Dictionary(grouping: map.gaps, by: \.reason)
      .filter { $1.count >= ResourceMap.pairedKinds.count }
    for gap in map.gaps where report.matters(gap) && told[gap.reason] == nil {
      session.warn("warning", "\(gap.kind.label)s at '\(gap.site)' are unknown: \(gap.reason)")
    }
    let terminal = session.terminal
    if !map.pairs.isEmpty || output.format != .table {
      terminal.print(
        try output.writer.text(report.sheet, document: map.document, terminal: terminal))
    }
    if output.format == .table {
      terminal.print((map.pairs.isEmpty ? "" : "\n") + report.summary + "\n")
      if !report.advice.isEmpty { terminal.print("\n" + report.advice) }
    }
    return report.isComplete ? .done : .findings
  }
}
