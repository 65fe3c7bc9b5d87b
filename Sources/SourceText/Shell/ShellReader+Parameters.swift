extension ShellReader {
  /// Reads `${…}`.
  mutating func parameter(_ word: inout ShellWord, isQuoted: Bool) throws(ReadingError) {
    let start = position
    position += 2
    let isIndirect =
      (byte() == UInt8(ascii: "!") || byte() == UInt8(ascii: "#")) && byte(1) != UInt8(ascii: "}")
    if isIndirect { position += 1 }
    let nameStart = position
    var name = skipName()
    if name.isEmpty, "@*#?$!-".utf8.contains(byte()) {
      name = String(decoding: [byte()], as: UTF8.self)
      position += 1
    }
    let read = Name(text: name, span: Span(region, nameStart..<position))
    var contents: [Syntax] = []
    let isElement = byte() == UInt8(ascii: "[")
    if isElement { contents += try index() }
    let keepsValue = try operation(on: read, isQuoted: isQuoted, &contents)
    guard byte() == UInt8(ascii: "}") else {
      throw failure(at: start, "found ${, expected a brace that closes it")
    }
    position += 1
    let isPlain = keepsValue && !isIndirect && !isElement && !name.isEmpty
    if !isPlain, !name.isEmpty { contents.insert(.name(read), at: 0) }
    word.appendHole(for: start..<position, name: isPlain ? name : nil, contents: contents)
  }

  /// Reads `[…]` behind the name of an array.
  private mutating func index() throws(ReadingError) -> [Syntax] {
    position += 1
    guard let key = try word(.index) else { return [] }
    if byte() == UInt8(ascii: "]") { position += 1 }
    let isNumber = key.text.utf8.allSatisfy { $0.isShellDigit }
    guard key.holes.isEmpty, isNumber || key.text == "@" || key.text == "*" else {
      return [.group([.text(key)])]
    }
    return []
  }

  /// Reads the operator of `${NAME…}` and its words.
  ///
  /// - Returns: Whether the value is the variable's, when it has one.
  private mutating func operation(
    on name: Name, isQuoted: Bool, _ contents: inout [Syntax]
  ) throws(ReadingError) -> Bool {
    let first = byte()
    if first == UInt8(ascii: "}") { return true }
    let hasColon = first == UInt8(ascii: ":")
    let letter = hasColon ? byte(1) : first
    position += hasColon ? 2 : 1
    switch letter {
    case UInt8(ascii: "-"), UInt8(ascii: "="):
      let value = try operand(.braces, isQuoted: isQuoted)
      contents.append(
        .assignment(
          Assignment(
            name: name.text, nameSpan: name.span, value: .text(value), kind: .fallback)))
      return true
    case UInt8(ascii: "?"), UInt8(ascii: "+"):
      contents.append(.group([.text(try operand(.braces, isQuoted: isQuoted))]))
      return letter == UInt8(ascii: "?")
    case UInt8(ascii: "/") where !hasColon:
      if byte() == letter { position += 1 }
      contents.append(.comparison([.text(try operand(.bracesOrSlash, isQuoted: false))]))
      if byte() == letter {
        position += 1
        contents.append(.group([.text(try operand(.braces, isQuoted: isQuoted))]))
      }
      return false
    case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: ","):
      if byte() == letter { position += 1 }
      contents.append(.comparison([.text(try operand(.braces, isQuoted: false))]))
      return false
    default:
      // Offsets, and what only other shells know: their texts are read so that none is lost.
      position -= hasColon ? 2 : 1
      contents.append(.group([.text(try operand(.braces, isQuoted: isQuoted))]))
      return false
    }
  }

  private mutating func operand(
    _ context: ShellContext, isQuoted: Bool
  ) throws(ReadingError) -> Literal {
    let start = position
    if isQuoted {
      var text = ShellWord(in: region, of: store.document, ShellEncoding.doubleInBraces, at: start)
      try quotedParts(&text, until: UInt8(ascii: "}"))
      return literal(&text, from: start)
    }
    // In braces a word may be empty, so there always is one.
    if let word = try word(context) { return word }
    var empty = ShellWord(in: region, of: store.document, Unwritable(), at: start)
    return literal(&empty, from: start)
  }
}
