import FoundationEssentials

/// Times as catalogues write them: UTC, ISO 8601, to the second.
extension Date {
  /// Reads `2026-06-26T08:30:00Z`; also the other forms of ISO 8601 that Foundation knows.
  ///
  /// The usual form is read by hand: Foundation first sets up time zones, which takes longer than to
  /// rank a catalogue.
  init?(timestamp text: String) {
    let bytes = Array(text.utf8)
    let pattern = Array("0000-00-00T00:00:00Z".utf8)
    let isUsual =
      bytes.count == pattern.count
      && zip(bytes, pattern).allSatisfy { byte, form in
        form == Date.zero ? (Date.zero...Date.zero + 9).contains(byte) : byte == form
      }
    guard isUsual else {
      guard let date = try? Date(text, strategy: .iso8601) else { return nil }
      self = date
      return
    }
    func number(_ range: Range<Int>) -> Int {
      bytes[range].reduce(0) { $0 * 10 + Int($1 - Date.zero) }
    }
    let days = Date.days(year: number(0..<4), month: number(5..<7), day: number(8..<10))
    let seconds = number(11..<13) * 3600 + number(14..<16) * 60 + number(17..<19)
    self.init(timeIntervalSince1970: Double(days * 86_400 + seconds))
  }

  private static let zero = UInt8(ascii: "0")

  /// Days from 1970-01-01 to a day of the Gregorian calendar.
  ///
  /// Source: `days_from_civil`, https://howardhinnant.github.io/date_algorithms.html, for years from 0
  /// on.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    // Years begin in March, so that the day of a leap year comes last.
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
