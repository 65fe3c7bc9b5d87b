/// What is asked for: so many at once, for so long.
package struct SlotRequest: Sendable, Hashable {
  /// Nodes, or instances of a flavor; 0 is answered with the first moment of the window.
  package let count: Int
  /// At least 1.
  package let minutes: Int

  package init(count: Int, minutes: Int) {
    precondition(count >= 0 && minutes >= 1)
    self.count = count
    self.minutes = minutes
  }
}

/// Where a slot may lie, and what it keeps away from.
package struct SearchWindow: Sendable, Hashable {
  /// The earliest start: now, or a later time that was asked for.
  package let start: Minute
  /// A slot ends here or earlier; nil when any time will do.
  ///
  /// The end counts, not the start: who needs nodes before a deadline needs the work done by then.
  package let before: Minute?
  /// Minutes of cleaning time between a reservation and the slot, on either side.
  package let gap: Int
  /// Announced outages, in any order; nothing is free in them, and they need no gap.
  package let outages: [TimeSlot]

  package init(start: Minute, before: Minute? = nil, gap: Int = 0, outages: [TimeSlot] = []) {
    precondition(gap >= 0)
    self.start = start
    self.before = before
    self.gap = gap
    self.outages = outages
  }
}

/// Where a request can be met.
package struct FoundSlot: Sendable, Hashable {
  package let slot: TimeSlot
  /// UUIDs in the order of the calendars; empty for flavors.
  package let nodes: [String]
  /// Until when these stay free together without a break; nil when no reservation follows, or when
  /// it is not known what follows.
  package let freeUntil: Minute?
  /// From when on nobody knows whether they are free, where no reservation comes first; nil for nodes,
  /// whose calendars come whole.
  package let knownUntil: Minute?

  init(slot: TimeSlot, nodes: [String], freeUntil: Minute?, knownUntil: Minute? = nil) {
    self.slot = slot
    self.nodes = nodes
    self.freeUntil = freeUntil
    self.knownUntil = knownUntil
  }
}

/// At `start`, and no earlier, up to `count` are free together for the duration asked about.
package struct EarliestStep: Sendable, Hashable {
  package let count: Int
  package let start: Minute

  package init(count: Int, start: Minute) {
    self.count = count
    self.start = start
  }
}

/// A length of time that may have no known end.
package enum FreeTime: Sendable, Hashable {
  /// In minutes, at least 1.
  case minutes(Int)
  /// At least so many minutes; nobody knows what follows.
  case known(Int)
  /// Nothing in the calendar ends it; the limit of leases still does.
  case unlimited
}

/// What else is possible when the answer to a request is no, or late.
package struct Alternatives: Sendable, Hashable {
  /// The most that are free from the start of the window for the whole duration.
  package let mostNow: Int
  /// How long the wanted number is free from the start of the window; nil when it is not.
  package let longestNow: FreeTime?
  /// The earliest starts of smaller numbers: see ``SlotFinder/steps(minutes:upTo:)``.
  package let fewer: [EarliestStep]
}

/// Candidates that can never be chosen, by reason.
package struct NotCounted: Sendable, Hashable {
  package var maintenance = 0
  package var disabled = 0
  /// Nodes whose calendar nobody has, by the reason given.
  package var unknown: [String: Int] = [:]

  package init() {}

  package var total: Int { maintenance + disabled + unknown.values.reduce(0, +) }
}

/// Answers about free slots, for nodes and for flavors alike.
package protocol SlotFinder: Sendable {
  /// Where slots are sought.
  var window: SearchWindow { get }

  /// From when on something is not known that a slot might need; nil when all of the window is known.
  var unknownFrom: Minute? { get }

  /// Each number up to `limit` that can be had, with its earliest start: both grow from step to
  /// step, so the earliest for any number is the first step that has at least as many.
  func steps(minutes: Int, upTo limit: Int) -> [EarliestStep]

  /// The most that are free from the start of the window for so long.
  func mostNow(minutes: Int) -> Int

  /// How long so many are free together from the start of the window; nil when they are not, or
  /// when `before` leaves no time.
  func longestNow(count: Int) -> FreeTime?

  /// Names what is taken for a slot in which at least `count` are free.
  func choose(_ count: Int, for slot: TimeSlot) -> FoundSlot
}

extension SlotFinder {
  /// Calendars of nodes come whole.
  package var unknownFrom: Minute? { nil }

  /// The earliest slot for a request; nil when the window has none.
  package func earliest(_ request: SlotRequest) -> FoundSlot? {
    earliest(request, in: steps(minutes: request.minutes, upTo: request.count))
  }

  /// The earliest slot for a request, nil when the window has none, and what else is possible.
  ///
  /// Both come from the same steps, which take most of the time to find.
  package func answer(
    to request: SlotRequest
  ) -> (found: FoundSlot?, alternatives: Alternatives) {
    let steps = steps(minutes: request.minutes, upTo: request.count)
    let alternatives = Alternatives(
      mostNow: mostNow(minutes: request.minutes), longestNow: longestNow(count: request.count),
      fewer: Self.fewer(than: request.count, in: steps))
    return (earliest(request, in: steps), alternatives)
  }

  private func earliest(_ request: SlotRequest, in steps: [EarliestStep]) -> FoundSlot? {
    let start: Minute
    if request.count == 0 {
      start = window.start
    } else {
      guard let last = steps.last, last.count >= request.count else { return nil }
      start = last.start
    }
    let (end, isBeyond) = start.value.addingReportingOverflow(request.minutes)
    guard !isBeyond, end <= window.before?.value ?? .max,
      let slot = TimeSlot(start: start, end: Minute(end))
    else { return nil }
    return choose(request.count, for: slot)
  }

  /// The steps to smaller numbers: where all can be had, one fewer can, if not earlier.
  private static func fewer(than count: Int, in steps: [EarliestStep]) -> [EarliestStep] {
    guard let last = steps.last, last.count >= count else { return steps }
    let before = steps.dropLast()
    guard before.last?.count ?? 0 < count - 1 else { return Array(before) }
    return before + [EarliestStep(count: count - 1, start: last.start)]
  }

  package func mostNow(minutes: Int) -> Int {
    guard let first = steps(minutes: minutes, upTo: .max).first, first.start == window.start
    else { return 0 }
    return first.count
  }
}

/// Arithmetic on times that may be absurd, so that no input can overflow.
enum Bound {
  /// Later than any time that is meant; leaves room for sums.
  static let forever = Int.max / 8

  static func clamp(_ value: Int) -> Int { min(max(value, -forever), forever) }
}
