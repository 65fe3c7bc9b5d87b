package import Availability

/// A time as services and saved calendars write it.
///
/// Reads RFC 3339 (`2026-11-22T10:00:00Z`, `…+01:00`), what Python prints of times without a zone
/// (`2026-11-22T10:00:00.000000`), and what Blazar takes (`2026-11-22 10:00`). Without a zone it is UTC,
/// as Blazar's times are.
package struct Timestamp: Sendable, Hashable {
  /// Since 1970-01-01 00:00:00 UTC, without the fraction.
  package let seconds: Int
  private let hasFraction: Bool

  /// The minute that the time lies in.
  package var minute: Minute { Minute((seconds - (seconds % 60 + 60) % 60) / 60) }

  /// The first minute that does not begin before the time: what ends within a minute takes all of it.
  package var minuteAfter: Minute {
    minute.value * 60 == seconds && !hasFraction ? minute : minute.advanced(by: 1)
  }

  /// Reads a time; nil for a text that is none, or a day that no calendar has.
  package init?(_ text: String) {
    var reader = Reader(rest: Array(text.utf8)[...])
    guard let year = reader.number(digits: 4), reader.take("-"),
      let month = reader.number(digits: 2), reader.take("-"),
      let day = reader.number(digits: 2), reader.take("T") || reader.take("t") || reader.take(" "),
      let hour = reader.number(digits: 2), reader.take(":"),
      let minute = reader.number(digits: 2),
      let second = reader.take(":") ? reader.number(digits: 2) : 0,
      let hasFraction = reader.fraction(), let offset = reader.offset(), reader.rest.isEmpty,
      year > 0, (1...12).contains(month), (1...Timestamp.length(of: month, in: year)).contains(day),
      // 60 is a leap second (RFC 3339, section 5.7).
      hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = Timestamp.days(year: year, month: month, day: day)
    seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - offset * 60
    self.hasFraction = hasFraction
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar, for years from 1 on.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let last = year - 1
    let leapDays = last / 4 - last / 100 + last / 400
    let ofYear = (1..<month).reduce(day - 1) { $0 + length(of: $1, in: year) }
    // 719,162 days lie between 0001-01-01 and 1970-01-01.
    return last * 365 + leapDays + ofYear - 719_162
  }

  fileprivate static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Timestamp {
  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func number(digits: Int) -> Int? {
      let text = rest.prefix(digits)
      guard text.count == digits, text.allSatisfy(Reader.isDigit) else { return nil }
      rest.removeFirst(digits)
      return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// Whether there is a fraction of a second that is not zero; nil for a point without digits.
    mutating func fraction() -> Bool? {
      guard take(".") else { return false }
      let digits = rest.prefix(while: Reader.isDigit)
      rest.removeFirst(digits.count)
      return digits.isEmpty ? nil : digits.contains { $0 != UInt8(ascii: "0") }
    }

    /// East of Greenwich in minutes; 0 where there is no zone, nil where it is none.
    mutating func offset() -> Int? {
      if rest.isEmpty || take("Z") || take("z") { return 0 }
      let isEast = take("+")
      guard isEast || take("-"), let hours = number(digits: 2) else { return nil }
      let hasColon = take(":")
      guard let minutes = rest.isEmpty && !hasColon ? 0 : number(digits: 2),
        hours < 24, minutes < 60
      else { return nil }
      return (isEast ? 1 : -1) * (hours * 60 + minutes)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// `2026-11-22T10:00:00Z`, for years from 1 to 9999.
  ///
  /// - Parameter minute: The time.
  /// - Returns: What `init` reads as that minute.
  package static func text(_ minute: Minute) -> String {
    let ofDay = (minute.value % 1440 + 1440) % 1440
    let day = (minute.value - ofDay) / 1440
    var year = 1970 + day / 366
    // The guess is never late; each step is a year nearer.
    while days(year: year + 1, month: 1, day: 1) <= day { year += 1 }
    while days(year: year, month: 1, day: 1) > day { year -= 1 }
    var month = 1
    while month < 12, days(year: year, month: month + 1, day: 1) <= day { month += 1 }
    let number = day - days(year: year, month: month, day: 1) + 1
    let date = "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(number, to: 2))"
    return "\(date)T\(padded(ofDay / 60, to: 2)):\(padded(ofDay % 60, to: 2)):00Z"
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
