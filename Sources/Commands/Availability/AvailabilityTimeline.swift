import Availability
import Testbed

extension AvailabilityAnswer {
  /// How many nodes of one candidate are drawn one by one; above it they are counted.
  private static let rowLimit = 64

  /// What pictures show: from the wanted start to a day after the slot, or half its length; up to a
  /// deadline that comes in the week after that.
  ///
  /// - Returns: Nil when there is nothing to draw.
  var timeline: Timeline? {
    let start = question.start
    let last = answers.compactMap { $0.found?.slot.end }.min() ?? start
    let end = max(last, start.advanced(by: question.minutes)).advanced(
      by: max(1_440, question.minutes / 2))
    let isNear = question.before.map { end < $0 && $0 <= end.advanced(by: 7 * 1_440) } ?? false
    guard let window = TimeSlot(start: start, end: isNear ? question.before ?? end : end)
    else { return nil }
    let best = best
    let lease = best.flatMap { one in
      one.found.flatMap { one.lease($0.slot, count: question.count, question) }
    }
    let report = AvailabilityReport(answer: self, isVerbose: false)
    return Timeline(
      title: title, window: window,
      rows: answers.flatMap {
        rows($0, window, isBest: $0.candidate.qualifiedName == best?.candidate.qualifiedName)
      },
      found: best?.found?.slot,
      notes: calendars.map(caption) + warnings.map { "Limit: \($0)." } + outageTexts
        + [notCountedText].compactMap { $0 },
      subject: best.map { report.subject(of: $0) },
      command: lease?.commandLines.joined(separator: "\n"), answers: report.table,
      others: alternatives.map(report.text(of:)), offsets: question.zone.offsets(in: window),
      zone: question.zone.name)
  }

  private func rows(_ one: SlotAnswer, _ window: TimeSlot, isBest: Bool) -> [Timeline.Row] {
    let group =
      "\(siteName(one.candidate.site)), \(one.candidate.name) (\(one.candidate.gradeText))"
    let blocked = outages.slots[one.candidate.site] ?? []
    let calendar = reading.calendars[one.candidate.site]
    func row(
      _ name: String, _ content: Timeline.Row.Content, isChosen: Bool = false
    ) -> Timeline.Row {
      Timeline.Row(
        name: name, group: group, content: content, isChosen: isChosen, outages: blocked)
    }
    guard let calendar else {
      return [row(one.candidate.name, .unavailable("no calendar"))]
    }
    if let flavor = one.candidate.flavor {
      let segments = calendar.flavors.first { $0.flavor == flavor }?.segments ?? []
      return [row(one.candidate.name, .counts(segments), isChosen: isBest)]
    }
    if one.candidate.nodes.count > Self.rowLimit, let slots = one.finder as? FreeSlots {
      return [
        row(
          "\(slots.nodes.count) nodes", .counts(slots.counts(until: window.end)), isChosen: isBest)
      ]
    }
    let known = Dictionary(calendar.nodes.map { ($0.uid, $0) }) { first, _ in first }
    let chosen = isBest ? Set(one.found?.nodes ?? []) : []
    return one.candidate.nodes.map { node in
      let content: Timeline.Row.Content
      switch known[node.uid]?.state {
      case .known: content = .busy(known[node.uid]?.reservations ?? [])
      case .maintenance: content = .unavailable("maintenance")
      case .disabled: content = .unavailable("not reservable")
      case .unknown(let reason): content = .unavailable(reason)
      case nil: content = .unavailable("not in the calendar")
      }
      return row(node.name, content, isChosen: chosen.contains(node.uid))
    }
  }
}
