extension Minute {
  /// What becomes of seconds when a time is read.
  package enum Rounding: Sendable, Hashable {
    /// Starts of busy times.
    case down
    /// Ends of busy times: what is busy never shrinks.
    case up
  }

  /// Reads ISO 8601 as services and people write it.
  ///
  /// Date and time are separated by `T` or one space; seconds with any fraction, and an offset
  /// (`Z`, `+01:00`, `+0100`, `+01`) may follow. Without an offset the time is UTC, as Blazar and
  /// the Reference API mean it. A date alone is its midnight. White space around, other
  /// orders, week dates, 24:00 and days that do not exist are refused.
  package init?(text: some StringProtocol, rounding: Rounding = .down) {
    var reader = TimeReader(bytes: Array(text.utf8))
    guard let value = reader.minute(rounding), reader.isAtEnd else { return nil }
    self.init(value)
  }

  /// As Blazar takes it: `2026-11-22 10:00`.
  ///
  /// - Parameter offset: Minutes east of UTC in which to show it; the text does not name them.
  /// - Returns: Sixteen characters, for years 0 to 9999.
  package func text(offset: Int = 0) -> String {
    "\(date(offset: offset).text) \(timeOfDay(offset: offset))"
  }

  /// For JSON: `2026-11-22T10:00:00Z`.
  package var isoText: String { "\(date().text)T\(timeOfDay()):00Z" }

  /// The day that it belongs to, at so many minutes east of UTC.
  package func date(offset: Int = 0) -> CalendarDate {
    CalendarDate(daysSinceEpoch: CalendarDate.floorDivide(value + offset, 1_440))
  }

  /// As in `10:00`, at so many minutes east of UTC.
  package func timeOfDay(offset: Int = 0) -> String {
    let minute = value + offset - CalendarDate.floorDivide(value + offset, 1_440) * 1_440
    return "\(CalendarDate.padded(minute / 60, 2)):\(CalendarDate.padded(minute % 60, 2))"
  }
}

/// Lengths of time in words: `2 d`, `1 d 6 h`, `45 min`.
package enum DurationText {
  /// Days, hours and minutes that are not zero; `0 min` for none.
  package static func text(minutes: Int) -> String {
    let parts = [(minutes / 1_440, "d"), (minutes % 1_440 / 60, "h"), (minutes % 60, "min")]
    let text = parts.filter { $0.0 != 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    return text.isEmpty ? "0 min" : text
  }
}

private struct TimeReader {
  let bytes: [UInt8]
  var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func minute(_ rounding: Minute.Rounding) -> Int? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      let date = CalendarDate(year: year, month: month, day: day)
    else { return nil }
    let midnight = date.daysSinceEpoch * 1_440
    guard !isAtEnd else { return midnight }
    guard take("T") || take("t") || take(" "), let hour = number(2), hour < 24, take(":"),
      let minute = number(2), minute < 60, let extra = seconds(rounding), let offset = offset()
    else { return nil }
    return midnight + hour * 60 + minute + extra - offset
  }

  /// The minute that seconds add: 1 when any part of one has passed and time is rounded up.
  private mutating func seconds(_ rounding: Minute.Rounding) -> Int? {
    guard take(":") else { return 0 }
    // 60 is a leap second.
    guard let whole = number(2), whole <= 60 else { return nil }
    var isExact = whole == 0
    if take(".") || take(",") {
      let start = place
      while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
        isExact = isExact && bytes[place] == 0x30
        place += 1
      }
      guard place > start else { return nil }
    }
    return isExact || rounding == .down ? 0 : 1
  }

  /// Minutes east of UTC.
  private mutating func offset() -> Int? {
    if isAtEnd || take("Z") || take("z") { return 0 }
    let isEast = take("+")
    guard isEast || take("-"), let hours = number(2), hours < 24 else { return nil }
    guard !isAtEnd else { return isEast ? hours * 60 : -hours * 60 }
    _ = take(":")
    guard let minutes = number(2), minutes < 60 else { return nil }
    return isEast ? hours * 60 + minutes : -(hours * 60 + minutes)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, UInt32(bytes[place]) == character.value else { return false }
    place += 1
    return true
  }

  private mutating func number(_ digits: Int) -> Int? {
    guard place + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[place..<place + digits] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    place += digits
    return value
  }
}
