extension PythonReader {
  /// Reads the strings at the current token, which Python joins to one text.
  mutating func readLiteral() -> Literal {
    var builder = RegionBuilder(in: region, of: document)
    var holes: [Literal.Hole] = []
    let start = token.start
    var end = start
    while token.kind == .string {
      end = token.end
      decode(token.range, into: &builder, &holes)
      index += 1
    }
    literalCount += 1
    let id = document.add(builder.region())
    let literal = Literal(
      region: id, in: document, holes: holes, span: Span(region, start..<end), isQuoted: true)
    embedScript(literal)
    return literal
  }

  private mutating func decode(
    _ range: Range<Int>, into builder: inout RegionBuilder, _ holes: inout [Literal.Hole]
  ) {
    var quote = range.lowerBound
    while bytes[quote] != UInt8(ascii: "'"), bytes[quote] != UInt8(ascii: "\"") { quote += 1 }
    var prefix = PythonStringPrefix(bytes[range.lowerBound..<quote]) ?? PythonStringPrefix()
    let quotes = PythonStringScanner(bytes: bytes, end: range.upperBound).quoteLength(at: quote)
    let encoding = PythonEncoding(quote: bytes[quote], isTriple: quotes == 3, prefix: prefix)
    builder.beginRun(encoding, at: quote + quotes)
    let end = range.upperBound - quotes
    var offset = quote + quotes
    var plain = offset
    while offset < end {
      let byte = bytes[offset]
      var next: Int?
      switch byte {
      case UInt8(ascii: "\\") where !prefix.isRaw, UInt8(ascii: "\r"):
        builder.append(verbatim: plain..<offset)
        next =
          byte == UInt8(ascii: "\r")
          ? decodeNewline(at: offset, end, into: &builder)
          : decodeEscape(at: offset, end, prefix, into: &builder, &holes)
      case UInt8(ascii: "{") where prefix.isFormatted, UInt8(ascii: "}") where prefix.isFormatted:
        builder.append(verbatim: plain..<offset)
        next = decodeBrace(at: offset, end, encoding, into: &builder, &holes)
        if next == nil { prefix.isFormatted = false }
        plain = offset
      default: break
      }
      offset = next ?? offset + 1
      plain = next ?? plain
    }
    builder.append(verbatim: plain..<end)
  }

  /// Python takes every end of a line for LF.
  private func decodeNewline(at offset: Int, _ end: Int, into builder: inout RegionBuilder) -> Int {
    let isPair = offset + 1 < end && bytes[offset + 1] == UInt8(ascii: "\n")
    let next = offset + (isPair ? 2 : 1)
    builder.append([UInt8(ascii: "\n")], for: offset..<next)
    return next
  }

  /// Decodes a doubled brace or an expression in braces; nil when the brace has no counterpart.
  private mutating func decodeBrace(
    at offset: Int, _ end: Int, _ encoding: PythonEncoding, into builder: inout RegionBuilder,
    _ holes: inout [Literal.Hole]
  ) -> Int? {
    let byte = bytes[offset]
    if offset + 1 < end, bytes[offset + 1] == byte {
      builder.append([byte], for: offset..<offset + 2)
      return offset + 2
    }
    let scanner = PythonStringScanner(bytes: bytes, end: end)
    let length = encoding.isTriple ? 3 : 1
    guard byte == UInt8(ascii: "{"),
      let field = scanner.field(at: offset, mark: encoding.quote, length: length, end, depth: 0)
    else { return nil }
    let contents = readExpression(in: field.expression)
    let hole = builder.appendHole(for: offset..<field.end)
    if contents.count == 1, case .name(let name) = contents[0] {
      holes.append(.init(offset: hole, name: name.text, contents: contents))
    } else {
      holes.append(.init(offset: hole, name: nil, contents: contents))
    }
    return field.end
  }

  private mutating func readExpression(in range: Range<Int>) -> [Syntax] {
    guard depth < Self.maximumDepth else { return [] }
    var lexer = PythonLexer(bytes, in: region, range: range, isExpression: true)
    do { try lexer.run() } catch { return [.unread(error.span, reason: error.reason)] }
    let (outerTokens, outerIndex) = (tokens, index)
    tokens = lexer.tokens
    index = 0
    depth += 1
    var contents: [Syntax] = []
    readRest(into: &contents)
    depth -= 1
    tokens = outerTokens
    index = outerIndex
    return contents
  }

  private func decodeEscape(
    at offset: Int, _ end: Int, _ prefix: PythonStringPrefix, into builder: inout RegionBuilder,
    _ holes: inout [Literal.Hole]
  ) -> Int {
    guard offset + 1 < end else {
      builder.append([bytes[offset]], for: offset..<end)
      return end
    }
    let letter = bytes[offset + 1]
    if let decoded = Self.simpleEscapes[letter] {
      builder.append([decoded], for: offset..<offset + 2)
      return offset + 2
    }
    if PythonLexer.isNewline(letter) {
      let isPair =
        letter == UInt8(ascii: "\r") && offset + 2 < end
        && bytes[offset + 2] == UInt8(ascii: "\n")
      return offset + (isPair ? 3 : 2)
    }
    if !prefix.isBytes, letter == UInt8(ascii: "N"),
      let next = PythonStringScanner(bytes: bytes, end: end).endOfCharacterName(at: offset)
    {
      holes.append(.init(offset: builder.appendHole(for: offset..<next), name: nil))
      return next
    }
    if let (value, next) = number(at: offset, end, isBytes: prefix.isBytes) {
      builder.append(
        prefix.isBytes ? [UInt8(truncatingIfNeeded: value)] : Self.utf8(value), for: offset..<next)
      return next
    }
    // No escape: both stand for themselves, but a new text must not get between them.
    let isBrace = letter == UInt8(ascii: "{") || letter == UInt8(ascii: "}")
    let next = offset + (letter >= 0x80 || prefix.isFormatted && isBrace ? 1 : 2)
    builder.append(Array(bytes[offset..<next]), for: offset..<next)
    return next
  }

  /// The number that an octal or hexadecimal escape stands for.
  private func number(at offset: Int, _ end: Int, isBytes: Bool) -> (value: UInt32, next: Int)? {
    let digits: Int
    switch bytes[offset + 1] {
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      var (value, next): (UInt32, Int) = (0, offset + 1)
      while next < min(end, offset + 4), bytes[next] & 0xF8 == 0x30 {
        value = value * 8 + UInt32(bytes[next] & 7)
        next += 1
      }
      return (value, next)
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u") where !isBytes: digits = 4
    case UInt8(ascii: "U") where !isBytes: digits = 8
    default: return nil
    }
    guard offset + 2 + digits <= end else { return nil }
    var value: UInt32 = 0
    for byte in bytes[offset + 2..<offset + 2 + digits] {
      guard let digit = Self.hexadecimalDigit(byte) else { return nil }
      value = value << 4 | digit
    }
    return value <= 0x10FFFF ? (value, offset + 2 + digits) : nil
  }
}
