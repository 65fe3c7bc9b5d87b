import Availability
import Testing

@Suite struct FreeSlotsTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    /// Reservations of each node.
    let busy: [[Range<Int>]]
    var count = 1
    var minutes = 10
    var start = 100
    var before: Int?
    var gap = 0
    var outages: [Range<Int>] = []
    /// Start of the slot; nil when there is none.
    let found: Int?
    var nodes = ["0"]
    var until: Int?

    var testDescription: String { name }

    var window: SearchWindow {
      SearchWindow(
        start: Minute(start), before: before.map(Minute.init), gap: gap,
        outages: outages.compactMap(slot))
    }
  }

  static let single: [Case] = [
    .init(name: "no reservations", busy: [[]], found: 100),
    .init(name: "expired reservation", busy: [[20..<90]], found: 100),
    .init(name: "ends as the window starts", busy: [[20..<100]], found: 100),
    .init(name: "running reservation", busy: [[20..<130]], found: 130),
    .init(name: "exact fit before the first", busy: [[110..<120]], found: 100, until: 110),
    .init(name: "one minute short", busy: [[109..<120]], found: 120),
    .init(
      name: "exact fit between two", busy: [[90..<120, 130..<140]], found: 120, until: 130),
    .init(name: "touching", busy: [[90..<105, 105..<120]], found: 120),
    .init(name: "overlapping", busy: [[90..<115, 105..<120]], found: 120),
    .init(name: "nested, longest first", busy: [[90..<150, 105..<120]], found: 150),
    .init(name: "duplicated", busy: [[105..<120, 105..<120]], found: 120),
    .init(name: "out of order", busy: [[130..<150, 90..<120]], found: 120, until: 130),
    .init(
      name: "exact fit with gap", busy: [[90..<120, 140..<150]], gap: 5, found: 125, until: 135),
    .init(name: "gap one minute short", busy: [[90..<120, 139..<150]], gap: 5, found: 155),
    .init(name: "gap after an expired one", busy: [[90..<98]], gap: 5, found: 103),
    .init(name: "ends at the deadline", busy: [[90..<120]], before: 130, found: 120),
    .init(name: "starts before, ends after the deadline", busy: [[]], before: 109, found: nil),
    .init(name: "deadline before the start", busy: [[]], before: 50, found: nil),
    .init(name: "outage", busy: [[]], outages: [105..<130], found: 130),
    .init(
      name: "outage needs no gap", busy: [[90..<100]], gap: 5, outages: [115..<130], found: 105,
      until: 115),
    .init(name: "far future", busy: [[0..<5_000_000_000]], found: 5_000_000_000),
    .init(name: "absurd times", busy: [[Int.min..<Int.max]], gap: 5, found: nil),
    .init(name: "absurd duration", busy: [[]], minutes: .max, found: nil),
  ]

  static let several: [Case] = [
    .init(name: "none wanted", busy: [[90..<150]], count: 0, found: 100, nodes: []),
    .init(name: "none wanted, too late", busy: [], count: 0, before: 105, found: nil),
    .init(name: "none there", busy: [], found: nil),
    .init(name: "more than there are", busy: [[], []], count: 3, found: nil),
    .init(
      name: "all together", busy: [[90..<120], [110..<140]], count: 2, found: 140,
      nodes: ["0", "1"]),
    .init(
      name: "together for the whole duration only", busy: [[90..<120, 129..<160], [90..<120]],
      count: 2, found: 160, nodes: ["0", "1"]),
    .init(
      name: "one leaves as another comes", busy: [[110..<500], [90..<110]], count: 2, found: 500,
      nodes: ["0", "1"]),
    .init(
      name: "those free longest", busy: [[150..<160], [], [200..<210], [170..<180]], count: 2,
      found: 100, nodes: ["1", "2"], until: 200),
    .init(
      name: "the first of equals", busy: [[150..<160], [150..<170], []], count: 2, found: 100,
      nodes: ["0", "2"], until: 150),
    .init(
      name: "a later one that a running one frees", busy: [[90..<300], [90..<120], [90..<115]],
      count: 2, found: 120, nodes: ["1", "2"]),
  ]

  @Test(arguments: single + several) func findsTheEarliest(_ test: Case) {
    let slots = FreeSlots(nodes(test.busy), window: test.window)
    let found = slots.earliest(SlotRequest(count: test.count, minutes: test.minutes))
    #expect(found?.slot.start.value == test.found)
    guard let found else { return }
    #expect(found.slot.length == test.minutes)
    #expect(found.nodes == test.nodes)
    #expect(found.freeUntil?.value == test.until)
  }

  @Test func saysWhoIsNotCounted() {
    let states: [NodeCalendar.State] = [
      .maintenance, .disabled, .unknown("not synced"), .unknown("not synced"), .unknown("503"),
    ]
    let calendars = states.enumerated().map {
      NodeCalendar(uid: "\($0)", state: $1, reservations: [])
    }
    let slots = FreeSlots(calendars, window: SearchWindow(start: Minute(0)))
    #expect(slots.earliest(SlotRequest(count: 1, minutes: 1)) == nil)
    #expect(slots.notCounted.maintenance == 1 && slots.notCounted.disabled == 1)
    #expect(slots.notCounted.unknown == ["not synced": 2, "503": 1])
    #expect(slots.notCounted.total == 5)
  }

  @Test func offersWhatElseIsPossible() {
    let slots = FreeSlots(
      nodes([[], [130..<200], [90..<150], [90..<150], [90..<400]]),
      window: SearchWindow(start: Minute(100)))
    let others = slots.answer(to: SlotRequest(count: 5, minutes: 60)).alternatives
    #expect(others.mostNow == 1)
    #expect(others.longestNow == nil)
    #expect(
      others.fewer == [
        .init(count: 1, start: Minute(100)), .init(count: 3, start: Minute(150)),
        .init(count: 4, start: Minute(200)),
      ])
    #expect(slots.longestNow(count: 2) == .minutes(30))
    #expect(slots.longestNow(count: 1) == .unlimited)
  }

  @Test func countsWhatIsFree() {
    let slots = FreeSlots(
      nodes([[100..<120], [110..<130], []]), window: SearchWindow(start: Minute(100)))
    let counts = slots.counts(until: Minute(150))
    #expect(counts.map(\.slot.start.value) == [100, 110, 120, 130])
    #expect(counts.map(\.available) == [2, 1, 2, 3])
    #expect(counts.last?.slot.end.value == 150 && counts.last?.total == 3)
    let none = FreeSlots([], window: SearchWindow(start: Minute(100))).counts(until: Minute(150))
    #expect(none.map(\.available) == [0])
  }
}

private func slot(_ range: Range<Int>) -> TimeSlot? {
  TimeSlot(start: Minute(range.lowerBound), end: Minute(range.upperBound))
}

private func nodes(_ busy: [[Range<Int>]]) -> [NodeCalendar] {
  busy.enumerated().map {
    NodeCalendar(uid: "\($0)", state: .known, reservations: $1.compactMap(slot))
  }
}
