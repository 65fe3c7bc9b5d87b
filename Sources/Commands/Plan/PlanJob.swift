import ArgumentParser
import Availability
import Catalog
import Equivalence
import Files
import FoundationEssentials
import Hardware
import Harvest
import JSON
import Planning
import Resources
import Rewriting
import Testbed

/// One run of `chiport plan`: gathers what is known, and prints what follows from it.
struct PlanJob {
  let command: MovePlanCommand
  let session: Session
  private let facts: Facts
  private let open: OpenCatalog
  private let source: SiteID
  private let target: SiteID

  init(_ command: MovePlanCommand, _ session: Session) throws {
    self.command = command
    self.session = session
    facts = try session.facts()
    open = try command.catalogOptions.open(session)
    source = try open.site(named: command.from, facts: facts)
    target = try open.site(named: command.to, facts: facts)
    guard source != target else {
      throw CommandFailure("--from and --to are the same site, '\(target)'", code: .usage)
    }
  }

  /// Everything that a plan is made from, and whether all files could be read.
  func question() async throws -> (question: PlanQuestion, isWhole: Bool) {
    let slot = try slotQuestion()
    let announced = await announcement(slot)
    var question = asked(slot)
    let here = try await project(at: source)
    let there = try await project(at: target)
    question.from = PlanSite(
      source, facts: facts, cloud: here.cloud, storeCloud: projects.storeCloud(of: source))
    question.to = PlanSite(
      target, facts: facts, cloud: there.cloud, storeCloud: projects.storeCloud(of: target))
    question.source = here.state
    question.target = there.state
    if let outage = outage(of: source, announced, at: slot.now) { question.source.outage = outage }
    if let outage = outage(of: target, announced, at: slot.now) { question.target.outage = outage }
    if let inventory = here.state.inventory, let other = there.state.inventory {
      question.map = ResourceMap(
        from: inventory, to: other,
        published: PublishedNames(facts, from: source, to: target), copies: recordedCopies(),
        cloud: question.to.cloud)
    }
    let experiment = try read(knowing: question.map)
    question.references = experiment.references
    question.files = experiment.files
    addOwnNames(to: &question, here.state.inventory)
    question.slots = try await slots(experiment.findings, slot, announced)
    question.rate = try await rate(experiment.references, here)
    let facts = facts
    question.publishers = { name in
      facts.image(named: name).map { $0.sites.compactMap { SiteID($0) } }
    }
    return (question, experiment.problems.isEmpty)
  }

  /// What copies have noted: where they do by themselves, and in the user's maps, of which the last
  /// counts most.
  private func recordedCopies() -> [RecordedCopy] {
    var copies = RecordedCopies()
    for copy in ownCopies() { copies.add(copy) }
    for path in command.choices.mapFile {
      // A map of another kind is read with the files.
      for copy in (try? InventoryFile.copies(path, "--map-file")) ?? [] { copies.add(copy) }
    }
    return copies.copies
  }

  /// What copies have noted where they do by themselves; there may be nothing yet.
  private func ownCopies() -> [RecordedCopy] {
    guard let path = CopyRecord.userPath(session.environment),
      FileManager.default.fileExists(atPath: path)
    else { return [] }
    do { return try InventoryFile.copies(path, "the record of copies") } catch {
      let reason = (error as? CommandFailure)?.message ?? "\(error)"
      session.warn("warning", "what was copied before may be planned again: \(reason)")
      return []
    }
  }

  /// What the user said.
  private func asked(_ slot: SlotQuestion) -> PlanQuestion {
    var question = PlanQuestion(
      from: PlanSite(source, facts: facts), to: PlanSite(target, facts: facts),
      madeAt: command.slot.now == nil ? Session.timestamp(session.now) : slot.now.isoText,
      paths: command.paths)
    question.folder = (try? FilePath(".").resolved()).map(\.description)
    question.nodes = command.nodes
    question.minutes = command.slot.hasDuration ? slot.minutes : nil
    question.reads = command.data.reads
    question.rewriteOptions = rewriteOptions
    question.planOptions = planOptions
    question.planFile = command.output.planFile
    return question
  }

  /// Adds what the project has at the source and the files name where no rule of the rewriter looks:
  /// containers, and images whose names could be any words.
  private func addOwnNames(to question: inout PlanQuestion, _ inventory: ProjectInventory?) {
    guard let inventory else { return }
    let images = (inventory.images.elements ?? []).filter { $0.visibility != "public" }
    let containers = (inventory.containers.elements ?? []).map(\.name)
    let places = PlanExperiment.places(
      of: images.map(\.name) + containers, in: command.paths)
    let known = Set(question.references.map(\.value))
    for name in Set(images.map(\.name)).sorted() where !known.contains(name) {
      guard let place = places[name] else { continue }
      question.references.append(
        PlanReference(
          kind: "image", value: name, path: place.path, line: place.line, decision: "unresolved",
          reason: "the name of one of the project's images", isMention: true))
    }
    for name in containers { question.mentionedContainers[name] = places[name]?.description }
  }

  private var projects: PlanProjects {
    PlanProjects(session: session, facts: facts, options: command.projects)
  }

  private func project(at site: SiteID) async throws -> PlanProjects.Knowledge {
    let options = command.projects
    return site == source
      ? try await projects.knowledge(
        of: site, saved: (options.inventoryFrom, "--inventory-from"),
        cloud: (options.clouds.fromCloud, "--from-cloud"))
      : try await projects.knowledge(
        of: site, saved: (options.inventoryTo, "--inventory-to"),
        cloud: (options.clouds.toCloud, "--to-cloud"))
  }

  /// What the user says of the link, else what can be measured.
  private func rate(
    _ references: [PlanReference], _ project: PlanProjects.Knowledge
  ) async throws -> TransferRate? {
    if let told = command.data.rate.flatMap(TransferRate.bytesPerSecond) {
      return TransferRate(bytesPerSecond: told...told, basis: "as told")
    }
    guard !command.data.noMeasure else { return nil }
    return try await projects.rate(
      references, project, PlanSite(source, facts: facts).name)
  }

  /// The files, read as `chiport rewrite` reads them.
  private func read(knowing map: ResourceMap?) throws -> PlanExperiment {
    let words = command.paths + ["--from", source.text, "--to", target.text, "--check"]
    let rewrite = try RewriteCommand.parse(words + rewriteOptions)
    let rewriter = try rewrite.rewriter(
      session, open, facts, from: source, to: target, knowing: map)
    let job = RewriteJob(command: rewrite, session: session, rewriter: rewriter)
    let experiment = PlanExperiment(try job.portFiles())
    for problem in experiment.problems { session.warn("error", problem) }
    return experiment
  }

  /// The choices as options of `chiport rewrite`, which carries them out.
  private var rewriteOptions: [String] {
    let choices = command.choices
    var words =
      choices.prefer.flatMap { ["--prefer", $0] } + choices.map.flatMap { ["--map", $0] }
    words += choices.mapFile.flatMap { ["--map-file", $0] }
    if choices.minGrade != .close { words += ["--min-grade", choices.minGrade.rawValue] }
    words += choices.purpose.map { ["--for", $0.rawValue] } ?? []
    return words + (choices.comments ? ["--comments"] : []) + (choices.prose ? ["--prose"] : [])
  }

  /// What else the user chose, as options of `chiport plan`.
  private var planOptions: [String] {
    var slot = command.slot
    // A command that is run later is run at another time.
    slot.now = nil
    let clouds = command.projects.clouds
    return (command.nodes.map { ["--nodes", "\($0)"] } ?? []) + slot.words
      + (command.data.reads.map { ["--reads", "\($0)"] } ?? [])
      + (clouds.fromCloud.map { ["--from-cloud", $0] } ?? [])
      + (clouds.toCloud.map { ["--to-cloud", $0] } ?? [])
  }

  /// Prints the plan, or writes it.
  func print(_ plan: Plan, for question: PlanQuestion) throws {
    let (from, to) = (question.from, question.to)
    let text: String
    let output = command.output
    if output.script {
      text = PlanScript(plan, from: (from.name, from.cloud), to: (to.name, to.cloud)).text
    } else {
      switch output.effectiveFormat {
      case .json: text = plan.document.pretty + "\n"
      case .markdown:
        let width = output.output == nil ? min(session.terminal.width, 100) : 80
        text =
          PlanMarkdown(
            plan, from: (from.name, from.cloud), to: (to.name, to.cloud), width: width
          ).text
      }
    }
    if let path = output.output {
      try SavedDocument.write(text, to: path)
      if output.planFile != nil, let elsewhere = plan.elsewhere { printError(elsewhere) }
    } else {
      session.terminal.print(bytes: Array(text.utf8))
    }
  }
}

extension PlanJob {
  /// How to run a plan on an instance, which people do not look for in the JSON.
  private func printError(_ elsewhere: PlanElsewhere) {
    session.warn("note", elsewhere.why + ":")
    session.terminal.printError(elsewhere.lines.map { "  \(Sanitised($0).text)\n" }.joined())
  }

  private func slotQuestion() throws -> SlotQuestion {
    var slot = command.slot
    if !slot.hasDuration { slot.days = 1 }
    return try slot.question(count: command.nodes ?? 1, session)
  }

  private func announcement(_ slot: SlotQuestion) async -> OutageCalendar {
    guard !command.projects.offline, command.calendars.calendar == nil || command.outages.isNamed
    else { return .none }
    let answer = await command.outages.announcement(session, now: slot.now.isoText)
    return OutageCalendar(answer, at: [source, target], facts: facts)
  }

  /// What is announced of a site for this moment; nil for nothing.
  private func outage(of site: SiteID, _ calendar: OutageCalendar, at now: Minute) -> String? {
    let notice = calendar.notices.first { notice in
      notice.sites.contains(site) && notice.slot.map { $0.start <= now && now < $0.end } == true
    }
    return notice.map { notice in
      let end = notice.end.map { " until \($0.text()) UTC" } ?? ""
      return "an outage is announced\(end): \(notice.outage.title)"
    }
  }

  private func slots(
    _ findings: [Finding], _ slot: SlotQuestion, _ outages: OutageCalendar
  ) async throws -> SlotKnowledge {
    guard !command.projects.offline || command.calendars.calendar != nil else {
      return .unknown("not asked (--offline)")
    }
    let reader = try CalendarReader(
      command.calendars, facts: facts, catalog: command.catalogOptions, session)
    let query = CandidateQuery(open: open, facts: facts, sites: [target], from: [target])
    return await PlanSlots(reader: reader, outages: outages, query: query, question: slot)
      .knowledge(findings, session)
  }
}
