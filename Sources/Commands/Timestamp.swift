import Availability
import FoundationEssentials

/// Times as catalogues write them: UTC, ISO 8601, to the second.
extension Date {
  /// Reads `2026-06-26T08:30:00Z`; also the other forms of ISO 8601 that Foundation knows; nil for a
  /// day that does not exist.
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
    guard
      let date = CalendarDate(year: number(0..<4), month: number(5..<7), day: number(8..<10))
    else { return nil }
    let seconds = number(11..<13) * 3600 + number(14..<16) * 60 + number(17..<19)
    self.init(timeIntervalSince1970: Double(date.daysSinceEpoch * 86_400 + seconds))
  }

  private static let zero = UInt8(ascii: "0")
}
