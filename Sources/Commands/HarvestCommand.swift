import ArgumentParser
import Calendars
import Catalog
import FoundationEssentials
import HTTP
import Hardware
import Harvest
import JSON
import Testbed

struct HarvestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "harvest", abstract: "Bring the catalogue up to date.",
    discussion: """
      Reads every site's hardware from Chameleon's Reference API, or from a checkout of the \
      reference repository (--from). A new catalogue begins as a copy of the bundled one. A site that \
      fails, or whose data looks wrong, keeps its former data. Ctrl-C leaves the catalogue whole.

      Exit code 0: all harvested or up to date; 1: some sites, records or the devices failed; \
      2: nothing could be harvested; 130: interrupted.
      """)

  /// How the summary is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var catalogOptions: CatalogOptions

  @Option(
    help: ArgumentHelp(
      "Read this Reference API (default: \(APISource.defaultURL)).", valueName: "url"))
  var api: String?

  @Option(
    help: ArgumentHelp(
      "Read a checkout of the reference repository instead; with --blazar: the site.",
      valueName: "folder"))
  var from: String?

  @Option(help: ArgumentHelp("Only this site; may be repeated.", valueName: "site"))
  var site: [String] = []

  @Flag(help: "Make a new catalogue without sites, rather than as a copy of the bundled one.")
  var empty = false

  @Flag(help: "Harvest although the version is stored already, and take data that looks wrong.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "The list of CHI@Edge's devices (default with an API: \(EdgeDevices.defaultURL)).",
      valueName: "url"))
  var devicesURL: String?

  @Flag(help: "Leave the devices of CHI@Edge as they are.")
  var noDevices = false

  @Flag(help: "Allow http, which anyone on the way can change, to other machines than this one.")
  var allowPlainHTTP = false

  @Option(help: ArgumentHelp("The most that one request may take.", valueName: "seconds"))
  var timeout: Int = 120

  @Option(
    help: ArgumentHelp(
      "The version of the data, where the source does not tell.", valueName: "text"))
  var dataVersion: String?

  @Option(
    help: ArgumentHelp("The time to record, ISO 8601; now when left out.", valueName: "time"))
  var date: String?

  @Flag(help: "Read the calendars of nodes and flavors instead of the hardware.")
  var availability = false

  @Flag(
    help:
      """
      Read the hosts of sites' Blazars instead, with which selectors are really matched, or with \
      --availability the calendar of one. Logs in.
      """)
  var blazar = false

  @OptionGroup(title: "Logins") var cloud: CloudOptions

  @Option(help: ArgumentHelp("With --availability: save the calendars there.", valueName: "file"))
  var save: String?

  @Option(name: [.customShort("f"), .long], help: "The format of the summary: text, json.")
  var format: Format = .text

  func validate() throws {
    if from != nil, api != nil {
      throw ValidationError("--from and --api exclude each other")
    }
    if noDevices, devicesURL != nil {
      throw ValidationError("--no-devices and --devices-url exclude each other")
    }
    if availability {
      guard from == nil, !empty, !force, date == nil, devicesURL == nil, !noDevices else {
        throw ValidationError(
          "--availability reads calendars only; it goes with --api, --blazar, --site, --save and "
            + "--catalog")
      }
      if blazar, api != nil { throw ValidationError("--api and --blazar exclude each other") }
      if blazar, site.count != 1 || cloud.osCloud != nil {
        throw ValidationError(
          "--availability --blazar goes with one --site, and not with --os-cloud")
      }
    } else if blazar {
      guard api == nil, !empty, !force, date == nil, devicesURL == nil, !noDevices
      else {
        throw ValidationError(
          "--blazar reads hosts only; it goes with --site, --os-cloud and --catalog")
      }
    } else if cloud.osCloud != nil {
      throw ValidationError("--os-cloud goes with --blazar")
    }
    if save != nil, !availability {
      throw ValidationError("--save goes with --availability")
    }
    if from == nil || blazar, dataVersion != nil {
      throw ValidationError("--data-version goes with --from: an API tells its version")
    }
    guard (1...86_400).contains(timeout) else {
      throw ValidationError("--timeout takes 1 to 86400 seconds")
    }
  }

  func run() async throws {
    let session = Session()
    if availability { return try await readCalendars(session) }
    if blazar { return try await session.run { try await readBlazar(session) } }
    var wasInterrupted = false
    try await session.run { () async throws -> ExitStatus in
      do {
        let summary = try await Interruption.cancelling { try await harvest(session) }
        for problem in summary.toldProblems {
          session.warn("error", problem.description, hint: problem.hint)
        }
        session.terminal.print(format == .json ? summary.json.pretty + "\n" : summary.text)
        return summary.status
      } catch is CancellationError {
        wasInterrupted = true
        session.warn("error", "interrupted; the catalogue is whole")
        return .done
      } catch let problem as HarvestProblem {
        throw CommandFailure(problem.description, hint: problem.hint)
      }
    }
    if wasInterrupted { throw ExitCode(Interruption.exitCode) }
  }
}

extension HarvestCommand {
  private func harvest(_ session: Session) async throws -> HarvestSummary {
    let facts = try session.facts()
    let path = try catalogOptions.namedPath(session) ?? session.userCatalogPath()
    let sites = try site.isEmpty ? nil : site.map { try siteID($0, facts) }
    let time = try time(session)
    let source = try source()
    try makeFolder(of: path)
    if !empty { try Catalog.seed(path) }
    let writer = try CatalogWriter(path: path, facts: facts)
    let line = ProgressLine(terminal: session.terminal)
    defer { line.clear() }
    line.show("reading \(source.location)")
    let options = Harvester.Options(
      sites: sites, force: force, harvestedAt: time)
    let harvester = Harvester(source: source, facts: facts, options: options) { progress in
      line.show(
        """
        \(progress.site): \(progress.nodes) of \(progress.total) nodes, \
        \(progress.byteCount / 1_000_000) MB read
        """)
    }
    let isEdgeWanted = sites?.contains { $0.text == "edge" } ?? true
    async let devices = isEdgeWanted ? readDevices() : nil
    let report = try await harvester.run(into: writer)
    var problems = report.problems
    let stored = try store(try await devices, in: writer, &problems)
    return HarvestSummary(
      source: source.location, catalog: path, report: report, devices: stored, problems: problems)
  }

  private func readCalendars(_ session: Session) async throws {
    try await session.run { () async throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      var options = try CalendarOptions.parse([])
      (options.api, options.blazar, options.save, options.maxAge) = (api, blazar, save, 0)
      let harvest = CalendarHarvest(
        open: open,
        reader: try CalendarReader(options, facts: facts, catalog: catalogOptions, session),
        now: session.minute, sites: try open.sites(named: site, facts: facts))
      let summary = try await harvest.run()
      for problem in summary.reading.problems {
        session.warn("error", problem.description, hint: problem.hint)
      }
      session.terminal.print(format == .json ? summary.json.pretty + "\n" : summary.text)
      return summary.status
    }
  }

  private func client() -> RetryingClient {
    RetryingClient(
      CurlClient(userAgent: Chiport.userAgent, allowPlainHTTP: allowPlainHTTP))
  }

  private var timeouts: HTTPTimeouts {
    let total = Duration.seconds(timeout)
    return HTTPTimeouts(
      connect: min(total, .seconds(10)), total: total, stalled: min(total, .seconds(30)))
  }

  private func source() throws -> any CatalogSource {
    if let from { return try DirectorySource(path: from, version: dataVersion) }
    return try APISource(url: api ?? APISource.defaultURL, client: client(), timeouts: timeouts)
  }

  /// The list of devices, or why there is none; nil when it is not wanted.
  private func readDevices() async throws -> Result<
    (records: [JSONValue], problems: [HarvestProblem]), HarvestProblem
  >? {
    guard !noDevices, let url = devicesURL ?? (from == nil ? EdgeDevices.defaultURL : nil) else {
      return nil
    }
    do {
      return .success(
        try await EdgeDevices(url: url, client: client(), timeouts: timeouts).devices())
    } catch let problem as HarvestProblem {
      return .failure(problem)
    }
  }

  private func store(
    _ devices: Result<(records: [JSONValue], problems: [HarvestProblem]), HarvestProblem>?,
    in writer: CatalogWriter, _ problems: inout [HarvestProblem]
  ) throws -> HarvestSummary.Devices {
    switch devices {
    case nil: return .notAsked
    case .failure(let problem):
      problems.append(problem)
      return .failed
    case .success(let list):
      problems += list.problems
      let known = try writer.reader.devices()
      if Set(known) == Set(list.records.map(\.sorted)) { return .unchanged(known.count) }
      if list.records.isEmpty, !force {
        problems.append(
          HarvestProblem(
            site: nil, place: devicesURL ?? EdgeDevices.defaultURL,
            reason: "it lists no devices, the catalogue has \(known.count); they were kept",
            hint: "--force takes it all the same"))
        return .failed
      }
      return .stored(try writer.store(devices: list.records))
    }
  }

  /// A site in any spelling; one that nobody knows yet by its `uid`.
  private func siteID(_ text: String, _ facts: Facts) throws -> SiteID {
    if case .site(let id) = SiteNames(facts: facts).resolve(text) { return id }
    guard let id = SiteID(text) else {
      throw CommandFailure(
        "'\(text)' is no name for a site", hint: "for example: tacc, CHI@TACC", code: .usage)
    }
    return id
  }

  /// The time to record, in one form, so that times can be compared as texts.
  private func time(_ session: Session) throws -> String {
    guard let date else { return Session.timestamp(session.now) }
    guard let time = try? Date(date, strategy: .iso8601) else {
      throw CommandFailure(
        "--date: found '\(date)', expected a time such as 2026-06-26T00:00:00Z", code: .usage)
    }
    guard time <= session.now else {
      throw CommandFailure("--date: \(date) is in the future", code: .usage)
    }
    return Session.timestamp(time)
  }

  func makeFolder(of path: String) throws {
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

extension Chiport {
  /// What the program calls itself in requests.
  static var userAgent: String { "chiport/\(configuration.version)" }
}
