import Availability
import Testing

@Suite struct FlavorSlotsTests {
  private static func slots(
    _ segments: [(Range<Int>, Int)], start: Int = 100, before: Int? = nil
  ) -> FlavorSlots {
    let segments = segments.compactMap { range, available in
      TimeSlot(start: Minute(range.lowerBound), end: Minute(range.upperBound)).map {
        FlavorCalendar.Segment(slot: $0, available: available, total: 8)
      }
    }
    return FlavorSlots(
      FlavorCalendar(flavor: "g1.h100", segments: segments),
      window: SearchWindow(start: Minute(start), before: before.map(Minute.init)))
  }

  @Test func spansSegmentsWithEnough() {
    let slots = Self.slots([(50..<120, 1), (120..<140, 4), (140..<160, 2), (160..<180, 1)])
    let found = slots.earliest(SlotRequest(count: 2, minutes: 40))
    #expect(found?.slot.start.value == 120)
    #expect(found?.freeUntil?.value == 160)
    #expect(found?.nodes == [])
    #expect(slots.earliest(SlotRequest(count: 2, minutes: 41)) == nil)
    #expect(slots.mostNow(minutes: 80) == 1)
    #expect(slots.mostNow(minutes: 81) == 0)
    #expect(slots.longestNow(count: 1) == .known(80))
  }

  @Test func neverTakesTheUnknownForFree() {
    let slots = Self.slots([(100..<120, 4), (125..<200, 4)])
    #expect(slots.earliest(SlotRequest(count: 1, minutes: 30))?.slot.start.value == 125)
    #expect(slots.earliest(SlotRequest(count: 1, minutes: 76)) == nil)
    #expect(Self.slots([]).earliest(SlotRequest(count: 1, minutes: 1)) == nil)
  }

  @Test func tellsTheUnknownFromTheTaken() {
    let slots = Self.slots([(100..<150, 3), (150..<200, 2)])
    let taken = slots.earliest(SlotRequest(count: 3, minutes: 10))
    #expect(taken?.freeUntil?.value == 150)
    #expect(taken?.knownUntil == nil)
    let open = slots.earliest(SlotRequest(count: 2, minutes: 10))
    #expect(open?.freeUntil == nil)
    #expect(open?.knownUntil?.value == 200)
    #expect(slots.longestNow(count: 3) == .minutes(50))
    #expect(slots.longestNow(count: 2) == .known(100))
    #expect(slots.unknownFrom?.value == 200)
    #expect(Self.slots([(100..<200, 2)], before: 200).unknownFrom == nil)
    #expect(Self.slots([(100..<200, 2)], before: 200).longestNow(count: 2) == .minutes(100))
    #expect(FreeSlots([], window: SearchWindow(start: Minute(0))).unknownFrom == nil)
  }

  @Test func endsByTheDeadline() {
    let slots = Self.slots([(50..<120, 0), (120..<500, 4)], before: 150)
    #expect(slots.earliest(SlotRequest(count: 4, minutes: 30))?.slot.start.value == 120)
    #expect(slots.earliest(SlotRequest(count: 4, minutes: 31)) == nil)
  }

  @Test func offersFewer() {
    let slots = Self.slots([(100..<150, 1), (150..<200, 3), (200..<900, 6)])
    #expect(
      slots.answer(to: SlotRequest(count: 5, minutes: 60)).alternatives.fewer == [
        .init(count: 1, start: Minute(100)), .init(count: 3, start: Minute(150)),
        .init(count: 4, start: Minute(200)),
      ])
  }
}

@Suite struct LeaseLimitTests {
  @Test(arguments: LeaseKind.allCases) func allowsExactlyTheLimit(_ kind: LeaseKind) {
    let limit = LeaseLimit.minutes(for: kind)
    #expect(limit == (kind == .flavor ? 180 : 7) * 24 * 60)
    #expect(LeaseLimit.warning(minutes: limit, for: kind) == nil)
    let warning = LeaseLimit.warning(minutes: limit + 1, for: kind)
    #expect(warning?.contains("1 min were asked for") == true)
    #expect(warning?.contains("prolonged when it nears its end") == true)
  }
}
