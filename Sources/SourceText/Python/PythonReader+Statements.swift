extension PythonReader {
  /// The statements that are indented by more than `column`.
  mutating func readBlock(deeperThan column: Int, subject: Syntax? = nil) -> [Syntax] {
    var result: [Syntax] = []
    var cases: [Syntax] = []
    while token.kind == .lineStart, token.column > column {
      appendComments(before: token.start, to: &result)
      let line = token.column
      advance()
      if let subject, bytes[token.range].elementsEqual("case".utf8) {
        result.append(readCase(of: subject, column: line, &cases))
      } else {
        readStatement(column: line, into: &result)
      }
      flushScripts(into: &result)
    }
    return result
  }

  /// Appends the scripts that were found in the strings of a statement.
  mutating func flushScripts(into result: inout [Syntax]) {
    guard !scripts.isEmpty else { return }
    result += scripts
    scripts = []
  }

  /// What follows a colon: statements on the same line, or a block.
  mutating func readSuite(column: Int, subject: Syntax? = nil) -> [Syntax] {
    guard token.kind == .lineStart else {
      var result: [Syntax] = []
      readSimpleStatements(into: &result)
      flushScripts(into: &result)
      return result
    }
    guard depth < Self.maximumDepth else {
      let start = token.start
      while token.kind != .end, token.kind != .lineStart || token.column > column { advance() }
      return [.unread(span(from: start), reason: "it is nested too deeply")]
    }
    depth += 1
    defer { depth -= 1 }
    return readBlock(deeperThan: column, subject: subject)
  }

  /// What stands up to the colon that ends a header, and the colon.
  mutating func readHeader(into result: inout [Syntax]) {
    while !isAtStatementEnd, !skip(.colon) {
      let start = index
      Self.append(readElement(), to: &result)
      skip(.comma)
      if index == start, token.kind != .colon { advance() }
    }
  }

  private mutating func readStatement(column: Int, into result: inout [Syntax]) {
    switch token.keyword {
    case .async where nextToken.kind == .name && nextToken.keyword != .none:
      advance()
      readStatement(column: column, into: &result)
    case .if, .while: readBranches(column: column, into: &result)
    case .for: readLoop(column: column, into: &result)
    case .try, .except, .finally, .elif, .else, .with:
      advance()
      var header: [Syntax] = []
      readHeader(into: &header)
      appendBody(header, column: column, to: &result)
    case .def: result.append(readFunction(column: column))
    case .class: result.append(readClass(column: column))
    default:
      if token.kind == .at {
        advance()
        readRest(into: &result)
      } else if isMatch {
        advance()
        var header: [Syntax] = []
        readHeader(into: &header)
        flushScripts(into: &result)
        result += readSuite(column: column, subject: Self.joined(header))
      } else {
        readSimpleStatements(into: &result)
      }
    }
  }

  /// `match`, which is a name as well.
  private var isMatch: Bool {
    guard token.kind == .name, bytes[token.range].elementsEqual("match".utf8) else { return false }
    switch nextToken.kind {
    case .name, .string, .number, .open, .star: break
    default: return false
    }
    var last = index
    while tokens[last].kind != .lineStart, tokens[last].kind != .end { last += 1 }
    return tokens[last - 1].kind == .colon
  }

  private mutating func readCase(
    of subject: Syntax, column: Int, _ cases: inout [Syntax]
  ) -> Syntax {
    advance()
    let isWildcard = bytes[token.range].elementsEqual("_".utf8) && nextToken.kind == .colon
    var header: [Syntax] = []
    readHeader(into: &header)
    let body = readSuite(column: column)
    if isWildcard { return .branch(conditions: cases, body: body) }
    let condition = Syntax.comparison([subject] + header)
    cases.append(condition)
    return .branch(conditions: [condition], body: body)
  }

  /// `if` and `while` with all that belongs to them; an `else` has the conditions of the others.
  private mutating func readBranches(column: Int, into result: inout [Syntax]) {
    var conditions: [Syntax] = []
    while true {
      let isElse = token.keyword == .else
      advance()
      var header: [Syntax] = []
      readHeader(into: &header)
      flushScripts(into: &result)
      let body = readSuite(column: column)
      result.append(.branch(conditions: isElse ? conditions : header, body: body))
      conditions += header
      guard !isElse, token.kind == .lineStart, token.column == column,
        nextToken.keyword == .elif || nextToken.keyword == .else
      else { return }
      advance()
    }
  }

  private mutating func readLoop(column: Int, into result: inout [Syntax]) {
    advance()
    let targets = readTargets()
    skip(.in)
    var header = Self.assign(readExpressions(), to: [targets])
    readHeader(into: &header)
    appendBody(header, column: column, to: &result)
  }

  private mutating func appendBody(
    _ header: [Syntax], column: Int, to result: inout [Syntax]
  ) {
    flushScripts(into: &result)
    Self.append(Self.group(header + readSuite(column: column)), to: &result)
  }

  private mutating func readFunction(column: Int) -> Syntax {
    advance()
    let name = text(of: token)
    skip(.name)
    skipTypeParameters()
    var body: [Syntax] = []
    var parameters: [String] = []
    if isAt("(") {
      advance()
      parameters = readParameters(isLambda: false, into: &body)
      skip(.close)
    }
    while !isAtStatementEnd, token.kind != .colon {
      let start = index
      appendIfLiteral({ $0.readExpressions() }, to: &body)
      if index == start { advance() }
    }
    skip(.colon)
    body += readSuite(column: column)
    return .scope(Scope(name: name, parameters: parameters, body: body))
  }

  private mutating func readClass(column: Int) -> Syntax {
    advance()
    let name = text(of: token)
    var body: [Syntax] = []
    appendIfLiteral(
      { reader in
        reader.skip(.name)
        reader.skipTypeParameters()
        var header: [Syntax] = []
        if reader.isAt("("),
          case .call(let call) = reader.readCall(of: nil, path: 0..<0, from: reader.token.start)
        {
          header = call.positional + call.keywords.map(\.value)
        }
        reader.readHeader(into: &header)
        return PythonReader.group(header)
      }, to: &body)
    body += readSuite(column: column)
    return .scope(Scope(name: name, parameters: [], body: body))
  }

  private mutating func skipTypeParameters() {
    guard isAt("[") else { return }
    advance()
    _ = readSequence()
  }

  private mutating func readSimpleStatements(into result: inout [Syntax]) {
    while token.kind != .lineStart, token.kind != .end {
      let start = index
      switch token.keyword {
      case .import, .from, .global, .nonlocal, .pass, .break, .continue:
        while !isAtStatementEnd { advance() }
      case .return, .raise, .assert, .del:
        advance()
        var parts: [Syntax] = []
        readRest(into: &parts)
        Self.append(Self.group(parts), to: &result)
      default:
        if token.kind == .magic {
          result += readMagic()
        } else {
          readExpressionStatement(into: &result)
        }
      }
      skip(.semicolon)
      if index == start { advance() }
    }
  }
}
