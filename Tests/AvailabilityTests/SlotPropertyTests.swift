import Availability
import Foundation
import TestSupport
import Testing

/// Equality with a finder that looks at every minute.
///
/// `CHIPORT_CALENDARS=100000 swift test --filter SlotPropertyTests` compares that many calendars, as
/// `.ci/run` does with optimised code.
@Suite struct SlotPropertyTests {
  /// Nothing happens after this minute.
  private static let horizon = 70
  private static let long = 1_000_000
  private static let seeds =
    0..<(ProcessInfo.processInfo.environment["CHIPORT_CALENDARS"].flatMap(UInt64.init) ?? 8_000)

  @Test func nodesAgreeWithMinuteByMinute() {
    for seed in Self.seeds {
      var random = SplitMix64(seed: seed)
      let window = Self.window(&random)
      let calendars = Self.calendars(&random)
      let slow = SlowFinder(window: window, nodes: calendars, horizon: Self.horizon)
      let fast = FreeSlots(calendars, window: window)
      guard Self.agree(fast, slow, &random, seed: seed) else { return }
    }
  }

  @Test func flavorsAgreeWithMinuteByMinute() {
    for seed in Self.seeds {
      var random = SplitMix64(seed: seed)
      let window = Self.window(&random)
      let calendar = FlavorCalendar(
        flavor: "f",
        segments: (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
          Self.slot(&random).map {
            .init(slot: $0, available: .random(in: -1...6, using: &random), total: 6)
          }
        })
      let slow = SlowFinder(window: window, flavor: calendar, horizon: Self.horizon)
      let fast = FlavorSlots(calendar, window: window)
      guard Self.agree(fast, slow, &random, seed: seed) else { return }
    }
  }

  /// Compares all answers; records the first that differs.
  private static func agree(
    _ fast: some SlotFinder, _ slow: SlowFinder, _ random: inout SplitMix64, seed: UInt64
  ) -> Bool {
    let minutes =
      Int.random(in: 0..<20, using: &random) == 0
      ? long : Int.random(in: 1...14, using: &random)
    let request = SlotRequest(count: .random(in: 0...7, using: &random), minutes: minutes)
    let (found, others) = fast.answer(to: request)
    let same =
      found?.slot == slow.slot(request) && found?.nodes == slow.nodes(request)
      && found?.freeUntil == slow.freeUntil(request)
      && found?.knownUntil == slow.knownUntil(request) && fast.unknownFrom == slow.unknownFrom
      && fast.steps(minutes: minutes, upTo: 5) == slow.steps(minutes: minutes, upTo: 5)
      && others.mostNow == slow.mostNow(minutes: minutes)
      && others.longestNow == slow.longestNow(count: request.count)
      && others.fewer == slow.steps(minutes: minutes, upTo: request.count - 1)
      && fast.earliest(request) == found
    if !same {
      Issue.record("seed \(seed): \(request) \(fast) gives \(String(describing: found)), \(others)")
    }
    return same
  }

  private static func window(_ random: inout SplitMix64) -> SearchWindow {
    let start = Int.random(in: 0...20, using: &random)
    return SearchWindow(
      start: Minute(start),
      before: Bool.random(using: &random)
        ? nil : Minute(.random(in: start - 5...horizon + 5, using: &random)),
      gap: max(0, .random(in: -4...4, using: &random)),
      outages: Int.random(in: 0..<3, using: &random) > 0
        ? [] : (0..<2).compactMap { _ in slot(&random) })
  }

  /// Mostly short slots that touch, nest and overlap; reversed and empty ones do not exist.
  private static func slot(_ random: inout SplitMix64) -> TimeSlot? {
    let start = Int.random(in: 0...44, using: &random)
    return TimeSlot(
      start: Minute(start), end: Minute(start + .random(in: -2...14, using: &random)))
  }

  private static func calendars(_ random: inout SplitMix64) -> [NodeCalendar] {
    let states: [NodeCalendar.State] = [
      .maintenance, .disabled, .unknown("not synced"), .known, .known, .known, .known, .known,
    ]
    return (0..<Int.random(in: 0...6, using: &random)).map { number in
      var slots = (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in slot(&random) }
      if let first = slots.first, Bool.random(using: &random) { slots.append(first) }
      if let last = slots.last,
        let touching = TimeSlot(start: last.end, end: last.end.advanced(by: 3)),
        touching.end.value < horizon - 4
      {
        slots.append(touching)
      }
      // Once in a while an entry is there twice.
      let name = Int.random(in: 0..<12, using: &random) == 0 ? 0 : number
      return NodeCalendar(
        uid: "node-\(name)", state: states.randomElement(using: &random) ?? .known,
        reservations: slots)
    }
  }
}
