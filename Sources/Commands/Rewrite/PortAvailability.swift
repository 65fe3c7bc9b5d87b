import ArgumentParser
import Availability
import Calendars
import Hardware
import Rewriting
import Testbed

/// `chiport rewrite --check-availability`: whether what a port will ask for is free.
struct PortAvailabilityOptions: ParsableArguments {
  @Flag(help: "First say when the hardware that is written would be free, for a day or as told.")
  var checkAvailability = false

  @Option(
    help: ArgumentHelp("With --check-availability: how many nodes are needed.", valueName: "n"))
  var nodes: Int?

  @OptionGroup var slot: SlotOptions
  @OptionGroup var calendars: CalendarOptions
  @OptionGroup var outages: OutageOptions

  func validate() throws {
    if let nodes, nodes < 1 { throw ValidationError("--nodes: expected 1 or more") }
    guard !checkAvailability else { return }
    for (isGiven, names) in [
      (nodes != nil, "--nodes"), (slot.isGiven, SlotOptions.names),
      (calendars.isGiven, CalendarOptions.names), (outages.isGiven, OutageOptions.names),
    ] where isGiven {
      throw ValidationError("\(names): only with --check-availability")
    }
  }
}

/// Asks for the calendars of what the findings of a port would reserve.
struct PortAvailability {
  let options: PortAvailabilityOptions
  let target: SiteID
  let open: OpenCatalog
  let facts: Facts
  let catalogOptions: CatalogOptions
  let session: Session

  /// Says on standard error what is not free, or that all is; a port does not depend on it.
  ///
  /// - Throws: `CommandFailure` for options that do not go together.
  func warn(_ findings: [Finding]) throws {
    var slot = options.slot
    if !slot.hasDuration { slot.days = 1 }
    let question = try slot.question(count: options.nodes ?? 1, session)
    let reader = try CalendarReader(
      options.calendars, facts: facts, catalog: catalogOptions, session)
    let query = CandidateQuery(open: open, facts: facts, sites: [target], from: [target])
    let written = query.candidates(written: findings)
    let candidates = written.map(\.candidate)
    guard !candidates.isEmpty else {
      return session.warn("note", "nothing that is written would be reserved")
    }
    let answers = try AvailabilityService.answers(
      candidates, question, reader, options.outages, facts, session)
    for (one, answer) in zip(written, answers) { tell(answer, question, written: one.text) }
  }

  /// The command that says more of what a text names, and of what can stand in for it.
  private func command(_ text: String, _ question: SlotQuestion) -> String {
    var words = ["chiport", "availability", text, "--from", target.text]
    words += ["--nodes", "\(question.count)"]
    words += (options.slot.hasDuration ? [] : ["--days", "1"]) + options.slot.words
    words += options.calendars.words + options.outages.words
    if let path = catalogOptions.catalog { words += ["--catalog", path] }
    return ShellText.command(words + ["--equivalents"])
  }

  private func tell(_ answer: SlotAnswer, _ question: SlotQuestion, written text: String) {
    let name = facts.site(target)?.name ?? target.text
    let what =
      "\(question.count) x \(answer.candidate.name) at \(name) for "
      + DurationText.text(minutes: question.minutes)
    let hint = command(text, question)
    if question.isMet(by: answer.found) {
      return session.warn("note", "\(what): free")
    }
    if let start = answer.found?.slot.start {
      return session.warn(
        "warning",
        "\(what): not free before \(question.zone.text(start)) \(question.zone.name)", hint: hint)
    }
    guard let total = answer.total else {
      return session.warn("warning", "\(what): nobody knows when they are free", hint: hint)
    }
    guard total >= question.count else {
      return session.warn("warning", "\(what): there are only \(total)", hint: hint)
    }
    let reason =
      answer.knownUntil.map { "nobody knows of the time after \(question.zone.text($0))" }
      ?? "not free in time"
    session.warn("warning", "\(what): \(reason)", hint: hint)
  }
}
