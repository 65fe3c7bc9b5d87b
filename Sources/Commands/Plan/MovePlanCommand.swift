import ArgumentParser
import Equivalence
import Planning

/// `chiport plan`.
struct MovePlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Plan the move of an experiment to another site.",
    discussion: """
      Reads the files as 'chiport rewrite' does, and what the project has at both sites where a login is \
      at hand, and writes the steps in order: hardware, free nodes, credentials, images, data, networks, \
      key pairs, security groups, files, lease; each with its grounds, how long it takes, how to check it \
      and what is left to you. Nothing is changed. Without a login, or with --offline, the catalogue \
      answers, and the plan says what is unknown.

      -f json is for 'chiport apply', and can be edited; --script is a script of plain commands \
      of openstack and cc-snapshot.

      Exit code 0: a plan was made; 1: it has steps that someone has to decide about, or that are \
      blocked; 2: failed, or a file could not be read; 64: usage.
      """)

  @Argument(help: ArgumentHelp("Files and folders of the experiment.", valueName: "path"))
  var paths: [String]

  @Option(help: ArgumentHelp("The site that the experiment is at.", valueName: "site"))
  var from: String

  @Option(help: ArgumentHelp("The site that it moves to.", valueName: "site"))
  var to: String

  @Option(help: ArgumentHelp("How many nodes are needed.", valueName: "n"))
  var nodes: Int?

  @OptionGroup(title: "Time") var slot: SlotOptions
  @OptionGroup(title: "Choices") var choices: ChoiceOptions
  @OptionGroup(title: "Calendars") var calendars: CalendarOptions
  @OptionGroup(title: "Calendars") var outages: OutageOptions
  @OptionGroup(title: "Projects") var projects: ProjectOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Output") var output: PlanOutputOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  func validate() throws {
    if paths.contains("") || paths.contains("-") {
      throw ValidationError("expected the paths of files and folders")
    }
    if let nodes, nodes < 1 { throw ValidationError("--nodes: expected 1 or more") }
    if projects.offline, calendars.blazar || calendars.api != nil || outages.isNamed {
      throw ValidationError("--offline: --blazar, --api and --outages-url ask the network")
    }
  }

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let job = try PlanJob(self, session)
      let (question, isWhole) = try await job.question()
      let plan = Planner(question).plan()
      try job.print(plan, for: question)
      guard isWhole else { return .failed }
      return plan.isOpen ? .findings : .done
    }
  }
}

/// What the project has at both sites.
struct ProjectOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A saved inventory of the source, instead of asking it.", valueName: "file"))
  var inventoryFrom: String?

  @Option(
    help: ArgumentHelp("A saved inventory of the target, instead of asking it.", valueName: "file"))
  var inventoryTo: String?

  @OptionGroup var clouds: TwoCloudOptions

  @Flag(help: "Ask no network: not the sites, no calendars but --calendar, no outages.")
  var offline = false
}

/// What is known of the data and the link.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("How fast this link is, such as 20MB/s or 100Mbit/s.", valueName: "rate"))
  var rate: String?

  @Flag(help: "Do not measure the link by reading a part of an image.")
  var noMeasure = false

  @Option(
    help: ArgumentHelp("How often the experiment reads its object data.", valueName: "n"))
  var reads: Int?

  func validate() throws {
    if let rate, TransferRate.bytesPerSecond(rate) == nil {
      throw ValidationError("--rate: expected a rate such as 20MB/s or 100Mbit/s, got '\(rate)'")
    }
    if let reads, reads < 0 { throw ValidationError("--reads: expected 0 or more") }
  }
}

/// How a plan is written, and where.
struct PlanOutputOptions: ParsableArguments {
  enum Format: String, OptionWord {
    case markdown, json
  }

  @Option(name: [.customShort("f"), .long], help: "The output format.")
  var format: Format = .markdown

  @Option(
    help: ArgumentHelp(
      "Write the plan there, and as JSON if the name ends in .json, instead of printing it.",
      valueName: "file"))
  var output: String?

  @Flag(help: "Print a script of plain commands instead.")
  var script = false

  func validate() throws {
    if output == "" { throw ValidationError("--output: expected the path of a file") }
    if script, format == .json {
      throw ValidationError("--script and -f json exclude each other")
    }
  }

  /// Where the plan is written for 'chiport apply'; nil for nowhere.
  var planFile: String? { effectiveFormat == .json ? output : nil }

  /// The format that was asked for, also by the name of the file.
  var effectiveFormat: Format {
    !script && output?.hasSuffix(".json") == true ? .json : format
  }
}
