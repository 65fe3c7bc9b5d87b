extension PythonReader {
  /// The escapes of one letter.
  ///
  /// Source: https://docs.python.org/3/reference/lexical_analysis.html, "Escape sequences"
  static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8,
    UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    UInt8(ascii: "v"): 11,
  ]

  static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// The bytes of a code point; a lone surrogate, which Python allows, gets three bytes too.
  static func utf8(_ value: UInt32) -> [UInt8] {
    func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (value >> shift) & 0x3F) }
    return switch value {
    case ..<0x80: [UInt8(value)]
    case ..<0x800: [UInt8(0xC0 | value >> 6), continuation(0)]
    case ..<0x10000: [UInt8(0xE0 | value >> 12), continuation(6), continuation(0)]
    default:
      [UInt8(0xF0 | (value >> 18) & 7), continuation(12), continuation(6), continuation(0)]
    }
  }
}
