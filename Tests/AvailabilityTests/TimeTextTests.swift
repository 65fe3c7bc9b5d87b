import Availability
import Testing

@Suite struct TimeTextTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    /// As Blazar writes it; nil when the text is refused.
    let down: String?
    var up: String?

    var testDescription: String { text }
  }

  static let cases: [Case] = [
    .init(text: "2026-11-22T10:00:00.000000", down: "2026-11-22 10:00"),
    .init(text: "2026-11-22 10:00", down: "2026-11-22 10:00"),
    .init(text: "2026-11-22T10:00Z", down: "2026-11-22 10:00"),
    .init(text: "2026-11-22t10:00:00z", down: "2026-11-22 10:00"),
    .init(text: "2026-11-22T10:00:00+01:00", down: "2026-11-22 09:00"),
    .init(text: "2026-11-22T10:00:00-0530", down: "2026-11-22 15:30"),
    .init(text: "2026-11-22T23:30-01", down: "2026-11-23 00:30"),
    .init(text: "2026-01-01T00:15:00+00:45", down: "2025-12-31 23:30"),
    .init(text: "2026-11-22", down: "2026-11-22 00:00"),
    .init(text: "2026-11-22T10:00:01", down: "2026-11-22 10:00", up: "2026-11-22 10:01"),
    .init(text: "2026-11-22T10:00:00.000001", down: "2026-11-22 10:00", up: "2026-11-22 10:01"),
    .init(text: "2026-12-31T23:59:59Z", down: "2026-12-31 23:59", up: "2027-01-01 00:00"),
    .init(text: "2026-06-30T23:59:60Z", down: "2026-06-30 23:59", up: "2026-07-01 00:00"),
    .init(text: "2024-02-29 12:00", down: "2024-02-29 12:00"),
    .init(text: "2000-02-29 12:00", down: "2000-02-29 12:00"),
    .init(text: "1969-12-31 23:59", down: "1969-12-31 23:59"),
    .init(text: "0000-01-01 00:00", down: "0000-01-01 00:00"),
    .init(text: "9999-12-31T23:59", down: "9999-12-31 23:59"),
  ]

  static let refused = [
    "", "now", "2026", "2026-11", "2026-11-22T", "2026-11-22T10", "2026-11-22T10:0",
    "2026-11-22T24:00", "2026-11-22T10:60", "2026-11-22T10:00:61", "2026-11-22T10:00:00.",
    "2026-02-29", "2100-02-29", "2026-04-31", "2026-00-10", "2026-13-10", "2026-11-00",
    "26-11-22T10:00", "2026/11/22", "22.11.2026", "2026-11-22  10:00", " 2026-11-22 10:00",
    "2026-11-22 10:00 ", "2026-11-22T10:00+1", "2026-11-22T10:00+24:00", "2026-11-22T10:00+01:60",
    "2026-11-22T10:00:00ZZ", "2026-11-22T10:00+01:00:00", "+026-11-22", "2026-11-2２",
  ]

  @Test(arguments: cases) func readsTime(_ time: Case) {
    #expect(Minute(text: time.text)?.text() == time.down)
    #expect(Minute(text: time.text, rounding: .up)?.text() == time.up ?? time.down)
  }

  @Test(arguments: refused) func refusesOtherText(_ text: String) {
    #expect(Minute(text: text) == nil)
  }

  @Test func countsFromTheEpoch() {
    #expect(Minute(text: "1970-01-01T00:00Z")?.value == 0)
    #expect(Minute(text: "2001-09-09T01:46Z")?.value == 1_000_000_000 / 60)
  }

  @Test func visitsEveryDayOfFourCenturiesOnce() {
    var expected = CalendarDate(daysSinceEpoch: 0)
    #expect(expected.text == "1970-01-01" && expected.weekday == "Thu")
    for days in 1...146_097 {
      let date = CalendarDate(daysSinceEpoch: days)
      let next =
        CalendarDate(year: expected.year, month: expected.month, day: expected.day + 1)
        ?? CalendarDate(year: expected.year, month: expected.month + 1, day: 1)
        ?? CalendarDate(year: expected.year + 1, month: 1, day: 1)
      guard date == next, date.daysSinceEpoch == days else {
        Issue.record("\(days): \(date.text)")
        return
      }
      expected = date
    }
    #expect(expected.text == "2370-01-01" && expected.weekday == "Thu")
  }

  @Test func showsTimeWhereTheUserIs() {
    let minute = Minute(text: "2026-11-22T23:30Z")
    #expect(minute?.text(offset: 60) == "2026-11-23 00:30")
    #expect(minute?.text(offset: -360) == "2026-11-22 17:30")
    #expect(minute?.isoText == "2026-11-22T23:30:00Z")
    #expect(minute?.date().weekday == "Sun")
    #expect(Minute(-1).date().weekday == "Wed")
  }

  @Test(arguments: [
    (0, "0 min"), (45, "45 min"), (60, "1 h"), (1_440, "1 d"), (1_860, "1 d 7 h"),
    (1_501, "1 d 1 h 1 min"),
  ])
  func saysHowLong(_ minutes: Int, _ text: String) {
    #expect(DurationText.text(minutes: minutes) == text)
  }
}
