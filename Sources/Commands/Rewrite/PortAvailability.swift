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
    if nodes != nil || slot.hasDuration || slot.start != nil || slot.before != nil
      || calendars.calendar != nil
      || calendars.save != nil || calendars.blazar || outages.noOutages || outages.isNamed
    {
      throw ValidationError(
        "--nodes, --hours, --days, --until, --start, --before, --calendar, --save, --blazar, "
          + "--no-outages, --outages-url: only with --check-availability")
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
    let candidates = query.candidates(written: findings).map(\.candidate)
    guard !candidates.isEmpty else {
      return session.warn("note", "nothing that is written would be reserved")
    }
    let answers = try AvailabilityService.answers(
      candidates, question, reader, options.outages, facts, session)
    for answer in answers { tell(answer, question) }
  }

  private func tell(_ answer: SlotAnswer, _ question: SlotQuestion) {
    let name = facts.site(target)?.name ?? target.text
    let what =
      "\(question.count) x \(answer.candidate.name) at \(name) for "
      + DurationText.text(minutes: question.minutes)
    let hint =
      "chiport availability \(answer.candidate.name)@\(target) --nodes \(question.count) "
      + "--hours \((question.minutes + 59) / 60) --equivalents"
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
    session.warn(
      "warning",
      total < question.count ? "\(what): there are only \(total)" : "\(what): not free in time",
      hint: hint)
  }
}
