/// What a command reads and writes besides its words.
struct ShellRedirections {
  var documents: [HereDocument] = []
  var strings: [Literal] = []
  /// Names of files.
  var files: [Literal] = []
}

/// Lines that a command reads.
struct HereDocument {
  let body: Range<Int>
  let delimiter: [UInt8]
  /// Whether the delimiter was quoted, so that nothing is expanded.
  let isVerbatim: Bool
  let stripsTabs: Bool
}

extension ShellReader {
  /// Reads the redirections behind a compound command.
  mutating func redirections() throws(ReadingError) -> ShellRedirections {
    var result = ShellRedirections()
    repeat { skipBlanks() } while try redirection(into: &result)
    return result
  }

  /// Reads one redirection.
  ///
  /// - Returns: Whether there was one.
  mutating func redirection(
    into result: inout ShellRedirections
  ) throws(ReadingError) -> Bool {
    guard let length = redirectionPrefix() else { return false }
    let operatorByte = byte(length)
    guard byte(length + 1) != UInt8(ascii: "(") || byte() == UInt8(ascii: "&") else { return false }
    position += length + 1
    if operatorByte == UInt8(ascii: "<"), byte() == UInt8(ascii: "<") {
      position += 1
      if byte() == UInt8(ascii: "<") {
        position += 1
        skipBlanks()
        if let text = try word() { result.strings.append(text) }
      } else if let document = hereDocument() {
        result.documents.append(document)
      }
      return true
    }
    let isDuplicate = byte() == UInt8(ascii: "&")
    if isDuplicate || [UInt8(ascii: ">"), UInt8(ascii: "|")].contains(byte()) { position += 1 }
    skipBlanks()
    guard let target = try word(), !(isDuplicate && target.text.utf8.allSatisfy(\.isShellDigit)),
      !target.text.utf8.starts(with: "/dev/".utf8)
    else { return true }
    result.files.append(target)
    return true
  }

  /// How many bytes stand before `<` or `>`: a number, `{name}` or `&`; nil when neither follows.
  private func redirectionPrefix() -> Int? {
    var length = 0
    switch byte() {
    case UInt8(ascii: "<"), UInt8(ascii: ">"): return 0
    case UInt8(ascii: "&"): return byte(1) == UInt8(ascii: ">") ? 1 : nil
    case UInt8(ascii: "{"):
      length = 1
      while byte(length).isShellName { length += 1 }
      guard length > 1, byte(length) == UInt8(ascii: "}") else { return nil }
      length += 1
    default: while byte(length).isShellDigit { length += 1 }
    }
    let follows = byte(length) == UInt8(ascii: "<") || byte(length) == UInt8(ascii: ">")
    return length > 0 && follows ? length : nil
  }

  /// Reads the delimiter and finds the lines, behind the end of the present line.
  private mutating func hereDocument() -> HereDocument? {
    let stripsTabs = byte() == UInt8(ascii: "-")
    if stripsTabs { position += 1 }
    skipBlanks()
    var delimiter: [UInt8] = []
    var isVerbatim = false
    while position < end, !byte().endsShellWord, newlineLength() == 0 {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\\"):
        isVerbatim = true
        if position < end { delimiter.append(bytes[position]) }
        position = min(end, position + 1)
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        isVerbatim = true
        while position < end, bytes[position] != byte, newlineLength() == 0 {
          delimiter.append(bytes[position])
          position += 1
        }
        if self.byte() == byte { position += 1 }
      default: delimiter.append(byte)
      }
    }
    let newline = skippedLineEnd?.newline ?? endOfLine()
    let start = skippedLineEnd?.resume ?? min(end, newline + 1)
    let (bodyEnd, resume) = endOfLines(from: start, delimiter, stripsTabs: stripsTabs)
    skippedLineEnd = (newline, resume)
    return HereDocument(
      body: start..<bodyEnd, delimiter: delimiter, isVerbatim: isVerbatim, stripsTabs: stripsTabs)
  }

  /// Where the lines before the delimiter end, and where the line behind it starts.
  private func endOfLines(
    from start: Int, _ delimiter: [UInt8], stripsTabs: Bool
  ) -> (Int, Int) {
    var line = start
    while line < end {
      var offset = line
      if stripsTabs { while offset < end, bytes[offset] == UInt8(ascii: "\t") { offset += 1 } }
      let newline = bytes[line..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
      if bytes[offset..<max(offset, newline)].starts(with: delimiter) {
        var rest = offset + delimiter.count
        // `EOF)` ends the lines as well when they stand in `$(…)`.
        if open.parentheses > 0, rest < newline, bytes[rest] == UInt8(ascii: ")") {
          return (line, rest)
        }
        if rest < newline, bytes[rest] == UInt8(ascii: "\r") { rest += 1 }
        if rest == newline { return (line, min(end, newline + 1)) }
      }
      line = newline + 1
    }
    return (end, end)
  }

  /// The newline that ends the present line of commands; one in quotes does not.
  private func endOfLine() -> Int {
    var index = position
    var quote: UInt8 = 0
    while index < end {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\\") where quote != UInt8(ascii: "'"): index += 1
      case UInt8(ascii: "'") where quote == 0, UInt8(ascii: "\"") where quote == 0: quote = byte
      case UInt8(ascii: "'") where quote == byte, UInt8(ascii: "\"") where quote == byte: quote = 0
      case UInt8(ascii: "#") where quote == 0 && bytes[index - 1] == UInt8(ascii: " "):
        return bytes[index..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
      case UInt8(ascii: "\n") where quote == 0: return index
      default: break
      }
      index += 1
    }
    // A quote that does not end here belongs to text around `$(…)`.
    return bytes[position..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
  }

  /// Reads the lines as one text.
  mutating func literal(of lines: HereDocument) -> Literal {
    let saved = (position, end, skippedLineEnd, hasBrokenExpansion)
    defer { (position, end, skippedLineEnd, hasBrokenExpansion) = saved }
    (position, end) = (lines.body.lowerBound, lines.body.upperBound)
    (skippedLineEnd, hasBrokenExpansion) = (nil, false)
    let encoding = ShellEncoding.hereDocument(
      delimiter: lines.delimiter, isVerbatim: lines.isVerbatim, stripsTabs: lines.stripsTabs)
    var text = ShellWord(in: region, of: store.document, encoding, at: position)
    let last = end
    while position < last {
      if lines.stripsTabs { while position < last, byte() == UInt8(ascii: "\t") { position += 1 } }
      if lines.stripsTabs || lines.isVerbatim {
        end = (bytes[position..<last].firstIndex(of: UInt8(ascii: "\n")) ?? last - 1) + 1
      }
      if lines.isVerbatim { verbatimLine(&text) } else { hereLine(&text, last) }
    }
    end = last
    return literal(&text, from: lines.body.lowerBound)
  }

  private mutating func verbatimLine(_ text: inout ShellWord) {
    var plain = position
    while position < end {
      if mayBeTemplateOrHole {
        text.append(verbatim: plain..<position)
        plain = position
        if templateOrHole(&text, without: []) {
          plain = position
          continue
        }
      }
      position += 1
    }
    text.append(verbatim: plain..<position)
  }

  /// An expansion may reach over the end of the line, so the line's end only bounds the plain text.
  private mutating func hereLine(_ text: inout ShellWord, _ last: Int) {
    let line = position..<end
    try? quotedParts(&text, until: 0)
    if position < line.upperBound {
      text.append(verbatim: position..<line.upperBound)
      position = line.upperBound
    }
    end = last
  }
}
