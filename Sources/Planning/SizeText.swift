/// Sizes of data for people, in powers of 1000 as limits of images are told.
package enum SizeText {
  /// For example `0 B`, `850 MB`, `12.4 GB`, `2 TB`: at most one digit after the point, and none from
  /// 100 on.
  package static func text(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"]
    var value = Double(max(0, bytes))
    var unit = 0
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let tenths = (value * 10).rounded()
    if unit == 0 || value >= 99.95 || tenths.truncatingRemainder(dividingBy: 10) == 0 {
      return "\(Int(value.rounded())) \(units[unit])"
    }
    return "\(Int(tenths) / 10).\(Int(tenths) % 10) \(units[unit])"
  }

  /// `2 to 4.5 GB`, or one size where both ends read the same.
  package static func text(_ range: ClosedRange<Int>) -> String {
    let (low, high) = (text(range.lowerBound), text(range.upperBound))
    guard low != high else { return high }
    let (number, unit) = (low.split(separator: " ")[0], low.split(separator: " ")[1])
    return high.hasSuffix(" \(unit)") ? "\(number) to \(high)" : "\(low) to \(high)"
  }

  /// Reads `10GB`, `1.5 TB`, `512MiB` or a plain number of bytes; nil for anything else.
  package static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number.isFinite else { return nil }
    var unit = text[digits.endIndex...].lowercased()
    while unit.first == " " { unit.removeFirst() }
    let factors: [String: Double] = [
      "": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "k": 1e3, "m": 1e6, "g": 1e9,
      "t": 1e12, "kib": 1_024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776,
    ]
    guard let factor = factors[unit], number * factor < 9e18 else { return nil }
    return Int((number * factor).rounded())
  }
}
