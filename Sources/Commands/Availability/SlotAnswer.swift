import Availability
import Testbed

/// What the calendars say of one candidate.
struct SlotAnswer: Sendable {
  let candidate: SlotCandidate
  let finder: any SlotFinder
  /// How many can be counted on at all; nil when nothing is known.
  let total: Int?
  /// How many are free at the wanted start, which need not be now, for a moment at least; nil when
  /// nothing is known of that time.
  let freeNow: Int?
  /// Where all that is asked can be had.
  let found: FoundSlot?
  let notCounted: NotCounted
  let kind: LeaseKind

  /// What can be had when not all of it can.
  let alternatives: Alternatives

  init(
    _ candidate: SlotCandidate, in calendar: SiteCalendar?, failure: String?, outages: [TimeSlot],
    _ question: SlotQuestion
  ) {
    self.candidate = candidate
    let window = question.window(outages: outages)
    switch candidate.resource {
    case .flavor(let id, let hasGPU):
      kind = hasGPU ? .gpuFlavor : .flavor
      let flavor =
        calendar?.flavors.first { $0.flavor == id } ?? FlavorCalendar(flavor: id, segments: [])
      finder = FlavorSlots(flavor, window: window)
      total = flavor.segments.map(\.total).max()
      var notCounted = NotCounted()
      if flavor.segments.isEmpty { notCounted.unknown[failure ?? "flavor without a calendar"] = 1 }
      self.notCounted = notCounted
    case .hosts:
      kind = .bareMetal
      let known = SlotAnswer.calendars(of: candidate, in: calendar, failure: failure)
      let slots = FreeSlots(known, window: window)
      finder = slots
      notCounted = slots.notCounted
      total =
        slots.nodes.isEmpty && !slots.notCounted.unknown.isEmpty ? nil : slots.nodes.count
    }
    let isUnknown = total == nil || finder.unknownFrom.map { $0 <= question.start } ?? false
    freeNow = isUnknown ? nil : finder.mostNow(minutes: 1)
    (found, alternatives) = finder.answer(to: question.request)
  }

  private static func calendars(
    of candidate: SlotCandidate, in calendar: SiteCalendar?, failure: String?
  ) -> [NodeCalendar] {
    guard let calendar else {
      return candidate.nodes.map {
        NodeCalendar(
          uid: $0.uid, state: .unknown(failure ?? "no calendar of its site"), reservations: [])
      }
    }
    // All nodes in their order, as when a calendar is asked about as a whole.
    if candidate.nodes.count == calendar.nodes.count,
      zip(candidate.nodes, calendar.nodes).allSatisfy({ $0.uid == $1.uid })
    {
      return calendar.nodes
    }
    let nodes = Dictionary(calendar.nodes.map { ($0.uid, $0) }) { first, _ in first }
    return candidate.nodes.map {
      nodes[$0.uid]
        ?? NodeCalendar(uid: $0.uid, state: .unknown("not in the calendar"), reservations: [])
    }
  }

  /// From when on nobody knows what is free: after what was found, or in the time in which nothing was.
  var knownUntil: Minute? { total == nil ? nil : found.map(\.knownUntil) ?? finder.unknownFrom }

  /// The names of nodes that were chosen by `uid`.
  func names(of uids: [String]) -> [String] {
    let wanted = Set(uids)
    return candidate.nodes.filter { wanted.contains($0.uid) }.map(\.name)
  }

  /// What reserves a slot; nil when no selector matches exactly the candidate's nodes.
  func lease(_ slot: TimeSlot, count: Int, _ question: SlotQuestion) -> LeaseRequest? {
    LeaseRequest([(candidate, count)], slot, kind: kind, question)
  }
}
