import Availability
import Calendars
import Hardware
import Harvest
import Testbed

/// All that `chiport availability` found out.
struct AvailabilityAnswer: Sendable {
  /// What was asked about, in words: `gpu_a100_pcie`.
  let subject: String
  let question: SlotQuestion
  let answers: [SlotAnswer]
  /// Whether a mix of what was asked for is free as it was asked, where no candidate alone is.
  let isMixYes: Bool
  let alternatives: [SlotAlternative]
  let reading: CalendarReader.Reading
  let outages: OutageCalendar
  /// The names of sites, as in `CHI@UC`.
  let siteNames: [SiteID: String]

  /// Whether it can be had as it was asked, from one candidate or from several that all are what was
  /// asked for.
  var isYes: Bool { answers.contains { question.isMet(by: $0.found) } || isMixYes }

  /// Why nobody knows; nil when of some candidate it is known.
  var unknown: String? {
    guard !answers.isEmpty, answers.allSatisfy({ $0.total == nil }) else { return nil }
    return reading.failures.min { $0.key < $1.key }?.value ?? notCounted.unknown.keys.min()
      ?? "no calendar tells"
  }

  /// Whether anything is known at all.
  var isKnown: Bool { !reading.calendars.isEmpty }

  /// The answer to show first: the earliest; of those that start together the nearest.
  var best: SlotAnswer? {
    answers.enumerated().filter { $0.element.found != nil }.min { a, b in
      let (left, right) = (a.element.found?.slot.start, b.element.found?.slot.start)
      guard let left, let right, left != right else { return a.offset < b.offset }
      return left < right
    }?.element
  }

  /// The calendars that answered, by site.
  var calendars: [SiteCalendar] {
    reading.calendars.values.sorted { $0.site < $1.site }
  }

  /// Those left out, over all candidates; a node of two candidates counts in both.
  var notCounted: NotCounted {
    answers.reduce(into: NotCounted()) { sum, answer in
      sum.maintenance += answer.notCounted.maintenance
      sum.disabled += answer.notCounted.disabled
      sum.unknown.merge(answer.notCounted.unknown) { $0 + $1 }
    }
  }

  /// Limits of leases that the duration exceeds, each once.
  var warnings: [String] {
    var seen: Set<String> = []
    return answers.compactMap { LeaseLimit.warning(minutes: question.minutes, for: $0.kind) }
      .filter { seen.insert($0).inserted }
  }

  func siteName(_ site: SiteID) -> String { siteNames[site] ?? site.text }

  /// As in `4 x gpu_a100_pcie for 2 d from 2026-11-22 10:00 UTC`.
  var title: String {
    var text =
      "\(question.count) x \(subject) for \(DurationText.text(minutes: question.minutes)) from "
      + question.zone.text(question.start)
    if let before = question.before { text += ", over by \(question.zone.text(before))" }
    return text + " \(question.zone.name)"
  }

  /// When a calendar was read, in one line.
  func caption(_ calendar: SiteCalendar) -> String {
    func age(_ time: Minute) -> String {
      DurationText.text(minutes: max(0, question.now.value - time.value))
    }
    var text =
      "\(siteName(calendar.site)): calendar from \(calendar.source), read "
      + "\(question.zone.text(calendar.readAt)) (\(age(calendar.readAt)) old)"
    if let synced = calendar.syncedAt, synced < calendar.readAt {
      text +=
        ", which had looked \(DurationText.text(minutes: calendar.readAt.value - synced.value)) before"
    }
    return text + "."
  }

  /// What was left out and why; nil when nothing was.
  var notCountedText: String? {
    let left = notCounted
    guard left.total > 0 else { return nil }
    var parts: [String] = []
    if left.maintenance > 0 { parts.append("\(left.maintenance) in maintenance") }
    if left.disabled > 0 { parts.append("\(left.disabled) not reservable") }
    for (reason, count) in left.unknown.sorted(by: { $0.key < $1.key }) {
      parts.append("\(count) unknown (\(reason))")
    }
    return "Not counted: \(parts.joined(separator: ", "))."
  }

  /// A line for each announced outage, or one that says why none is known.
  var outageTexts: [String] { outages.texts(question.zone, siteName: siteName) }
}

extension SlotAlternative.Kind {
  /// What it is, for people.
  var text: String {
    switch self {
    case .elsewhere: "instead"
    case .mix: "mixed"
    case .mostNow: "fewer nodes"
    case .longestNow: "shorter"
    case .fewer: "fewer nodes, sooner"
    }
  }
}
