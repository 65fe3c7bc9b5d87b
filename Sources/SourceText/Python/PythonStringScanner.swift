/// What the letters in front of a quote mean.
struct PythonStringPrefix {
  var isRaw = false
  var isBytes = false
  /// `f` and `t`: braces hold expressions.
  var isFormatted = false

  init() {}

  /// Nil when the letters are no prefix.
  init?(_ letters: ArraySlice<UInt8>) {
    guard letters.count <= 3 else { return nil }
    for letter in letters {
      switch letter | 0x20 {
      case UInt8(ascii: "r"): isRaw = true
      case UInt8(ascii: "b"): isBytes = true
      case UInt8(ascii: "f"), UInt8(ascii: "t"): isFormatted = true
      case UInt8(ascii: "u"): break
      default: return nil
      }
    }
  }
}

/// Finds the ends of strings and of the expressions in them.
struct PythonStringScanner {
  let bytes: [UInt8]
  let end: Int

  /// Strings inside the braces of strings: deeper ones end the search.
  private static let maximumDepth = 8
  /// An expression in braces that is longer than this is taken for text, so that braces without
  /// their counterpart cost little.
  private static let maximumFieldLength = 1 << 14

  /// The offset behind the string with its opening quote at `quote`; nil when it does not end.
  func end(ofStringAt quote: Int, prefix: PythonStringPrefix) -> Int? {
    if prefix.isFormatted, let formatted = endOfFormatted(quote, prefix, end, depth: 0) {
      return formatted
    }
    return endOfPlain(quote, limit: end)
  }

  /// How many quotes open the string.
  func quoteLength(at quote: Int) -> Int {
    quote + 2 < end && bytes[quote + 1] == bytes[quote] && bytes[quote + 2] == bytes[quote] ? 3 : 1
  }

  private func endOfPlain(_ quote: Int, limit: Int) -> Int? {
    let mark = bytes[quote]
    let length = quoteLength(at: quote)
    var offset = quote + length
    while offset < limit {
      let byte = bytes[offset]
      if byte == mark, length == 1 || isTriple(mark, at: offset) { return offset + length }
      if byte == UInt8(ascii: "\\") {
        offset += escapeLength(at: offset)
      } else if length == 1, PythonLexer.isNewline(byte) {
        return nil
      } else {
        offset += 1
      }
    }
    return nil
  }

  private func isTriple(_ mark: UInt8, at offset: Int) -> Bool {
    offset + 2 < end && bytes[offset + 1] == mark && bytes[offset + 2] == mark
  }

  private func escapeLength(at offset: Int) -> Int {
    offset + 2 < end && bytes[offset + 1] == UInt8(ascii: "\r")
      && bytes[offset + 2] == UInt8(ascii: "\n") ? 3 : 2
  }

  private func endOfFormatted(
    _ quote: Int, _ prefix: PythonStringPrefix, _ limit: Int, depth: Int
  ) -> Int? {
    let mark = bytes[quote]
    let length = quoteLength(at: quote)
    var offset = quote + length
    while offset < limit {
      switch bytes[offset] {
      case mark where length == 1 || isTriple(mark, at: offset): return offset + length
      case UInt8(ascii: "\\"):
        offset = formattedEscapeEnd(offset, isRaw: prefix.isRaw)
      case UInt8(ascii: "{"):
        if offset + 1 < end, bytes[offset + 1] == UInt8(ascii: "{") {
          offset += 2
        } else {
          let limit = min(limit, offset + Self.maximumFieldLength)
          guard let field = field(at: offset, mark: mark, length: length, limit, depth: depth)
          else { return nil }
          offset = field.end
        }
      case UInt8(ascii: "\n") where length == 1, UInt8(ascii: "\r") where length == 1: return nil
      default: offset += 1
      }
    }
    return nil
  }

  /// The offset behind an escape; a backslash does not protect a brace.
  func formattedEscapeEnd(_ offset: Int, isRaw: Bool) -> Int {
    guard offset + 1 < end else { return end }
    let next = bytes[offset + 1]
    if next == UInt8(ascii: "{") || next == UInt8(ascii: "}") { return offset + 1 }
    if !isRaw, next == UInt8(ascii: "N"), let name = endOfCharacterName(at: offset) { return name }
    return offset + escapeLength(at: offset)
  }

  /// The offset behind `\N{NAME}`; nil when there is no such escape.
  func endOfCharacterName(at backslash: Int) -> Int? {
    guard backslash + 2 < end, bytes[backslash + 2] == UInt8(ascii: "{") else { return nil }
    var offset = backslash + 3
    while offset < end, offset < backslash + 100 {
      switch bytes[offset] {
      case UInt8(ascii: "}"): return offset > backslash + 3 ? offset + 1 : nil
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\n"): return nil
      default: offset += 1
      }
    }
    return nil
  }

  /// The expression in the brace at `brace` and the offset behind the closing one.
  ///
  /// - Parameters:
  ///   - brace: Where the brace stands.
  ///   - mark: The quote of the string around it.
  ///   - length: How many quotes end that string.
  ///   - limit: Where the search ends.
  ///   - depth: How many strings are around this one.
  /// - Returns: Nil when the brace is not closed.
  func field(
    at brace: Int, mark: UInt8, length: Int, _ limit: Int, depth: Int
  ) -> (expression: Range<Int>, end: Int)? {
    guard depth < Self.maximumDepth else { return nil }
    var (offset, nesting) = (brace + 1, 0)
    while offset < limit {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): nesting += 1
      case UInt8(ascii: "}") where nesting == 0: return (brace + 1..<offset, offset + 1)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): nesting -= 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let string = endOfInner(offset, limit, depth: depth) else { return nil }
        offset = string
        continue
      case UInt8(ascii: "#"):
        while offset < limit, !PythonLexer.isNewline(bytes[offset]) { offset += 1 }
        continue
      case UInt8(ascii: "!") where nesting == 0 && !isFollowedByEqual(offset),
        UInt8(ascii: ":") where nesting == 0:
        return endOfFormat(offset, mark, length, limit, depth: depth)
          .map { (brace + 1..<offset, $0) }
      default: break
      }
      guard nesting >= 0 else { return nil }
      offset += 1
    }
    return nil
  }

  private func isFollowedByEqual(_ offset: Int) -> Bool {
    offset + 1 < end && bytes[offset + 1] == UInt8(ascii: "=")
  }

  private func endOfInner(_ quote: Int, _ limit: Int, depth: Int) -> Int? {
    var start = quote
    while start > 0, quote - start < 4, PythonLexer.isNamePart(bytes[start - 1]) { start -= 1 }
    let prefix = PythonStringPrefix(bytes[start..<quote]) ?? PythonStringPrefix()
    return prefix.isFormatted
      ? endOfFormatted(quote, prefix, limit, depth: depth + 1) : endOfPlain(quote, limit: limit)
  }

  /// The offset behind the brace that ends a conversion and format at `start`.
  private func endOfFormat(
    _ start: Int, _ mark: UInt8, _ length: Int, _ limit: Int, depth: Int
  ) -> Int? {
    var offset = start
    while offset < limit {
      switch bytes[offset] {
      case UInt8(ascii: "}"): return offset + 1
      case mark where length == 1 || isTriple(mark, at: offset): return nil
      case UInt8(ascii: "{"):
        guard let inner = field(at: offset, mark: mark, length: length, limit, depth: depth + 1)
        else { return nil }
        offset = inner.end
      default: offset += 1
      }
    }
    return nil
  }
}
