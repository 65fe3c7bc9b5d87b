/// The inside of a JSON string.
///
/// Source: RFC 8259, section 7.
package struct JSONEncoding: TextEncoding {
  /// Whether anything but ASCII is spelled `\uXXXX`, as Python's `json.dumps` does by default.
  let escapesNonASCII: Bool

  package init(escapesNonASCII: Bool = false) {
    self.escapesNonASCII = escapesNonASCII
  }

  package func encode(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    guard escapesNonASCII else {
      for byte in text { append(byte, to: &result) }
      return result
    }
    guard let text = String(validating: text, as: UTF8.self) else { return nil }
    for unit in text.utf16 {
      if let byte = UInt8(exactly: unit), byte < 0x80 {
        append(byte, to: &result)
      } else {
        appendEscape(unit, to: &result)
      }
    }
    return result
  }

  private func append(_ byte: UInt8, to result: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): result += Array(#"\""#.utf8)
    case UInt8(ascii: "\\"): result += Array(#"\\"#.utf8)
    case 0x08: result += Array(#"\b"#.utf8)
    case 0x09: result += Array(#"\t"#.utf8)
    case 0x0A: result += Array(#"\n"#.utf8)
    case 0x0C: result += Array(#"\f"#.utf8)
    case 0x0D: result += Array(#"\r"#.utf8)
    case ..<0x20: appendEscape(UInt16(byte), to: &result)
    default: result.append(byte)
    }
  }

  private func appendEscape(_ unit: UInt16, to result: inout [UInt8]) {
    result += Array(#"\u"#.utf8)
    for shift in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: (unit >> UInt16(shift)) & 0xF)
      result.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
