import Availability
import Calendars
import Testing

@Suite struct TimestampTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let seconds: Int
    /// Minutes from the minute of the time to the next one that does not begin before it.
    var roundsUpBy = 0

    var testDescription: String { text }
  }

  /// The seconds are those of `date -u -d TEXT +%s`.
  static let cases = [
    Case(text: "1970-01-01T00:00:00Z", seconds: 0),
    Case(text: "1969-12-31T23:59:59Z", seconds: -1, roundsUpBy: 1),
    Case(text: "2026-11-22T10:00:00.000000", seconds: 1_795_341_600),
    Case(text: "2026-11-22T10:00:00.000001", seconds: 1_795_341_600, roundsUpBy: 1),
    Case(text: "2026-11-22T10:00:01", seconds: 1_795_341_601, roundsUpBy: 1),
    Case(text: "2026-11-22 10:00", seconds: 1_795_341_600),
    Case(text: "2026-11-22T10:00", seconds: 1_795_341_600),
    Case(text: "2026-11-22t10:00:00z", seconds: 1_795_341_600),
    Case(text: "2026-11-22T10:00:00+00:00", seconds: 1_795_341_600),
    Case(text: "2026-11-22T11:00:00+01:00", seconds: 1_795_341_600),
    Case(text: "2026-11-22T04:00:00-0600", seconds: 1_795_341_600),
    Case(text: "2026-11-22T15:45:00.5+05:45", seconds: 1_795_341_600, roundsUpBy: 1),
    Case(text: "2026-11-22T00:00:00-10", seconds: 1_795_341_600),
    Case(text: "2028-02-29T00:00:00Z", seconds: 1_835_395_200),
    Case(text: "2000-02-29T00:00:00Z", seconds: 951_782_400),
    Case(text: "2026-03-01T00:00:00Z", seconds: 1_772_323_200),
    Case(text: "2016-12-31T23:59:60Z", seconds: 1_483_228_800),
    Case(text: "9999-12-31T23:59:00Z", seconds: 253_402_300_740),
    Case(text: "0001-01-01T00:00:00Z", seconds: -62_135_596_800),
  ]

  @Test(arguments: cases)
  func reads(_ example: Case) throws {
    let time = try #require(Timestamp(example.text))
    #expect(time.seconds == example.seconds)
    #expect(time.minuteAfter.value - time.minute.value == example.roundsUpBy)
    #expect((0..<60).contains(time.seconds - time.minute.value * 60))
  }

  @Test(arguments: [
    "", "now", "2026-11-22", "2026-11-22T", "2026-11-22T10", "2026-11-22T10:00:00.",
    "2026-11-22T10:00:00 Z", "2026-11-22T10:00:00ZZ", "2026-11-22T10:00:00+",
    "2026-11-22T10:00:00+1:00",
    "2026-11-22T10:00:00+01:", "2026-11-22T10:00:00+24:00", "2026-11-22T24:00:00Z",
    "2026-11-22T10:60:00Z", "2026-11-22T10:00:61Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z",
    "0000-01-01T00:00:00Z", "26-11-22T10:00:00Z", "+026-11-22T10:00:00Z", "٢٠٢٦-11-22T10:00:00Z",
  ])
  func refuses(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func writesWhatItReads() throws {
    let days = stride(from: -719_162, to: 2_932_896, by: 97)
    for day in days {
      let minute = Minute(day * 1440 + (day & 1023))
      let text = Timestamp.text(minute)
      #expect(Timestamp(text)?.minute == minute, "\(text)")
    }
    #expect(Timestamp.text(Minute(29_922_360)) == "2026-11-22T10:00:00Z")
    #expect(Timestamp.text(Minute(0)) == "1970-01-01T00:00:00Z")
    #expect(Timestamp.text(Minute(-1)) == "1969-12-31T23:59:00Z")
  }
}
