/// The text that Python's `str()` prints for what its `json.loads` makes of a number.
///
/// Blazar compares texts, so `1e3` in a record has to become `1000.0` here as well.
///
/// Source: CPython 3.11, `Lib/json/scanner.py` (a number without fraction and exponent is an
/// integer of any size) and `float_repr_style` 'short' in `Python/pystrtod.c` (the shortest digits
/// that read back as the same value; fixed notation while -4 < decimal point <= 16).
enum PythonNumber {
  /// The Python text of the JSON number `text`.
  static func text(ofJSON text: String) -> String {
    guard
      text.utf8.contains(where: {
        [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains($0)
      })
    else { return text == "-0" ? "0" : text }
    guard let value = Double(text), value.isFinite else {
      return text.hasPrefix("-") ? "-inf" : "inf"
    }
    return repr(value)
  }

  private static func repr(_ value: Double) -> String {
    let sign = value.sign == .minus ? "-" : ""
    guard value != 0 else { return sign + "0.0" }
    let (digits, point) = shortestDigits(of: value.magnitude)
    let count = digits.count
    guard point > -4, point <= 16 else {
      let exponent = point - 1
      let size = String(exponent.magnitude)
      let fraction = count > 1 ? "." + digits.dropFirst() : ""
      return sign + digits.prefix(1) + fraction + (exponent < 0 ? "e-" : "e+")
        + (size.utf8.count < 2 ? "0" : "") + size
    }
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= count { return sign + digits + String(repeating: "0", count: point - count) + ".0" }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }

  /// The shortest decimal digits of `value` and the place of the point relative to their start.
  ///
  /// The digits have neither leading nor trailing zeros. Swift prints the same digits, in other notation.
  private static func shortestDigits(of value: Double) -> (digits: String, point: Int) {
    let parts = value.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    var digits = Substring(mantissa.joined())
    var point = mantissa[0].count + exponent
    while digits.hasPrefix("0") {
      digits.removeFirst()
      point -= 1
    }
    while digits.hasSuffix("0") { digits.removeLast() }
    return (String(digits), point)
  }
}
