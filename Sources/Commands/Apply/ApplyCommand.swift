import ArgumentParser
import FoundationEssentials
import OpenStack
import Planning
import Testbed

/// `chiport apply`.
struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Carry out a plan, as far as a program can.",
    discussion: """
      Takes a plan that 'chiport plan -f json' made, and that may have been edited: images and containers \
      are copied, key pairs imported, security groups and networks made, and the files ported: those that \
      the plan was made of, from whatever folder it is carried out. It asks \
      before anything is made at the target. Each step is noted in a record beside the plan before the \
      next begins, so that the same command goes on where it was ended, and does nothing when all is done. \
      The record has the new names and ids: 'chiport rewrite --map-file' takes it. Leases are created with \
      --lease only.

      Exit code 0: all steps are done; 1: some are left to you; 2: one failed; 64: usage, or nobody to ask.
      """)

  @Argument(help: ArgumentHelp("The plan.", valueName: "plan.json"))
  var plan: String

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Only this step, by its id or kind, or 'copies' for all that copies data; may be repeated.",
      valueName: "step"))
  var only: [String] = []

  @Flag(help: "Create leases too.")
  var lease = false

  @Flag(help: "Only say what would be done.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Where to note what is done (default: the plan's name with .record).", valueName: "file"))
  var record: String?

  @OptionGroup(title: "Logins") var clouds: TwoCloudOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  func validate() throws {
    if plan.isEmpty { throw ValidationError("expected the path of a plan") }
    if record == "" { throw ValidationError("--record: expected the path of a file") }
  }

  func run() async throws {
    let session = Session()
    var wasInterrupted = false
    try await session.run { () async throws -> ExitStatus in
      do { return try await carryOut(session) } catch is CancellationError {
        wasInterrupted = true
        session.warn("error", "interrupted; the same command goes on from here")
        return .done
      }
    }
    if wasInterrupted { throw ExitCode(Interruption.exitCode) }
  }

  private func carryOut(_ session: Session) async throws -> ExitStatus {
    let plan = try SavedDocument.plan(self.plan)
    let path = record ?? self.plan + ".record"
    let former = try formerRecord(at: path, of: plan)
    let selection: PlanSelection
    do {
      selection = try PlanSelection(plan, record: former, only: only, withLease: lease)
    } catch { throw CommandFailure("--only: \(error)", code: .usage) }
    for step in selection.done {
      session.terminal.print(Sanitised("\(step.id): done before").text + "\n")
    }
    if !dryRun, !selection.steps.isEmpty {
      try confirm(selection, plan, session)
      try await apply(plan, selection, former, path, session)
    } else {
      for step in selection.steps {
        session.terminal.print(Sanitised("\(step.id): \(step.title)").text + "\n")
      }
    }
    for left in selection.left {
      session.terminal.print(
        Sanitised("\(left.step.id): \(left.reason): \(left.step.title)").text + "\n")
    }
    return selection.left.isEmpty && (!dryRun || selection.steps.isEmpty) ? .done : .findings
  }

  private func formerRecord(at path: String, of plan: Plan) throws -> PlanRecord {
    guard FileManager.default.fileExists(atPath: path) else { return PlanRecord(of: plan) }
    let record: PlanRecord
    do { record = try PlanRecord(document: SavedDocument.read(path)) } catch let error as PlanError
    {
      throw CommandFailure("'\(path)': \(error)", hint: "name another with --record")
    }
    guard record.from == plan.from, record.to == plan.to else {
      throw CommandFailure(
        "'\(path)' is the record of a move from '\(record.from)' to '\(record.to)'",
        hint: "name another with --record")
    }
    return record
  }

  /// Asks once for all that is about to be made or changed.
  private func confirm(_ selection: PlanSelection, _ plan: Plan, _ session: Session) throws {
    guard !yes else { return }
    session.terminal.printError("About to do, from '\(plan.from)' to '\(plan.to)':\n")
    for step in selection.steps {
      session.terminal.printError(Sanitised("  \(step.id): \(step.title)").text + "\n")
    }
    guard session.terminal.isInputTerminal else {
      throw CommandFailure(
        "nobody can be asked, as standard input is no terminal", hint: "--yes does not ask",
        code: .usage)
    }
    session.terminal.printError("Go on? [y/N] ")
    let answer = readLine()?.lowercased() ?? ""
    guard answer == "y" || answer == "yes" else {
      throw CommandFailure("nothing was done", code: .findings)
    }
  }

  private func apply(
    _ plan: Plan, _ selection: PlanSelection, _ former: PlanRecord, _ path: String,
    _ session: Session
  ) async throws {
    var job = ApplyJob(
      plan, selection, record: former, at: path, performer: try performer(plan, selection, session),
      tell: { session.terminal.print(Sanitised($0).text + "\n") },
      now: { Session.timestamp(Date()) })
    let failed = try await job.run()
    guard failed.isEmpty else {
      throw CommandFailure(
        "\(failed.count) of \(selection.steps.count) steps not done: "
          + failed.map(\.step.id).joined(separator: ", "),
        hint: failed.contains(where: \.wasTried) ? "the same command goes on from here" : nil)
    }
  }

  /// Logs in only where a step needs it.
  private func performer(
    _ plan: Plan, _ selection: PlanSelection, _ session: Session
  ) throws -> any StepPerformer {
    var performer = SitePerformer(
      from: plan.from, to: plan.to, clouds: (clouds.fromCloud, clouds.toCloud),
      plan: plan.map == nil ? nil : self.plan, folder: plan.folder,
      copies: CopyRecord.userPath(session.environment), now: { Session.timestamp(Date()) })
    if selection.steps.contains(where: { $0.action?.changesTarget == true }) {
      let facts = try session.facts()
      performer.target =
        try SiteSession(
          plan.to.text, cloud: clouds.toCloud, option: "--to-cloud",
          logins: SiteLogins(session, facts: facts), open: catalogOptions.open(session),
          facts: facts
        ).cloud
    }
    return performer
  }
}
