/// When instances of a flavor are free in a window.
///
/// A time that no segment covers is unknown and never free; where segments overlap, the least is
/// taken. Cleaning time does not apply: instances share hosts.
package struct FlavorSlots: SlotFinder {
  /// From `start` to the start of the next level, or to the end of what is known.
  private struct Level {
    let start: Int
    /// 0 where nothing is known.
    let available: Int
    let isKnown: Bool
  }

  package let window: SearchWindow
  /// By time, without equal neighbours; the last has none available and lasts for good, since nothing
  /// is known after the last segment.
  private let levels: [Level]

  /// Reads the segments that reach into the window.
  ///
  /// - Complexity: O(*s* log *s*) for *s* segments, unless many overlap.
  package init(_ calendar: FlavorCalendar, window: SearchWindow) {
    let from = Bound.clamp(window.start.value)
    var pieces: [(start: Int, end: Int, available: Int)] = calendar.segments.compactMap {
      let (start, end) = (Bound.clamp($0.slot.start.value), Bound.clamp($0.slot.end.value))
      return end > from ? (max(start, from), end, max(0, $0.available)) : nil
    }
    for outage in window.outages where outage.end.value > from {
      let start = max(Bound.clamp(outage.start.value), from)
      pieces.append((start, Bound.clamp(outage.end.value), 0))
    }
    pieces.sort { $0.start < $1.start }
    let times = Set([from] + pieces.flatMap { [$0.start, $0.end] }).sorted()
    var levels: [Level] = []
    var open: [(end: Int, available: Int)] = []
    var next = 0
    for time in times {
      while next < pieces.count, pieces[next].start <= time {
        open.append((pieces[next].end, pieces[next].available))
        next += 1
      }
      open.removeAll { $0.end <= time }
      let level = Level(
        start: time, available: open.map(\.available).min() ?? 0, isKnown: !open.isEmpty)
      if levels.last?.available != level.available || levels.last?.isKnown != level.isKnown {
        levels.append(level)
      }
    }
    self.window = window
    self.levels = levels
  }

  package func choose(_ count: Int, for slot: TimeSlot) -> FoundSlot {
    let end = end(of: count, after: slot.start.value).map { (Minute($0.start), $0.isKnown) }
    return FoundSlot(
      slot: slot, nodes: [], freeUntil: end.flatMap { $1 ? $0 : nil },
      knownUntil: end.flatMap { $1 ? nil : $0 })
  }

  package var unknownFrom: Minute? {
    levels.first { !$0.isKnown && $0.start < window.before?.value ?? Bound.forever }
      .map { Minute($0.start) }
  }

  /// The first level after this time that has fewer, or is not known to have as many.
  private func end(of count: Int, after time: Int) -> Level? {
    levels.first { $0.start > time && $0.available < count }
  }

  package func steps(minutes: Int, upTo limit: Int) -> [EarliestStep] {
    guard limit > 0, minutes >= 1, minutes < Bound.forever else { return [] }
    let last = Bound.clamp(window.before?.value ?? Bound.forever) - minutes
    var steps: [EarliestStep] = []
    // The levels that a slot meets, without those that a later and lower one makes irrelevant:
    // what is left rises, so the first is the least.
    var lows: [Level] = []
    var first = 0
    var next = 0
    for level in levels where level.start <= last {
      while next < levels.count, levels[next].start < level.start + minutes {
        while lows.count > first, (lows.last?.available ?? 0) >= levels[next].available {
          lows.removeLast()
        }
        lows.append(levels[next])
        next += 1
      }
      while first < lows.count, lows[first].start < level.start { first += 1 }
      let least = min(limit, lows[first].available)
      if least > steps.last?.count ?? 0 {
        steps.append(EarliestStep(count: least, start: Minute(level.start)))
      }
      if least == limit { break }
    }
    return steps
  }

  package func longestNow(count: Int) -> FreeTime? {
    let from = window.start.value
    guard count == 0 || levels.first.map({ $0.available >= count }) ?? false else { return nil }
    let last = window.before?.value ?? Bound.forever
    let end = end(of: count, after: from)
    let free = FreeTime(from: from, to: min(end?.start ?? Bound.forever, last))
    guard case .minutes(let minutes) = free, let end, !end.isKnown, end.start < last else {
      return free
    }
    return .known(minutes)
  }
}
