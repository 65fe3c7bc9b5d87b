extension ShellReader {
  /// Reads a compound command; nil when none begins here.
  mutating func compound() throws(ReadingError) -> [Syntax]? {
    switch byte() {
    case UInt8(ascii: "("):
      if let close = arithmeticEnd(from: position) {
        let contents = try arithmetic(from: position + 2, to: close - 2)
        position = close
        return [.comparison(contents)]
      }
      return [.group(try enclosed(by: UInt8(ascii: ")")))]
    case UInt8(ascii: "{") where byte(1) == UInt8(ascii: " ") || newlineLength(1) > 0:
      return [.group(try enclosed(by: UInt8(ascii: "}")))]
    case UInt8(ascii: "[") where isReserved("[["): return try conditional()
    case UInt8(ascii: "i") where skipReserved("if"): return try branches()
    case UInt8(ascii: "w") where skipReserved("while"),
      UInt8(ascii: "u") where skipReserved("until"):
      return [.branch(conditions: try conditions(until: ["do"]), body: try loopBody())]
    case UInt8(ascii: "f") where skipReserved("for"),
      UInt8(ascii: "s") where skipReserved("select"):
      return try forLoop()
    case UInt8(ascii: "c") where skipReserved("case"): return try caseClauses()
    default: return nil
    }
  }

  /// Reads a list in parentheses or braces.
  private mutating func enclosed(by close: UInt8) throws(ReadingError) -> [Syntax] {
    position += 1
    let outer = open
    if close == UInt8(ascii: ")") { open = Open(parentheses: 1) } else { open.braces += 1 }
    let body = try list(until: [])
    open = outer
    if byte() == close { position += 1 }
    return body
  }

  /// Reads a function; its `local` names are what makes it a scope.
  ///
  /// A function without them assigns what the rest of the script sees, so it is a mere group.
  mutating func function() throws(ReadingError) -> [Syntax]? {
    let start = position
    let hasKeyword = skipReserved("function")
    if hasKeyword { skipBlanks() }
    let nameStart = position
    while position < end, bytes[position].isShellName || "-.:+@".utf8.contains(bytes[position]) {
      position += 1
    }
    let name = String(decoding: bytes[nameStart..<position], as: UTF8.self)
    skipBlanks()
    var hasParentheses = false
    if byte() == UInt8(ascii: "(") {
      position += 1
      skipBlanks()
      hasParentheses = byte() == UInt8(ascii: ")")
      position += 1
    }
    guard !name.isEmpty, hasKeyword || hasParentheses else {
      position = start
      return nil
    }
    skipLines()
    guard let body = try compound() else { return [] }
    let bodyRange = start..<position
    return hasLocals(bodyRange) ? [.scope(Scope(name: name, parameters: [], body: body))] : body
  }

  /// Whether a line of the function begins with a declaration that stays inside.
  private func hasLocals(_ range: Range<Int>) -> Bool {
    var isAtStart = true
    for index in range {
      let byte = bytes[index]
      if isAtStart,
        byte == UInt8(ascii: "l") || byte == UInt8(ascii: "d") || byte == UInt8(ascii: "t")
      {
        for word in ["local ", "declare ", "typeset "]
        where bytes[index..<range.upperBound].starts(with: word.utf8) { return true }
      }
      isAtStart = byte.endsShellWord || (isAtStart && byte == UInt8(ascii: "{"))
    }
    return false
  }

  private mutating func branches() throws(ReadingError) -> [Syntax] {
    var result: [Syntax] = []
    var chain: [Syntax] = []
    repeat {
      let conditions = try conditions(until: ["then"])
      _ = skipReserved("then")
      chain += conditions
      let body = try list(until: ["elif", "else", "fi"])
      result.append(.branch(conditions: conditions, body: body))
    } while skipReserved("elif")
    if skipReserved("else") {
      // It belongs to whatever the conditions before it decide about.
      result.append(.branch(conditions: chain, body: try list(until: ["fi"])))
    }
    _ = skipReserved("fi")
    return result
  }

  private mutating func conditions(
    until stops: [String]
  ) throws(ReadingError) -> [Syntax] {
    flattened(try list(until: stops))
  }

  /// `[ a ] && [ b ]` is two conditions where it stands for one.
  private func flattened(_ syntax: [Syntax]) -> [Syntax] {
    syntax.flatMap { (item) -> [Syntax] in
      guard case .branch(let conditions, let body) = item else { return [item] }
      return conditions + flattened(body)
    }
  }

  private mutating func loopBody() throws(ReadingError) -> [Syntax] {
    skipLines()
    if byte() == UInt8(ascii: "{") { return try enclosed(by: UInt8(ascii: "}")) }
    guard skipReserved("do") else { return [] }
    let body = try list(until: ["done"])
    _ = skipReserved("done")
    return body
  }

  private mutating func forLoop() throws(ReadingError) -> [Syntax] {
    skipBlanks()
    var result: [Syntax] = []
    if let close = arithmeticEnd(from: position) {
      result = [.group(try arithmetic(from: position + 2, to: close - 2))]
      position = close
    } else {
      let start = position
      let name = skipName()
      let nameSpan = Span(region, start..<position)
      skipLines()
      var words: [Syntax] = []
      let wordsStart = position
      if skipReserved("in") {
        skipBlanks()
        while let word = try word() {
          words.append(.text(word))
          skipBlanks()
        }
        let span = Span(region, wordsStart..<position)
        result = [
          .assignment(Assignment(name: name, nameSpan: nameSpan, value: .list(words, span)))
        ]
      }
    }
    skipLines()
    if byte() == UInt8(ascii: ";") { position += 1 }
    return [.group(result + (try loopBody()))]
  }

  private mutating func caseClauses() throws(ReadingError) -> [Syntax] {
    skipBlanks()
    let subject = try word()
    skipLines()
    _ = skipReserved("in")
    var result: [Syntax] = []
    var patterns: [Syntax] = subject.map { [.text($0)] } ?? []
    open.cases += 1
    defer { open.cases -= 1 }
    while true {
      skipLines()
      result += comments
      comments = []
      guard position < end, !skipReserved("esac") else { return result }
      let start = position
      let own = try self.patterns()
      patterns += own.map(Syntax.text)
      // The clause for everything else depends on all patterns before it.
      let isDefault = own.contains { $0.text == "*" && !$0.isQuoted }
      let operands = (subject.map { [.text($0)] } ?? []) + own.map(Syntax.text)
      let body = try list(until: ["esac"])
      result.append(
        .branch(conditions: [.comparison(isDefault ? patterns : operands)], body: body))
      while byte() == UInt8(ascii: ";") || byte() == UInt8(ascii: "&") { position += 1 }
      if position == start { return result }
    }
  }

  private mutating func patterns() throws(ReadingError) -> [Literal] {
    var result: [Literal] = []
    skipBlanks()
    if byte() == UInt8(ascii: "(") { position += 1 }
    repeat {
      if byte() == UInt8(ascii: "|") { position += 1 }
      skipBlanks()
      if let pattern = try word() { result.append(pattern) }
      skipBlanks()
    } while byte() == UInt8(ascii: "|")
    if byte() == UInt8(ascii: ")") { position += 1 }
    return result
  }
}
