/// How a text is spelled in one of Python's kinds of strings.
struct PythonEncoding: TextEncoding {
  let quote: UInt8
  let isTriple: Bool
  let prefix: PythonStringPrefix

  func encode(_ text: [UInt8]) -> [UInt8]? {
    prefix.isRaw ? encodeRaw(text) : text.flatMap(escape)
  }

  /// Nothing can be escaped: quotes, line ends that the string would end at or change, and a
  /// backslash that might come to stand before a quote cannot be spelled.
  private func encodeRaw(_ text: [UInt8]) -> [UInt8]? {
    guard text.last != UInt8(ascii: "\\") else { return nil }
    var result: [UInt8] = []
    for byte in text {
      switch byte {
      case quote, UInt8(ascii: "\r"): return nil
      case UInt8(ascii: "\n") where !isTriple: return nil
      case 0x80... where prefix.isBytes: return nil
      case UInt8(ascii: "{") where prefix.isFormatted, UInt8(ascii: "}") where prefix.isFormatted:
        result += [byte, byte]
      default: result.append(byte)
      }
    }
    return result
  }

  private func escape(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case quote, UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
    case UInt8(ascii: "\n"): isTriple ? [byte] : Array("\\n".utf8)
    case UInt8(ascii: "\r"): Array("\\r".utf8)
    case UInt8(ascii: "\t"): Array("\\t".utf8)
    case 0..<0x20, 0x7F: Self.hexadecimal(byte)
    case 0x80... where prefix.isBytes: Self.hexadecimal(byte)
    case UInt8(ascii: "{") where prefix.isFormatted, UInt8(ascii: "}") where prefix.isFormatted:
      [byte, byte]
    default: [byte]
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return [UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}

/// The value of `%env NAME=value`: IPython drops blanks around it, puts variables into it, and joins
/// a line that ends in a backslash with the next.
struct MagicValue: TextEncoding {
  func encode(_ text: [UInt8]) -> [UInt8]? {
    guard let first = text.first, let last = text.last, first > 0x20, last > 0x20,
      last != UInt8(ascii: "\\"), !text.contains(where: { "\n\r{$".utf8.contains($0) })
    else { return nil }
    return text
  }
}
