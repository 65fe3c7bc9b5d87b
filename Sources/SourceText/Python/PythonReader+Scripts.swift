extension PythonReader {
  /// Reads a text of several lines that says itself what it is written in.
  mutating func embedScript(_ literal: Literal) {
    let text = document[literal.region].bytes
    guard text.first == UInt8(ascii: "#"),
      let end = text.firstIndex(of: UInt8(ascii: "\n"))
    else { return }
    if text.starts(with: Array("#cloud-config".utf8)) {
      appendScript(literal, as: .yaml)
    } else if text.starts(with: Array("#!".utf8)) {
      let words = text[2..<end].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
        .map { String(decoding: $0, as: UTF8.self) }
      let program =
        words.first?.hasSuffix("/env") == true
        ? words.dropFirst().first { !$0.hasPrefix("-") } : words.first
      if let language = program.flatMap({ PythonCellMagic.interpreter($0) }) {
        appendScript(literal, as: language)
      }
    }
  }

  /// Reads the text of a literal in another language.
  mutating func appendScript(_ literal: Literal, as language: Language) {
    guard document.canEmbed(in: literal.region) else { return }
    scripts.append(document.embed(literal.region, as: language))
  }

  /// A line for IPython.
  mutating func readMagic() -> [Syntax] {
    let range = token.range
    advance()
    if bytes[range.lowerBound] == UInt8(ascii: "!") {
      let start = bytes[range].firstIndex { $0 != UInt8(ascii: "!") } ?? range.upperBound
      return embedShell(start..<range.upperBound)
    }
    let nameStart = range.lowerBound + 1
    let nameEnd = bytes[nameStart..<range.upperBound].firstIndex(where: Self.isBlank)
    let rest = trimmed((nameEnd ?? range.upperBound)..<range.upperBound)
    switch String(decoding: bytes[nameStart..<(nameEnd ?? range.upperBound)], as: UTF8.self) {
    case "sx", "system": return embedShell(rest)
    case "env", "set_env": return environmentMagic(rest)
    default: return []
    }
  }

  private mutating func embedShell(_ range: Range<Int>) -> [Syntax] {
    guard document.canEmbed(in: region) else { return [] }
    let (text, _) = expandedRegion(range, expandsDollar: false)
    return [document.embed(document.add(text), as: .shell)]
  }

  /// `NAME=value` or `NAME value`.
  private mutating func environmentMagic(_ range: Range<Int>) -> [Syntax] {
    let isSeparator = { (byte: UInt8) in byte == UInt8(ascii: "=") || Self.isBlank(byte) }
    guard let nameEnd = bytes[range].firstIndex(where: isSeparator) else { return [] }
    let name = range.lowerBound..<nameEnd
    var value = trimmed(nameEnd..<range.upperBound)
    if !value.isEmpty, bytes[value.lowerBound] == UInt8(ascii: "=") {
      value = trimmed(value.lowerBound + 1..<value.upperBound)
    }
    let (text, holes) = expandedRegion(
      value, expandsDollar: true, MagicValue())
    let id = document.add(text)
    let literal = Literal(
      region: id, in: document, holes: holes, span: Span(region, value), isQuoted: false)
    return [
      .assignment(
        Assignment(
          name: "env." + String(decoding: bytes[name], as: UTF8.self),
          nameSpan: Span(region, name), value: .text(literal)))
    ]
  }

  /// A line in which IPython puts variables in place of `{name}`, and of `$name` where asked for.
  private func expandedRegion(
    _ range: Range<Int>, expandsDollar: Bool, _ encoding: any TextEncoding = Verbatim()
  ) -> (Region, [Literal.Hole]) {
    var builder = RegionBuilder(in: region, of: document)
    builder.beginRun(encoding, at: range.lowerBound)
    var holes: [Literal.Hole] = []
    var (offset, plain) = (range.lowerBound, range.lowerBound)
    while offset < range.upperBound {
      guard let (name, end) = variable(at: offset, in: range, expandsDollar: expandsDollar) else {
        offset += 1
        continue
      }
      builder.append(verbatim: plain..<offset)
      let hole = builder.appendHole(for: offset..<end)
      holes.append(.init(offset: hole, name: String(decoding: bytes[name], as: UTF8.self)))
      (offset, plain) = (end, end)
    }
    builder.append(verbatim: plain..<range.upperBound)
    return (builder.region(), holes)
  }

  /// The variable that is named at an offset, and where that ends.
  private func variable(
    at offset: Int, in range: Range<Int>, expandsDollar: Bool
  ) -> (name: Range<Int>, end: Int)? {
    let isBrace = bytes[offset] == UInt8(ascii: "{")
    let isDollar = bytes[offset] == UInt8(ascii: "$") && expandsDollar
    // `${name}` is the shell's.
    let isShells =
      isBrace && offset > range.lowerBound && bytes[offset - 1] == UInt8(ascii: "$")
    guard isBrace || isDollar, !isShells, offset + 1 < range.upperBound,
      PythonLexer.isNameStart(bytes[offset + 1])
    else { return nil }
    var end = offset + 1
    while end < range.upperBound,
      PythonLexer.isNamePart(bytes[end]) || isBrace && bytes[end] == UInt8(ascii: ".")
    {
      end += 1
    }
    if isDollar { return (offset + 1..<end, end) }
    guard end < range.upperBound, bytes[end] == UInt8(ascii: "}") else { return nil }
    return (offset + 1..<end, end + 1)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while !range.isEmpty, Self.isBlank(bytes[range.lowerBound]) {
      range = range.lowerBound + 1..<range.upperBound
    }
    while !range.isEmpty, Self.isBlank(bytes[range.upperBound - 1]) {
      range = range.lowerBound..<range.upperBound - 1
    }
    return range
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
