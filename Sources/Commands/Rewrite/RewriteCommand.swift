import ArgumentParser
import Catalog
import Equivalence
import Files
import Hardware
import JSON
import Resources
import Rewriting
import SourceText
import Testbed
import Translation

struct RewriteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rewrite", abstract: "Port the files of an experiment to another site.",
    discussion: """
      Reads shell, Python, notebooks, YAML, Terraform, JSON, INI, Markdown and reStructuredText, finds \
      what binds them to a site, and changes that and no other byte. Folders are read with all below \
      them, but for what git ignores, vendored trees and Terraform's state, and for binary files, files \
      above 20 MiB and what chiport wrote itself, which are errors where they are named. '-' reads \
      standard input and writes the result to standard output.

      Without -i or --output nothing is written: a diff, which 'git apply' takes, is on standard \
      output, and the report on standard error. The diff names files as seen from this folder; files \
      outside of it as seen from the path that was given. With -f json, csv or markdown the report is \
      on standard output, and there is no diff. -i, --output and --check show a diff with --diff only.

      A saved report (--report) is the map of a later run (--map-file); so is what 'chiport map --save' \
      and copies have written, a CSV or TSV file, or one with lines OLD=NEW.

      Exit code 0: all is translated or portable; 1: something is left to decide, a diff is withheld \
      as it would tell a secret, or --check found something to change; 2: a file could not be read or \
      written; 64: usage.
      """)

  @Argument(help: ArgumentHelp("Files and folders, or - alone.", valueName: "path"))
  var paths: [String]

  @Option(help: ArgumentHelp("The site to port to.", valueName: "site"))
  var to: String

  @Option(
    help: ArgumentHelp(
      "The site that the files are written for; otherwise told from each.", valueName: "site"))
  var from: String?

  @OptionGroup(title: "What is written") var writing: WritingOptions
  @OptionGroup(title: "Choices") var choices: ChoiceOptions

  @Option(
    name: [.customShort("f"), .long], help: "The format of the report.")
  var format: ReportFormat = .table

  @Option(help: ArgumentHelp("Save the report there as JSON.", valueName: "file"))
  var report: String?

  @Flag(name: .shortAndLong, help: "Report what is portable and kept too, each with its place.")
  var verbose = false

  @OptionGroup(title: "Availability") var availability: PortAvailabilityOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  enum ReportFormat: String, OptionWord {
    case table, json, csv, markdown
  }

  /// Whether the bytes come on standard input.
  var readsStandardInput: Bool { paths == ["-"] }

  func validate() throws {
    if paths.contains(""), !paths.isEmpty { throw ValidationError("expected the path of a file") }
    if paths.contains("-"), paths.count > 1 {
      throw ValidationError("-: standard input comes alone")
    }
    if writing.language != nil, !readsStandardInput {
      throw ValidationError("--language: only for standard input; files tell theirs")
    }
    if readsStandardInput, writing.inPlace || writing.output != nil || writing.backup != nil {
      throw ValidationError("-: goes to standard output; -i, --output and --backup are for files")
    }
    let usesOutput = writing.diff == true || readsStandardInput && !writing.check
    if format != .table, usesOutput {
      throw ValidationError(
        "-f \(format.rawValue): standard output has the \(readsStandardInput ? "result" : "diff"); "
          + "save the report with --report")
    }
    if report == "-" {
      throw ValidationError("--report: expected a path; -f json prints the report")
    }
    if readsStandardInput, availability.checkAvailability {
      throw ValidationError(
        "-: --check-availability reads files twice, which standard input is not")
    }
  }

  /// Whether diffs are printed.
  var showsDiff: Bool {
    if let diff = writing.diff { return diff }
    return format == .table && !writing.inPlace && writing.output == nil && !writing.check
      && !readsStandardInput
  }

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let target = try open.site(named: to, facts: facts)
      let source = try from.map { try open.site(named: $0, facts: facts) }
      if source == target {
        throw CommandFailure("--from and --to are the same site, '\(target)'", code: .usage)
      }
      let rewriter = try rewriter(session, open, facts, from: source, to: target)
      let job = RewriteJob(command: self, session: session, rewriter: rewriter)
      if availability.checkAvailability {
        try checkAvailability(rewriter, target, session, open, facts)
      }
      let outcome = readsStandardInput ? try job.portStandardInput() : try job.portFiles()
      warnOfUnusedEntries(outcome, session)
      return try finish(outcome, rewriter.options, session, open, facts)
    }
  }

  /// What ports files as the options say; `known` is what both sites have, besides what the files of
  /// `--map-file` say.
  func rewriter(
    _ session: Session, _ open: OpenCatalog, _ facts: Facts, from source: SiteID?,
    to target: SiteID, knowing known: ResourceMap? = nil
  ) throws -> Rewriter {
    var options = RewriteOptions(
      source: source, target: target, today: String(Session.timestamp(session.now).prefix(10)))
    options.includesComments = choices.comments
    options.includesProse = choices.prose
    if let known { options.counterparts.add(known, to: target) }
    try choices.addMaps(to: &options, session)
    let wishes = try choices.translationChoices()
    if !wishes.preferred.isEmpty {
      let known = try open.catalog.configurations(isSorted: false)
      UnknownPreferences(wishes, names: known.flatMap { [$0.nodeType, $0.name] }, facts)
        .warn(session)
    }
    let translators = Translators(
      origin: open.catalog.origin, target: target, facts: facts, choices: wishes)
    return Rewriter(
      options: options, knowledge: try open.knowledge(facts: facts),
      translator: { try translators.translator(from: $0) })
  }

  private func warnOfUnusedEntries(_ outcome: RewriteOutcome, _ session: Session) {
    let used = Set(outcome.records.flatMap { $0.findings.compactMap(\.mapEntry) })
    for (old, _) in choices.map.compactMap(ReplacementMap.pair) where !used.contains(old) {
      session.warn("note", "--map: no reference is '\(Secrets.redacted(old))'")
    }
  }

  /// A pass that writes nothing, so that the warning comes before the port.
  private func checkAvailability(
    _ rewriter: Rewriter, _ target: SiteID, _ session: Session, _ open: OpenCatalog,
    _ facts: Facts
  ) throws {
    var rehearsal = self
    rehearsal.writing.inPlace = false
    rehearsal.writing.output = nil
    rehearsal.writing.diff = false
    rehearsal.writing.check = true
    let job = RewriteJob(command: rehearsal, session: session, rewriter: rewriter)
    let findings = try job.portFiles().records.flatMap(\.findings)
    try PortAvailability(
      options: availability, target: target, open: open, facts: facts,
      catalogOptions: catalogOptions, session: session
    ).warn(findings)
  }

  private func finish(
    _ outcome: RewriteOutcome, _ options: RewriteOptions, _ session: Session, _ open: OpenCatalog,
    _ facts: Facts
  ) throws -> ExitStatus {
    let report = RewriteReport(
      outcome: outcome, source: options.source, target: options.target, isVerbose: verbose,
      isWritten: writing.inPlace || writing.output != nil, facts: facts,
      terminal: session.terminal)
    if let path = self.report {
      let text = report.document.pretty + "\n"
      do {
        try AtomicFile.create(
          FilePath(path), Array(text.utf8), permissions: AtomicFile.defaultPermissions,
          overwrites: true)
      } catch { throw CommandFailure(error.description, hint: error.hint) }
    }
    switch format {
    case .table: session.terminal.printError(report.text)
    case .json: session.terminal.print(report.document.pretty + "\n")
    case .csv:
      session.terminal.print(
        try SheetWriter(format: .csv).text(report.sheet, terminal: session.terminal))
    case .markdown: session.terminal.print(try report.markdown())
    }
    return outcome.status(isCheck: writing.check)
  }
}

/// What becomes of the files.
struct WritingOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Change the files themselves.")
  var inPlace = false

  @Option(
    help: ArgumentHelp(
      "Write a whole ported copy into this folder; files there are not overwritten.",
      valueName: "folder"))
  var output: String?

  @Flag(help: "With --output: overwrite other files there.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "With -i: keep a copy of each changed file, with this at the end of its name.",
      valueName: "suffix"))
  var backup: String?

  @Flag(help: "Write nothing; exit code 1 if something would change.")
  var check = false

  @Flag(inversion: .prefixedNo, help: "Whether to print a diff on standard output.")
  var diff: Bool?

  @Option(
    help: ArgumentHelp(
      "What standard input is written in.", valueName: "language"))
  var language: Language?

  func validate() throws {
    if inPlace, output != nil { throw ValidationError("-i and --output exclude each other") }
    if check, inPlace || output != nil {
      throw ValidationError("--check writes nothing; -i and --output exclude it")
    }
    if let backup {
      guard inPlace else { throw ValidationError("--backup: only with -i") }
      guard !backup.isEmpty, !backup.contains("/") else {
        throw ValidationError("--backup: expected the end of a name, such as .orig")
      }
    }
    if force, output == nil { throw ValidationError("--force: only with --output") }
    if output == "" { throw ValidationError("--output: expected the path of a folder") }
  }
}

extension Language: OptionWord {}
