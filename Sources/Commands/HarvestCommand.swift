import ArgumentParser
import Catalog
import FoundationEssentials
import Harvest
import Hardware
import Testbed

struct HarvestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "harvest", abstract: "Bring the catalogue up to date.",
    discussion: """
      Reads every site's hardware from a checkout of the reference repository (--from). A site that \
      fails keeps its former data. Exit code 0: all harvested or up to date; 1: some sites or \
      records failed; 2: nothing could be harvested.
      """)

  @OptionGroup var catalogOptions: CatalogOptions

  @Option(help: ArgumentHelp("Read a checkout of the reference repository.", valueName: "folder"))
  var from: String

  @Option(help: ArgumentHelp("Only this site; may be repeated.", valueName: "site"))
  var site: [String] = []

  @Flag(help: "Harvest although the version is stored already, and take data that looks wrong.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "The version of the data, where the source does not tell.", valueName: "text"))
  var dataVersion: String?

  @Option(
    help: ArgumentHelp("The time to record, ISO 8601; now when left out.", valueName: "time"))
  var date: String?

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let facts = try session.facts()
      let path = try catalogOptions.namedPath(session) ?? session.userCatalogPath()
      try makeFolder(of: path)
      let source = try DirectorySource(path: from, version: dataVersion)
      let sites = try site.isEmpty ? nil : site.map { try siteID($0) }
      let options = Harvester.Options(
        sites: sites, force: force, harvestedAt: date ?? Session.timestamp(session.now))
      let writer = try CatalogWriter(path: path, facts: facts)
      let harvester = Harvester(source: source, facts: facts, options: options)
      let report = try await harvester.run(into: writer)
      for stored in report.stored {
        session.terminal.print(
          "\(stored.site): \(stored.nodeCount) nodes, \(stored.configurationCount) configurations\n"
        )
      }
      for problem in report.problems {
        session.warn("error", problem.description, hint: problem.hint)
      }
      return report.isComplete ? .done : .findings
    }
  }

  private func siteID(_ text: String) throws -> SiteID {
    guard let id = SiteID(text) else { throw CommandFailure("'\(text)' is no site", code: .usage) }
    return id
  }

  private func makeFolder(of path: String) throws {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        "\(folder): the folder cannot be made", hint: "name a file with --catalog")
    }
  }
}
