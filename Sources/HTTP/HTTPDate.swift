/// Dates as HTTP writes them.
///
/// Source: RFC 9110, section 5.6.7.
package enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The time of a date, in seconds since 1970-01-01 00:00:00 UTC; nil when it is none.
  ///
  /// Reads the three forms that a recipient must accept. Years of two digits are those from 1970
  /// to 2069. The name of the day is not checked.
  static func seconds(_ text: String) -> Int? {
    var parts = text.split { $0 == " " || $0 == "," || $0 == "-" }.dropFirst()
    if parts.last == "GMT" { parts.removeLast() }
    guard parts.count == 4 else { return nil }
    let words = Array(parts)
    // `06 Nov 1994 08:49:37` and `06 Nov 94 08:49:37`, but `Nov 6 08:49:37 1994` of asctime().
    let isCTime = words[0].first?.isLetter == true
    let order = isCTime ? [1, 0, 3, 2] : [0, 1, 2, 3]
    guard let day = Int(words[order[0]]), (1...31).contains(day),
      let month = months.firstIndex(of: String(words[order[1]])),
      let year = year(words[order[2]]), let time = secondsOfDay(words[order[3]])
    else { return nil }
    return days(year: year, month: month + 1, day: day) * 86_400 + time
  }

  private static func year(_ text: Substring) -> Int? {
    guard text.count == 2 || text.count == 4, let year = Int(text), year >= 0 else { return nil }
    if text.count == 4 { return year }
    return year < 70 ? 2000 + year : 1900 + year
  }

  private static func secondsOfDay(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    // 60 is a leap second.
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
      (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
    else { return nil }
    return (hour * 60 + minute) * 60 + second
  }

  /// Days since 1970-01-01 in the Gregorian calendar.
  ///
  /// Source: H. Hinnant, https://howardhinnant.github.io/date_algorithms.html#days_from_civil
  package static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
