/// When the nodes of a candidate set are free in a window.
///
/// Built once from the calendars, it answers any number of questions. A node is free between its
/// reservations, widened by the gap and joined with the outages; a node in maintenance, disabled
/// or unknown is never free.
package struct FreeSlots: SlotFinder {
  /// A stretch in which one node is free; `Bound.forever` is an end that nothing sets.
  struct Stretch {
    let start: Int
    let end: Int
    let node: Int32
  }

  package let window: SearchWindow
  package let notCounted: NotCounted
  /// The nodes that can be chosen, in the order of the calendars.
  package let nodes: [String]
  /// By node, then by time; none ends before the window starts.
  let stretches: [Stretch]

  /// Reads the calendars.
  ///
  /// - Parameters:
  ///   - calendars: The candidates. A UUID that occurs twice is one node: busy when either entry
  ///     says so, and left out when either is.
  ///   - window: Where slots are sought.
  /// - Complexity: O(*r* log *r*), where *r* is the number of reservations of one node, for each.
  package init(_ calendars: [NodeCalendar], window: SearchWindow) {
    var notCounted = NotCounted()
    var names: [String] = []
    var stretches: [Stretch] = []
    names.reserveCapacity(calendars.count)
    let start = Bound.clamp(window.start.value)
    let outages = window.outages.map { (Bound.clamp($0.start.value), Bound.clamp($0.end.value)) }
    var busy: [(start: Int, end: Int)] = []
    for calendar in Self.withoutDuplicates(calendars) {
      switch calendar.state {
      case .maintenance: notCounted.maintenance += 1
      case .disabled: notCounted.disabled += 1
      case .unknown(let reason): notCounted.unknown[reason, default: 0] += 1
      case .known:
        busy.removeAll(keepingCapacity: true)
        for slot in calendar.reservations {
          let end = Bound.clamp(slot.end.value) + Bound.clamp(window.gap)
          if end > start {
            busy.append((Bound.clamp(slot.start.value) - Bound.clamp(window.gap), end))
          }
        }
        busy += outages
        Self.append(gapsIn: &busy, from: start, node: names.count, to: &stretches)
        names.append(calendar.uid)
      }
    }
    self.window = window
    self.notCounted = notCounted
    self.nodes = names
    self.stretches = stretches
  }

  private static func append(
    gapsIn busy: inout [(start: Int, end: Int)], from start: Int, node: Int,
    to stretches: inout [Stretch]
  ) {
    // Most calendars come in order, and looking is cheaper than sorting.
    if !zip(busy, busy.dropFirst()).allSatisfy({ $0.start <= $1.start }) {
      busy.sort { $0.start < $1.start }
    }
    var free = start
    for slot in busy {
      if slot.start > free {
        stretches.append(Stretch(start: free, end: slot.start, node: Int32(node)))
      }
      free = max(free, slot.end)
    }
    if free < Bound.forever {
      stretches.append(Stretch(start: free, end: Bound.forever, node: Int32(node)))
    }
  }

  private static func withoutDuplicates(_ calendars: [NodeCalendar]) -> [NodeCalendar] {
    var places: [String: Int] = [:]
    places.reserveCapacity(calendars.count)
    for (place, calendar) in calendars.enumerated() { places[calendar.uid] = place }
    guard places.count < calendars.count else { return calendars }
    places.removeAll()
    var merged: [NodeCalendar] = []
    for calendar in calendars {
      guard let place = places[calendar.uid] else {
        places[calendar.uid] = merged.count
        merged.append(calendar)
        continue
      }
      let first = merged[place]
      merged[place] = NodeCalendar(
        uid: first.uid, state: first.state == .known ? calendar.state : first.state,
        reservations: first.reservations + calendar.reservations)
    }
    return merged
  }
}

extension FreeSlots {
  /// Names the nodes for a slot.
  ///
  /// Of the nodes that are free then, those are chosen that stay free longest, so that the lease
  /// may be prolonged; of equals, those that come first.
  package func choose(_ count: Int, for slot: TimeSlot) -> FoundSlot {
    let chosen = stretches(around: slot.start.value, until: slot.end.value, count: count)
    let until = chosen.map(\.end).min() ?? Bound.forever
    return FoundSlot(
      slot: slot, nodes: chosen.map { nodes[Int($0.node)] },
      freeUntil: until == Bound.forever ? nil : Minute(until))
  }

  /// The `count` stretches that hold this time and end last, in the order of the nodes.
  private func stretches(around start: Int, until end: Int, count: Int) -> [Stretch] {
    let holding = stretches.filter { $0.start <= start && $0.end >= end }
    guard holding.count > count else { return holding }
    let ends = holding.map(\.end).sorted(by: >)
    guard count > 0 else { return [] }
    let least = ends[count - 1]
    // Of those that end exactly then, as many of the first as are needed.
    var ties = count - holding.count { $0.end > least }
    return holding.filter { stretch in
      guard stretch.end == least else { return stretch.end > least }
      ties -= 1
      return ties >= 0
    }
  }

  package func steps(minutes: Int, upTo limit: Int) -> [EarliestStep] {
    guard limit > 0, minutes >= 1, minutes < Bound.forever else { return [] }
    let from = Bound.clamp(window.start.value)
    let last = Bound.clamp(window.before?.value ?? Bound.forever) - minutes
    guard last >= from else { return [] }
    var now = 0
    // A node can start within a stretch up to its end less the duration: `starts` are where that
    // becomes possible, `stops` where it no longer is.
    var starts: [Int] = []
    var stops: [Int] = []
    for stretch in stretches where stretch.end - stretch.start >= minutes && stretch.start <= last {
      if stretch.start == from { now += 1 } else { starts.append(stretch.start) }
      if stretch.end - minutes < last { stops.append(stretch.end - minutes + 1) }
    }
    guard now < limit else { return [EarliestStep(count: limit, start: window.start)] }
    var steps = now > 0 ? [EarliestStep(count: now, start: window.start)] : []
    starts.radixSort()
    stops.radixSort()
    var free = now
    var most = now
    var ended = 0
    var place = 0
    while place < starts.count, most < limit {
      let time = starts[place]
      while place < starts.count, starts[place] == time { (place, free) = (place + 1, free + 1) }
      while ended < stops.count, stops[ended] <= time { (ended, free) = (ended + 1, free - 1) }
      if free > most {
        most = min(free, limit)
        steps.append(EarliestStep(count: most, start: Minute(time)))
      }
    }
    return steps
  }

  /// Counts, where finding all steps would sort.
  package func mostNow(minutes: Int) -> Int {
    guard minutes >= 1, minutes < Bound.forever else { return 0 }
    let from = Bound.clamp(window.start.value)
    guard from + minutes <= Bound.clamp(window.before?.value ?? Bound.forever) else { return 0 }
    return stretches.count { $0.start == from && $0.end - from >= minutes }
  }

  package func longestNow(count: Int) -> FreeTime? {
    let start = window.start.value
    let ends = stretches.filter { $0.start <= start && $0.end > start }.map(\.end).sorted(by: >)
    guard count <= ends.count else { return nil }
    let end = count > 0 ? ends[count - 1] : Bound.forever
    return FreeTime(from: start, to: min(end, window.before?.value ?? Bound.forever))
  }

  /// How many nodes are free from one time to the next, from the start of the window to `end`.
  package func counts(until end: Minute) -> [FlavorCalendar.Segment] {
    let from = window.start.value
    var changes: [Int: Int] = [:]
    for stretch in stretches where stretch.start < end.value {
      changes[stretch.start, default: 0] += 1
      if stretch.end < end.value { changes[stretch.end, default: 0] -= 1 }
    }
    var free = changes.removeValue(forKey: from) ?? 0
    var time = from
    var segments: [FlavorCalendar.Segment] = []
    for next in changes.keys.sorted() + [end.value] where changes[next] != 0 {
      if let slot = TimeSlot(start: Minute(time), end: Minute(next)) {
        segments.append(.init(slot: slot, available: free, total: nodes.count))
      }
      free += changes[next] ?? 0
      time = next
    }
    return segments
  }
}

extension FreeTime {
  /// Nil when there is no time between them; unlimited up to `Bound.forever`.
  init?(from start: Int, to end: Int) {
    guard end > start else { return nil }
    self = end >= Bound.forever ? .unlimited : .minutes(end - start)
  }
}
