extension ShellReader {
  /// Reads `$…` or backticks; a lone `$` stands for itself.
  mutating func expansion(_ word: inout ShellWord, isQuoted: Bool) throws(ReadingError) {
    try enter()
    defer { depth -= 1 }
    guard byte() == UInt8(ascii: "$") else { return try backticks(&word, isQuoted: isQuoted) }
    let start = position
    switch byte(1) {
    case UInt8(ascii: "{"):
      let isTemplate = templateOrHole(&word, without: [])
      if !isTemplate { try parameter(&word, isQuoted: isQuoted) }
    case UInt8(ascii: "("):
      if let close = arithmeticEnd(from: position + 1) {
        let contents = try arithmetic(from: position + 3, to: close - 2)
        position = close
        word.appendHole(for: start..<position, name: nil, contents: contents)
      } else {
        try substitution(&word)
      }
    case let first where first.isShellNameStart:
      position += 1
      let name = skipName()
      word.appendHole(for: start..<position, name: name, isOpen: true)
    case let first where first.isShellDigit || "@*#?$!-".utf8.contains(first):
      position += 2
      let name = String(decoding: [first], as: UTF8.self)
      word.appendHole(for: start..<position, name: name)
    default:
      position += 1
      word.appendDollar(at: start)
    }
  }

  /// Expansion in a here-document, where one without an end is text: it may well be prose.
  mutating func tolerantExpansion(_ word: inout ShellWord) throws(ReadingError) {
    let start = position
    if !hasBrokenExpansion {
      let saved = (word, open, depth, skippedLineEnd)
      do {
        return try expansion(&word, isQuoted: true)
      } catch {
        (word, open, depth, skippedLineEnd) = saved
        position = start
        hasBrokenExpansion = true
      }
    }
    position += 1
    word.append(verbatim: start..<position)
  }

  /// Skips letters, digits and underscores.
  mutating func skipName() -> String {
    let start = position
    while position < end, bytes[position].isShellName { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Reads `$(…)`, `<(…)` or `>(…)`.
  mutating func substitution(_ word: inout ShellWord) throws(ReadingError) {
    let start = position
    position += 2
    let outer = open
    open = Open(parentheses: 1)
    try enter()
    let body = try list(until: [])
    depth -= 1
    open = outer
    guard byte() == UInt8(ascii: ")") else {
      throw failure(at: start, "found an opening parenthesis, expected one that closes it")
    }
    position += 1
    word.appendHole(for: start..<position, name: nil, contents: body)
  }

  private mutating func backticks(
    _ word: inout ShellWord, isQuoted: Bool
  ) throws(ReadingError) {
    let start = position
    position += 1
    var builder = RegionBuilder(in: region, of: store.document)
    builder.beginRun(ShellEncoding.backticks(inDoubleQuotes: isQuoted), at: position)
    while position < end, bytes[position] != UInt8(ascii: "`") {
      let next = byte(1)
      if byte() == UInt8(ascii: "\\"),
        next == UInt8(ascii: "`") || next == UInt8(ascii: "$") || next == UInt8(ascii: "\\")
          || (isQuoted && next == UInt8(ascii: "\""))
      {
        builder.append([next], for: position..<position + 2)
        position += 2
      } else {
        builder.append(verbatim: position..<position + 1)
        position += 1
      }
    }
    guard position < end else {
      throw failure(at: start, "found a backtick, expected another one that ends the command")
    }
    position += 1
    let body = try nested(store.document.add(builder.region()))
    word.appendHole(for: start..<position, name: nil, contents: body)
  }

  /// The end of `((…))`; nil when the parentheses do not close together.
  func arithmeticEnd(from start: Int) -> Int? {
    guard start + 1 < end, bytes[start] == UInt8(ascii: "("), bytes[start + 1] == bytes[start]
    else { return nil }
    var depth = 0
    for index in start..<end {
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      guard bytes[index] == UInt8(ascii: ")") else { continue }
      depth -= 1
      if depth == 0 { return nil }
      if depth == 1, index + 1 < end, bytes[index + 1] == UInt8(ascii: ")") { return index + 2 }
      if depth == 1 { return nil }
    }
    return nil
  }

  /// The variables and expansions in an arithmetic expression.
  mutating func arithmetic(from start: Int, to close: Int) throws(ReadingError) -> [Syntax] {
    let (outerEnd, outerPosition) = (end, position)
    (position, end) = (start, max(start, close))
    defer { (position, end) = (outerPosition, outerEnd) }
    var result: [Syntax] = []
    var scratch = ShellWord(in: region, of: store.document, Unwritable(), at: position)
    while position < end {
      if bytes[position].isShellNameStart {
        let start = position
        let name = skipName()
        result.append(.name(Name(text: name, span: Span(region, start..<position))))
      } else if bytes[position].isShellDigit {
        _ = skipName()
      } else if byte() == UInt8(ascii: "$") || byte() == UInt8(ascii: "`") {
        let start = position
        try expansion(&scratch, isQuoted: true)
        let span = Span(region, start..<position)
        if let name = scratch.holes.last?.name {
          result.append(.name(Name(text: name, span: span)))
        }
      } else {
        position += 1
      }
    }
    return result + scratch.holes.flatMap(\.contents)
  }
}
