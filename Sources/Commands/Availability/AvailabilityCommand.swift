import ArgumentParser
import Availability
import Calendars
import Catalog
import Equivalence
import Hardware
import HTTP
import JSON
import Testbed

struct AvailabilityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "availability",
    abstract: "Say when nodes are free, here and where something equivalent is.",
    discussion: """
      WHAT is a node type, type@site, a configuration, a node's name or UUID, a KVM flavor, or a \
      Blazar selector in JSON (with --from); without it, the filters describe what is wanted, or all \
      nodes of a saved calendar count.

      The answer is the earliest start at which so many nodes are free together for the whole \
      duration, until when they stay free, and the command that reserves them. Calendars come from \
      the Reference API, which needs no login, and are kept for --max-age minutes. A time without an \
      offset is meant in --tz.

      Exit code 0: so many are free at --start (with --before: somewhere before it), of one \
      configuration, or of several at one site that all are what was asked for; 1: they are not, or \
      --watch ran out of time; 2: failed, as when no calendar could be read; 64: usage.
      """)

  @Argument(help: ArgumentHelp("What is wanted.", valueName: "what"))
  var what: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("How many nodes or instances.", valueName: "n"))
  var nodes = 1

  @OptionGroup(title: "Time") var slot: SlotOptions

  @Flag(help: "Also what can stand in for it.")
  var equivalents = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Where to look: sites with commas between, or any.", valueName: "sites"))
  var at: [String] = []

  @Option(help: ArgumentHelp("Where WHAT is, if it is at several sites.", valueName: "site"))
  var from: String?

  @Option(help: "The least grade of equivalents.")
  var minGrade: Grade = .close

  @OptionGroup(title: "Describing what is wanted") var filters: FilterOptions
  @OptionGroup(title: "Calendars") var calendars: CalendarOptions
  @OptionGroup(title: "Calendars") var outages: OutageOptions
  @OptionGroup(title: "Waiting") var watching: WatchOptions
  @OptionGroup(title: "Output") var picture: PictureOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(name: .shortAndLong, help: "Print what reserves every answer, also as python-chi code.")
  var verbose = false

  @Flag(help: .hidden)
  var timing = false

  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  func validate() throws {
    guard (0...1_000_000).contains(nodes) else {
      throw ValidationError("--nodes: expected 0 to 1000000")
    }
    if picture.timeline, output.format != .table {
      throw ValidationError("--timeline is for people: -f \(output.format.rawValue) excludes it")
    }
    if watching.watch != nil, calendars.calendar != nil {
      throw ValidationError("--watch asks anew, and the file of --calendar stays as it is")
    }
  }

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let question = try slot.question(count: nodes, session)
      let job = try AvailabilityJob(self, session)
      guard let seconds = watching.watch else {
        return try job.print(try await job.answer(question))
      }
      let watch = Watch(every: .seconds(seconds), timeout: watching.limit) {
        session.warn("note", $0)
      }
      let last = try await watch.answer(to: question) { question in
        // Who waits for one thing need not ask each time for what could stand in for it.
        try await job.answer(question, maxAge: seconds / 60 - 1, withAlternatives: false)
      }
      return try job.print(last.isYes ? last : try await job.answer(last.question))
    }
  }
}

/// Whether to ask again until the answer is yes.
struct WatchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Ask again so often until the answer is yes; at least 30.", valueName: "seconds"))
  var watch: Int?

  @Option(
    help: ArgumentHelp(
      "With --watch: give up after this long (default: 604800, which are 7 days).",
      valueName: "seconds"))
  var timeout: Int?

  func validate() throws {
    if let watch, !(30...86_400).contains(watch) {
      throw ValidationError("--watch: expected 30 to 86400 seconds")
    }
    if let timeout {
      guard watch != nil else { throw ValidationError("--timeout: only with --watch") }
      guard (1...31_536_000).contains(timeout) else {
        throw ValidationError("--timeout: expected 1 to 31536000 seconds")
      }
    }
  }

  /// After which one gives up.
  var limit: Duration { .seconds(timeout ?? 7 * 86_400) }
}

/// Pictures of the calendars.
struct PictureOptions: ParsableArguments {
  @Flag(help: "Draw the calendars below the table.")
  var timeline = false

  @Option(help: ArgumentHelp("Write a page with picture and table.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("Write the picture.", valueName: "file"))
  var svg: String?
}
