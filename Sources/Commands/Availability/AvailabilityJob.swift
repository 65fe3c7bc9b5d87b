import Availability
import Calendars
import Catalog
import Equivalence
import Hardware
import JSON
import Testbed

/// One run of `chiport availability`: what is looked for is found once, calendars as often as asked.
struct AvailabilityJob {
  let command: AvailabilityCommand
  let session: Session
  private let facts: Facts
  private let open: OpenCatalog
  private let reader: CalendarReader
  private let sites: [SiteID]?
  private let candidates: [SlotCandidate]
  /// Looked at only when the answer would be no.
  private let others: [SlotCandidate]

  init(_ command: AvailabilityCommand, _ session: Session) throws {
    self.command = command
    self.session = session
    facts = try session.facts()
    open = try command.catalogOptions.open(session)
    reader = try CalendarReader(
      command.calendars, facts: facts, catalog: command.catalogOptions, session)
    sites = try open.sites(named: command.at, facts: facts)
    let filter = try command.filters.filter(facts: facts)
    guard command.what == nil || filter.isEmpty else {
      throw CommandFailure(
        "'\(command.what ?? "")' and a description exclude each other", code: .usage)
    }
    guard command.what != nil || !filter.isEmpty else {
      guard let saved = reader.saved else {
        throw CommandFailure(
          "nothing was asked for",
          hint: "for example: chiport availability gpu_a100_pcie --nodes 4 --days 2", code: .usage)
      }
      candidates = try AvailabilityJob.everything(in: saved, at: sites, open)
      others = []
      return
    }
    let from = try AvailabilityJob.site(command.from, open, facts).map { [$0] }
    let query = CandidateQuery(open: open, facts: facts, sites: sites, from: from)
    let named = try command.what.map { try query.named($0) } ?? query.originals(filter)
    let originals = named.filter { query.isAsked($0.site) }
    let equivalents = try query.equivalents(
      command.what, filter, minGrade: command.minGrade, besides: originals)
    if originals.isEmpty, !named.isEmpty {
      let subject = command.what.map { "'\($0)'" } ?? "what is described"
      let elsewhere = query.notThere(subject, named)
      guard command.equivalents else {
        throw elsewhere.failure("--equivalents looks for what can replace it there")
      }
      guard !equivalents.isEmpty else {
        throw elsewhere.failure(
          "nothing there is equivalent, at least \(command.minGrade.rawValue)")
      }
      session.warn("note", elsewhere.reason, hint: elsewhere.hint)
    }
    candidates = originals + (command.equivalents ? equivalents : [])
    others = command.equivalents ? [] : equivalents
  }

  private static func site(_ name: String?, _ open: OpenCatalog, _ facts: Facts) throws -> SiteID? {
    try name.map { try open.site(named: $0, facts: facts) }
  }

  /// What a saved calendar is of: one candidate for the nodes of each site, and one for each flavor.
  private static func everything(
    in saved: SavedCalendar, at sites: [SiteID]?, _ open: OpenCatalog
  ) throws -> [SlotCandidate] {
    try saved.calendars.filter { sites?.contains($0.site) ?? true }.flatMap { calendar in
      let nodes = SlotCandidate(
        site: calendar.site, nodeType: nil, name: "all nodes", resource: .hosts(selector: nil),
        nodes: calendar.nodes.map { .init(uid: $0.uid, name: $0.uid) })
      let known =
        calendar.flavors.isEmpty
        ? [] : try open.catalog.configurations(at: [calendar.site]).filter { $0.kind == .flavor }
      let flavors = try calendar.flavors.map { flavor in
        let configuration = try known.first {
          try $0.name == flavor.flavor
            || open.catalog.flavorID(of: $0.name, at: calendar.site) == flavor.flavor
        }
        return SlotCandidate(
          site: calendar.site, nodeType: configuration?.nodeType,
          name: configuration?.name ?? flavor.flavor,
          resource: .flavor(
            id: flavor.flavor, hasGPU: configuration?.hardware.hasAccelerator == true),
          nodes: [])
      }
      return (calendar.nodes.isEmpty ? [] : [nodes]) + flavors
    }
  }

  /// Reads calendars and answers with them.
  ///
  /// - Parameters:
  ///   - question: What is asked, and when.
  ///   - maxAge: Calendars that are older, in minutes, are read anew, even where the user set more.
  ///   - withAlternatives: Whether to look for other ways when the answer is no.
  /// - Returns: What was found out; a site that failed is among its problems.
  /// - Throws: `CancellationError`, `CommandFailure`.
  func answer(
    _ question: SlotQuestion, maxAge: Int = .max, withAlternatives: Bool = true
  ) async throws -> AvailabilityAnswer {
    var reader = reader
    reader.options.maxAge = max(0, min(reader.options.maxAge, maxAge))
    let mentioned = (candidates + others).map(\.site)
    let service = AvailabilityService(
      reader: reader,
      outages: await command.outages.calendar(
        at: mentioned, beside: reader.saved, facts: facts, now: question.now, session),
      question: question)
    var result = try await service.answers(candidates)
    var considered = result.answers
    if withAlternatives, !others.isEmpty,
      !considered.contains(where: { question.isMet(by: $0.found) })
    {
      let more = try await service.answers(others)
      considered += more.answers
      result.reading.merge(more.reading)
    }
    let clock = ContinuousClock()
    let start = clock.now
    let search = AlternativeSearch(
      answers: considered, calendars: result.reading.calendars, outages: service.outages.slots,
      question: question)
    let alternatives = search.alternatives()
    if command.timing {
      let time = (result.searchTime + (clock.now - start)).components
      let microseconds = time.seconds * 1_000_000 + time.attoseconds / 1_000_000_000_000
      session.terminal.printError(
        "find: \(JSONValue.decimal(Double(microseconds) / 1e6, digits: 6)) s\n")
    }
    return AvailabilityAnswer(
      subject: command.what ?? (candidates.count == 1 ? candidates[0].name : "nodes"),
      question: question, answers: result.answers, isMixYes: search.isMixOfOriginalsYes,
      alternatives: alternatives,
      reading: result.reading, outages: service.outages, siteNames: siteNames)
  }

  private var siteNames: [SiteID: String] {
    var names = Dictionary(open.sites.map { ($0.id, $0.name) }) { first, _ in first }
    for site in facts.sites {
      if let id = SiteID(site.uid) { names[id] = site.name }
    }
    return names
  }

  /// Prints the answer and writes what was asked for.
  func print(_ answer: AvailabilityAnswer) throws -> ExitStatus {
    for problem in answer.reading.problems {
      session.warn("warning", problem.description, hint: problem.hint)
    }
    guard answer.isKnown || answer.answers.isEmpty else {
      throw CommandFailure(
        "no calendar could be read", hint: "--calendar FILE answers from a saved one")
    }
    let report = AvailabilityReport(answer: answer, isVerbose: command.verbose)
    if command.output.format == .table, command.output.writer.showsWhole {
      session.terminal.print(try report.text(command.output, session.terminal))
    } else {
      session.terminal.print(
        try command.output.writer.text(
          report.sheet, document: answer.document, terminal: session.terminal))
    }
    try draw(answer)
    try reader.save(answer.calendars)
    return answer.isYes ? .done : .findings
  }

  private func draw(_ answer: AvailabilityAnswer) throws {
    let picture = command.picture
    guard picture.timeline || picture.html != nil || picture.svg != nil,
      let timeline = answer.timeline
    else { return }
    if picture.timeline {
      let terminal = session.terminal
      terminal.print(
        "\n" + timeline.text(width: min(terminal.width, 160), isColoured: terminal.style.isOn))
    }
    if let path = picture.html { try CalendarReader.write(Array(timeline.page().utf8), to: path) }
    if let path = picture.svg { try CalendarReader.write(Array(timeline.svg().utf8), to: path) }
  }
}
