/// What a text without quotes stands for.
///
/// Source: PyYAML 6.0.2, `resolver.py` (implicit resolvers) and `constructor.py`.
enum YAMLPlainScalar {
  private static let nulls: Set = ["", "~", "null", "Null", "NULL"]
  private static let truths: Set = [
    "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON",
  ]
  private static let falsehoods: Set = [
    "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
  ]

  /// Dates stay texts.
  static func data(_ text: String) -> YAMLData {
    if nulls.contains(text) { return .null }
    if truths.contains(text) { return .bool(true) }
    if falsehoods.contains(text) { return .bool(false) }
    guard let first = text.utf8.first, first < 0x3A, text.utf8.count < 64 else {
      return .string(text)
    }
    if let integer = integer(text) { return .integer(integer) }
    return float(text).map(YAMLData.float) ?? .string(text)
  }

  /// In decimal digits; nil when it is none, or too large for anything but decimal digits.
  private static func integer(_ text: String) -> String? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, isDigit(first) else { return nil }
    let bare = digits.filter { $0 != "_" }
    let sign = isNegative && bare != "0" ? "-" : ""
    if digits == "0" { return "0" }
    if first != UInt8(ascii: "0") {
      if digits.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }) { return sign + bare }
      return sexagesimal(digits).map { sign + String($0) }
    }
    let radix: (Int, Substring) =
      switch digits.dropFirst().first {
      case "b": (2, bare.dropFirst(2))
      case "x": (16, bare.dropFirst(2))
      default: (8, bare.dropFirst(1))
      }
    return UInt(radix.1, radix: radix.0).map { sign + String($0) }
  }

  /// `190:20:30`, in base 60.
  private static func sexagesimal(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return nil }
    var value = 0
    for (index, part) in parts.enumerated() {
      let digits = index == 0 ? part.filter { $0 != "_" } : String(part)
      guard let number = UInt16(digits), digits.utf8.allSatisfy(isDigit),
        index == 0 || number < 60 && digits.utf8.count <= 2
      else { return nil }
      let (product, overflows) = value.multipliedReportingOverflow(by: 60)
      if overflows { return nil }
      value = product + Int(number)
    }
    return value
  }

  /// A number with a point; an exponent needs a sign.
  private static func float(_ text: String) -> String? {
    let digits = text.filter { $0 != "_" }
    guard let point = digits.firstIndex(of: ".") else { return nil }
    let rest = digits[digits.index(after: point)...]
    let exponent = rest.firstIndex { $0 == "e" || $0 == "E" }
    if let exponent {
      guard let sign = rest[exponent...].dropFirst().first, sign == "+" || sign == "-" else {
        return nil
      }
    }
    let fraction = rest[..<(exponent ?? rest.endIndex)]
    let whole = digits[..<point].drop { $0 == "+" || $0 == "-" }
    guard whole.utf8.allSatisfy(isDigit), fraction.utf8.allSatisfy(isDigit),
      !(whole.isEmpty && fraction.isEmpty)
    else { return nil }
    let padded = fraction.isEmpty ? digits.replacing(".", with: ".0", maxReplacements: 1) : digits
    return Double(padded).map { "\($0)" }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
