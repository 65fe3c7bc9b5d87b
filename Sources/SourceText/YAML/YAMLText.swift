/// How text is spelled in a scalar of YAML.
struct YAMLText: TextEncoding {
  enum Style: Hashable {
    case plain
    case flowPlain
    case single
    case double
    /// A line of a literal or folded text.
    case block
  }

  let style: Style
  /// Whether the text stands alone in a line, where blanks at its edges would be lost.
  var isOneOfSeveralLines = false
  /// Whether `${…}` is text, because another language reads it.
  var isScript = false

  func encode(_ text: [UInt8]) -> [UInt8]? {
    guard !looksLikeTemplate(text) else { return nil }
    let isBlankAtEdge = Self.isBlank(text.first) || Self.isBlank(text.last)
    if isOneOfSeveralLines, text.isEmpty || isBlankAtEdge { return nil }
    if style == .double { return encodeDouble(text) }
    guard Self.isPrintable(text) else { return nil }
    switch style {
    case .block: return Self.isBlank(text.first) ? nil : text
    case .single:
      return text.flatMap { $0 == UInt8(ascii: "'") ? [$0, $0] : [$0] }
    default: return isPlain(text) && !isBlankAtEdge ? text : nil
    }
  }

  private static func isBlank(_ byte: UInt8?) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// Whether the text would be read as something that only runtime knows.
  private func looksLikeTemplate(_ text: [UInt8]) -> Bool {
    zip(text, text.dropFirst()).contains { a, b in
      b == UInt8(ascii: "{") && (a == b || (!isScript && a == UInt8(ascii: "$")))
    } || text.last == UInt8(ascii: "{") || (!isScript && text.last == UInt8(ascii: "$"))
      || text.first == UInt8(ascii: "{")
  }

  /// Whether no byte ends a line or is forbidden; YAML 1.1 ends lines at U+0085, U+2028, U+2029.
  private static func isPrintable(_ text: [UInt8]) -> Bool {
    guard text.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == UInt8(ascii: "\t") }) else {
      return false
    }
    return String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy {
      !(0x80...0x9F).contains($0.value) && $0.value != 0x2028 && $0.value != 0x2029
        && $0.value != 0xFEFF && $0.value < 0xFFFE || $0.value > 0xFFFF
    }
  }

  /// Whether the text can stand without quotes wherever it starts.
  private func isPlain(_ text: [UInt8]) -> Bool {
    let parser = YAMLParser(text)
    let isFlow = style == .flowPlain
    guard parser.startsPlain(at: 0, inFlow: true),
      !text.starts(with: [0x2D, 0x2D, 0x2D]), !text.starts(with: [0x2E, 0x2E, 0x2E])
    else { return false }
    let plain = parser.plainEnd(from: 0, inFlow: isFlow)
    return plain.stop == .lineEnd && plain.end == text.count
  }

  private func encodeDouble(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"", "\\": result += [UInt8(ascii: "\\"), UInt8(scalar.value)]
      case "\n": result += Array(#"\n"#.utf8)
      case "\r": result += Array(#"\r"#.utf8)
      case "\t": result += Array(#"\t"#.utf8)
      default:
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: result += Self.escape("x", scalar.value, digits: 2)
        case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
          result += Self.escape("u", scalar.value, digits: 4)
        default: result += Array(String(scalar).utf8)
        }
      }
    }
    return result
  }

  private static func escape(_ letter: String, _ value: UInt32, digits: Int) -> [UInt8] {
    let hex = String(value, radix: 16)
    return Array(
      ("\\" + letter + String(repeating: "0", count: digits - hex.utf8.count) + hex).utf8)
  }
}

/// Text between quotes inside an expression that stands in other text.
struct InExpression: TextEncoding {
  let outer: any TextEncoding
  /// What the text must not hold besides the quotes and the backslash.
  let closing: UInt8

  func encode(_ text: [UInt8]) -> [UInt8]? {
    for byte in text {
      switch byte {
      case closing, UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"),
        UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "$"), 0..<0x20:
        return nil
      default: continue
      }
    }
    return outer.encode(text)
  }
}
