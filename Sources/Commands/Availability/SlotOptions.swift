import ArgumentParser
import Availability
import FoundationEssentials

/// For how long, and when: the same words in every command that looks for slots.
struct SlotOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How long, in hours.", valueName: "n"))
  var hours: Double?

  @Option(help: ArgumentHelp("How long, in days.", valueName: "n"))
  var days: Double?

  @Option(
    help: ArgumentHelp("As long as from --start to this time.", valueName: "time"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "Not before this time, as 2026-11-23 09:00; otherwise now.", valueName: "time"))
  var start: String?

  @Option(help: ArgumentHelp("Over by this time.", valueName: "time"))
  var before: String?

  @Option(
    help: ArgumentHelp("Minutes of cleaning time around other reservations.", valueName: "min"))
  var gap = 0

  @Option(
    help: ArgumentHelp(
      "The zone that times are read and shown in, as Europe/Berlin, or local.", valueName: "zone"))
  var tz: String?

  @Option(help: .hidden)
  var now: String?

  /// Years are no leases, and absurd numbers no lengths of time.
  private static let longest = 100 * 366 * 1_440.0

  func validate() throws {
    let given = [hours != nil, days != nil, until != nil].count { $0 }
    if given > 1 { throw ValidationError("--hours, --days and --until exclude each other") }
    for (name, minutes) in [("hours", hours.map { $0 * 60 }), ("days", days.map { $0 * 1_440 })] {
      guard let minutes else { continue }
      guard minutes > 0, minutes <= Self.longest else {
        throw ValidationError("--\(name): expected more than 0, and at most 100 years")
      }
    }
    guard (0...525_600).contains(gap) else {
      throw ValidationError("--gap: expected 0 to 525600 minutes")
    }
  }

  /// The names, as messages list them.
  static let names = "--hours, --days, --until, --start, --before, --gap, --tz"

  /// What was given, as the words of a command.
  var words: [String] {
    func number(_ value: Double?) -> String? {
      value.map { "\($0)".hasSuffix(".0") ? String("\($0)".dropLast(2)) : "\($0)" }
    }
    return [
      ("--hours", number(hours)), ("--days", number(days)), ("--until", until), ("--start", start),
      ("--before", before), ("--gap", gap == 0 ? nil : "\(gap)"), ("--tz", tz), ("--now", now),
    ].flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  /// Whether anything was.
  var isGiven: Bool { !words.isEmpty }

  /// Whether it was said how long.
  var hasDuration: Bool { hours != nil || days != nil || until != nil }

  /// What is asked, at this moment.
  ///
  /// - Throws: `CommandFailure` for times that cannot be read, or do not go together.
  func question(count: Int, _ session: Session) throws -> SlotQuestion {
    let zone = try ShownZone(named: tz)
    let now = try time(self.now, "--now", zone) ?? session.minute
    let start = try time(self.start, "--start", zone) ?? now
    guard start >= now else {
      throw CommandFailure("--start: \(self.start ?? "") is in the past", code: .usage)
    }
    let minutes: Int
    let end = try time(until, "--until", zone)
    if let end {
      guard end > start else {
        throw CommandFailure("--until: \(until ?? "") is not after the start", code: .usage)
      }
      minutes = end.value - start.value
    } else if let length = hours.map({ $0 * 60 }) ?? days.map({ $0 * 1_440 }) {
      minutes = max(1, Int(length.rounded(.up)))
    } else {
      throw CommandFailure(
        "how long?", hint: "--hours, --days or --until says it", code: .usage)
    }
    let before = try time(before, "--before", zone)
    if let before, before.value - start.value < minutes {
      throw CommandFailure(
        "--before: \(self.before ?? "") leaves less than \(DurationText.text(minutes: minutes))",
        code: .usage)
    }
    return SlotQuestion(
      count: count, minutes: minutes, now: now, start: start, until: end, before: before, gap: gap,
      zone: zone)
  }

  /// A time that names its offset, or is meant in the zone.
  private func time(_ text: String?, _ option: String, _ zone: ShownZone) throws -> Minute? {
    guard let text else { return nil }
    guard let time = Minute(text: text) else {
      throw CommandFailure(
        "\(option): found '\(text)', expected a time such as 2026-11-23 09:00", code: .usage)
    }
    let isWithoutOffset =
      Minute(text: text + "Z") != nil || Minute(text: text + "T00:00Z") != nil
    guard isWithoutOffset else { return time }
    guard let moment = zone.minute(atLocal: time) else {
      throw CommandFailure(
        "\(option): clocks never show '\(text)' in \(zone.name): they are put forward then",
        code: .usage)
    }
    return moment
  }
}

/// What is asked: so many, for so long, and when.
struct SlotQuestion: Sendable {
  let count: Int
  private(set) var minutes: Int
  private(set) var now: Minute
  private(set) var start: Minute
  /// The end that was asked for in place of a length: the length follows from it.
  let until: Minute?
  let before: Minute?
  let gap: Int
  let zone: ShownZone

  var request: SlotRequest { SlotRequest(count: count, minutes: minutes) }

  /// Whether the wanted start is this moment.
  var startsNow: Bool { start == now }

  /// Whether a slot that starts then answers yes: at once, or wherever a deadline leaves room.
  func isMet(by slot: FoundSlot?) -> Bool {
    slot.map { before != nil || $0.slot.start == start } ?? false
  }

  func window(outages: [TimeSlot]) -> SearchWindow {
    SearchWindow(start: start, before: before, gap: gap, outages: outages)
  }

  /// The time that flavors are asked for; nothing is known of them beyond.
  var horizon: TimeSlot? {
    let end = before ?? start.advanced(by: max(2 * minutes, 30 * 1_440))
    return TimeSlot(start: start, end: end)
  }

  /// The same question, asked at another moment; nil when the end or the deadline that was asked for
  /// leaves no time any more.
  func asked(at now: Minute) -> SlotQuestion? {
    var question = self
    question.start = startsNow ? now : max(start, now)
    question.now = now
    if let until { question.minutes = until.value - question.start.value }
    let left = before.map { $0.value - question.start.value } ?? question.minutes
    return question.minutes >= 1 && left >= question.minutes ? question : nil
  }
}

extension Session {
  /// The minute that the clock shows.
  var minute: Minute { Minute(Int((now.timeIntervalSince1970 / 60).rounded(.down))) }
}
