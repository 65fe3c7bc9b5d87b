import ArgumentParser
import Catalog
import Hardware
import JSON
import Resources
import Rewriting
import Testbed

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that what an experiment names exists at a site, and nothing else is left.",
    discussion: """
      Reads files as 'chiport rewrite' does. Node types, selectors and nodes are looked for in the \
      catalogue; images, networks, flavors, key pairs, security groups, shares and ids in what the \
      project has at the site, if one can log in or it was saved with 'chiport map --save', and in \
      what chiport knows of the sites otherwise. What 'chiport rewrite' would still change, and ids of \
      other sites, are left of the source.

      Shown is what is not there; with --verbose, what is there too. Comments and other places that \
      name another site do not count, and are in -f json.

      Exit code 0: everything is there, or not known; 1: something is missing, left or ambiguous (with \
      --strict: or not known); 2: a file could not be read; 64: usage.
      """)

  @Argument(help: ArgumentHelp("Files and folders.", valueName: "path"))
  var paths: [String]

  @Option(help: ArgumentHelp("The site that the experiment is to run at.", valueName: "site"))
  var to: String

  @Option(
    help: ArgumentHelp(
      "The site that it comes from; otherwise told from each file.", valueName: "site"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Read what the site has from this file, which 'chiport map --save' wrote.", valueName: "file")
  )
  var inventory: String?

  @Flag(help: "Log in nowhere, and ask no service.")
  var offline = false

  @Flag(help: "Take what is not known for missing.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Show what exists too.")
  var verbose = false

  @OptionGroup(title: "Logins") var clouds: CloudOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  func validate() throws {
    if paths.isEmpty { throw ValidationError("expected files or folders") }
    if paths.contains("-") { throw ValidationError("-: expected files or folders") }
    if offline, inventory != nil {
      throw ValidationError("--offline: --inventory asks no service either")
    }
  }

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let target = try open.site(named: to, facts: facts)
      let source = try from.map { try open.site(named: $0, facts: facts) }
      if source == target {
        throw CommandFailure("--from and --to are the same site, '\(target)'", code: .usage)
      }
      let holdings = try SiteHoldings(
        target, inventory: try await readInventory(target, session, facts), open, facts)
      let reader = try ExperimentReader(session, open, facts)
      let third = try VerifyCommand.third(open, besides: [source, target])
      let own = [inventory].compactMap { $0 }
      let verification = try Verification(
        own: reader.read(paths, from: target, to: third, except: own),
        port: reader.read(paths, from: source, to: target, except: own), holdings: holdings)
      return try print(verification, target, session, open)
    }
  }

  /// Any other site, which the files are not about.
  private static func third(_ open: OpenCatalog, besides others: [SiteID?]) throws -> SiteID {
    let sites = open.sites.map(\.id).filter { !others.contains($0) }
    guard let site = sites.first else {
      throw CommandFailure("the catalogue has too few sites to tell what is of which")
    }
    return site
  }

  private func readInventory(
    _ target: SiteID, _ session: Session, _ facts: Facts
  ) async throws -> ProjectInventory? {
    guard !offline else { return nil }
    let access = InventoryService.Access(
      file: inventory, fileOption: "--inventory", cloud: clouds.osCloud, cloudOption: "--os-cloud")
    do {
      return try await InventoryService(session: session, facts: facts).inventory(
        of: target, access)
    } catch let failure as CommandFailure where inventory == nil && clouds.osCloud == nil {
      // Without a login the facts answer; a login that was named has to be of use.
      session.warn("note", failure.message, hints: failure.hints)
      return nil
    }
  }

  private func print(
    _ verification: Verification, _ target: SiteID, _ session: Session, _ open: OpenCatalog
  ) throws -> ExitStatus {
    let report = VerifyReport(verification: verification, target: target, isVerbose: verbose)
    let terminal = session.terminal
    for failure in verification.failures { session.warn("error", failure) }
    for (path, question) in verification.questions {
      session.warn("warning", "\(path): what is left in it is not known: \(question)")
    }
    guard output.format == .table, output.writer.showsWhole else {
      terminal.print(
        try output.writer.text(report.sheet, document: report.document, terminal: terminal))
      return report.status(isStrict: strict)
    }
    let text = report.text(width: terminal.width)
    terminal.print(text + (text.isEmpty ? "" : "\n") + report.summary + "\n")
    session.printCaption(of: open)
    return report.status(isStrict: strict)
  }
}
