import Availability

/// Looks at every minute up to a horizon after which nothing changes.
struct SlowFinder {
  let window: SearchWindow
  let horizon: Int
  private static let endless = 1 << 40
  /// Of each node or instance, for each minute, how long it is free from there.
  private var runs: [[Int]] = []
  private var names: [String] = []
  /// For each minute whether nobody knows anything of it; empty when all is known.
  private var unknown: [Bool] = []

  init(window: SearchWindow, nodes: [NodeCalendar], horizon: Int) {
    self.window = window
    self.horizon = horizon
    var seen: [String] = []
    for node in nodes where !seen.contains(node.uid) {
      seen.append(node.uid)
      let entries = nodes.filter { $0.uid == node.uid }
      guard entries.allSatisfy({ $0.state == .known }) else { continue }
      names.append(node.uid)
      let reservations = entries.flatMap(\.reservations)
      addRun { minute in
        !reservations.contains {
          $0.start.value - window.gap <= minute && minute < $0.end.value + window.gap
        }
      }
    }
  }

  init(window: SearchWindow, flavor: FlavorCalendar, horizon: Int) {
    self.window = window
    self.horizon = horizon
    let least = (0...horizon).map { minute in
      flavor.segments.lazy.filter { $0.slot.start.value <= minute && minute < $0.slot.end.value }
        .map(\.available).min()
    }
    unknown = least.indices.map { minute in least[minute] == nil && !isOut(minute) }
    for instance in 1...6 { addRun { least[$0].map { $0 >= instance } ?? false } }
  }

  private func isOut(_ minute: Int) -> Bool {
    window.outages.contains { $0.start.value <= minute && minute < $0.end.value }
  }

  private func isUnknown(_ minute: Int) -> Bool { unknown.indices ~= minute && unknown[minute] }

  private mutating func addRun(_ isFree: (Int) -> Bool) {
    var run = Array(repeating: 0, count: horizon + 1)
    for minute in (0...horizon).reversed() {
      guard !isOut(minute), isFree(minute) else { continue }
      run[minute] = minute == horizon ? Self.endless : run[minute + 1] + 1
    }
    runs.append(run)
  }

  private func isWithin(_ start: Int, _ minutes: Int) -> Bool {
    window.before.map { start + minutes <= $0.value } ?? true
  }

  private func start(_ count: Int, _ minutes: Int) -> Int? {
    (window.start.value...horizon).first { start in
      isWithin(start, minutes) && runs.count { $0[start] >= minutes } >= count
    }
  }

  func slot(_ request: SlotRequest) -> TimeSlot? {
    start(request.count, request.minutes).flatMap {
      TimeSlot(start: Minute($0), end: Minute($0 + request.minutes))
    }
  }

  /// Indexes of the runs that are free longest, the first of equals.
  private func chosen(_ request: SlotRequest) -> (start: Int, runs: [Int])? {
    guard let start = start(request.count, request.minutes) else { return nil }
    let longest = runs.indices.sorted { a, b in
      runs[a][start] == runs[b][start] ? a < b : runs[a][start] > runs[b][start]
    }
    return (start, longest.prefix(request.count).sorted())
  }

  func nodes(_ request: SlotRequest) -> [String]? {
    chosen(request).map { $0.runs.compactMap { names.isEmpty ? nil : names[$0] } }
  }

  private func end(_ request: SlotRequest) -> Minute? {
    guard let (start, chosen) = chosen(request), let run = chosen.map({ runs[$0][start] }).min(),
      run < Self.endless
    else { return nil }
    return Minute(start + run)
  }

  func freeUntil(_ request: SlotRequest) -> Minute? {
    end(request).flatMap { isUnknown($0.value) ? nil : $0 }
  }

  func knownUntil(_ request: SlotRequest) -> Minute? {
    end(request).flatMap { isUnknown($0.value) ? $0 : nil }
  }

  var unknownFrom: Minute? {
    unknown.indices.first { minute in
      unknown[minute] && minute >= window.start.value && minute < window.before?.value ?? .max
    }.map { Minute($0) }
  }

  func steps(minutes: Int, upTo limit: Int) -> [EarliestStep] {
    var steps: [EarliestStep] = []
    for start in window.start.value...horizon where isWithin(start, minutes) {
      let free = min(limit, runs.count { $0[start] >= minutes })
      if free > steps.last?.count ?? 0 {
        steps.append(EarliestStep(count: free, start: Minute(start)))
      }
    }
    return steps
  }

  func mostNow(minutes: Int) -> Int {
    let start = window.start.value
    return isWithin(start, minutes) ? runs.count { $0[start] >= minutes } : 0
  }

  func longestNow(count: Int) -> FreeTime? {
    let start = window.start.value
    let lengths = runs.map { $0[start] }.filter { $0 > 0 }.sorted(by: >)
    guard count <= lengths.count else { return nil }
    let free = count == 0 ? Self.endless : lengths[count - 1]
    let length = min(free, window.before.map { $0.value - start } ?? Self.endless)
    guard length > 0 else { return nil }
    if free == length, isUnknown(start + free), window.before?.value != start + free {
      return .known(length)
    }
    return length >= Self.endless / 2 ? .unlimited : .minutes(length)
  }
}
