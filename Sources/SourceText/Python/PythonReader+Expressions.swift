extension PythonReader {
  /// Expressions with commas between them: several are a tuple.
  mutating func readExpressions() -> Syntax {
    let start = token.start
    let first = readElement()
    guard token.kind == .comma else { return first }
    var elements = [first]
    while skip(.comma), canStartExpression { elements.append(readElement()) }
    return .list(elements, span(from: start))
  }

  /// An expression, and what makes it a comprehension or names it.
  mutating func readElement() -> Syntax {
    let value = readExpression()
    if token.keyword == .for || token.keyword == .async && nextToken.keyword == .for {
      return readComprehension(of: [value])
    }
    guard skip(.as) else { return value }
    return Self.joined(Self.assign(value, to: [readTarget()]))
  }

  /// An expression without commas.
  mutating func readExpression() -> Syntax {
    guard depth < Self.maximumDepth else { return skipNested() }
    depth += 1
    defer { depth -= 1 }
    while skip(.star) {}
    let value = readDisjunction()
    if skip(.walrus) {
      return Self.joined(Self.assign(readExpression(), to: [Target(value)]))
    }
    return token.keyword == .if ? readConditional(value) : value
  }

  /// `value if condition else other`; the guard of a `case` has no `else`.
  private mutating func readConditional(_ first: Syntax) -> Syntax {
    var (value, conditions, branches): (Syntax, [Syntax], [Syntax]) = (first, [], [])
    while skip(.if) {
      let condition = readDisjunction()
      guard skip(.else) else { return Self.group(branches + [value, condition]) }
      conditions.append(condition)
      branches.append(.branch(conditions: [condition], body: [value]))
      value = readDisjunction()
    }
    return .group(branches + [.branch(conditions: conditions, body: [value])])
  }

  mutating func readDisjunction() -> Syntax {
    let first = readInversion()
    guard token.keyword == .or || token.keyword == .and else { return first }
    var operands = [first]
    var isAlternative = true
    while token.keyword == .or || token.keyword == .and {
      isAlternative = isAlternative && token.keyword == .or
      advance()
      operands.append(readInversion())
    }
    if isAlternative, operands.count == 2, case .name(let name) = first,
      name.text.hasPrefix("env."), case .text = operands[1]
    {
      return .assignment(
        Assignment(name: name.text, nameSpan: name.span, value: operands[1], kind: .fallback))
    }
    return Self.group(operands)
  }

  private mutating func readInversion() -> Syntax {
    var isNegated = false
    while skip(.not) { isNegated = true }
    let value = readComparison()
    return isNegated ? Self.group([value]) : value
  }

  private mutating func readComparison() -> Syntax {
    let first = readArithmetic()
    var operands: [Syntax] = []
    while true {
      if token.keyword == .in || token.kind == .comparison {
        advance()
      } else if skip(.is) {
        skip(.not)
      } else if token.keyword == .not, nextToken.keyword == .in {
        advance()
        advance()
      } else {
        break
      }
      if operands.isEmpty { operands = [first] }
      operands.append(readArithmetic())
    }
    return operands.isEmpty ? first : .comparison(operands)
  }

  private var isAtOperator: Bool {
    switch token.kind {
    case .sign, .star, .at: true
    default: false
    }
  }

  /// Operands with any operators between them.
  private mutating func readArithmetic() -> Syntax {
    var isOperation = false
    skipPrefixes(&isOperation)
    let first = readPostfix()
    guard isOperation || isAtOperator else { return first }
    var operands = [first]
    while isAtOperator {
      skipPrefixes(&isOperation)
      while skip(.star) || skip(.at) { skipPrefixes(&isOperation) }
      if canStartExpression { operands.append(readPostfix()) }
    }
    return Self.group(operands)
  }

  private mutating func skipPrefixes(_ isOperation: inout Bool) {
    while token.kind == .sign || token.keyword == .await {
      isOperation = isOperation || token.kind == .sign
      advance()
    }
  }

  var canStartExpression: Bool {
    switch token.kind {
    case .name:
      switch token.keyword {
      case .none, .lambda, .await, .yield, .not, .true, .false, .nothing: true
      default: false
      }
    case .number, .string, .open, .sign, .star: true
    default: false
    }
  }

  /// `lambda` with its parameters and value.
  mutating func readLambda() -> Syntax {
    advance()
    var defaults: [Syntax] = []
    let parameters = readParameters(isLambda: true, into: &defaults)
    skip(.colon)
    let value = readExpression()
    return .scope(Scope(name: "", parameters: parameters, body: defaults + [value]))
  }

  mutating func readYield() -> Syntax {
    advance()
    skip(.from)
    return canStartExpression ? Self.group([readExpressions()]) : Self.nothing
  }

  /// The clauses behind what a comprehension yields; its variables are seen only inside it.
  mutating func readComprehension(of values: [Syntax]) -> Syntax {
    var (names, body, conditions): ([String], [Syntax], [Syntax]) = ([], [], [])
    while true {
      skip(.async)
      guard skip(.for) else { break }
      let targets = readTargets()
      skip(.in)
      body += Self.assign(readDisjunction(), to: [targets])
      names += targets.names
      while skip(.if) { conditions.append(readDisjunction()) }
    }
    body += conditions.isEmpty ? values : [.branch(conditions: conditions, body: values)]
    return .scope(Scope(name: "", parameters: names, body: body))
  }

  /// The parameters up to the closing bracket or colon; defaults are appended to `defaults`.
  mutating func readParameters(isLambda: Bool, into defaults: inout [Syntax]) -> [String] {
    var names: [String] = []
    loop: while true {
      let start = index
      switch token.kind {
      case .close, .lineStart, .end: break loop
      case .colon where isLambda: break loop
      case .name where token.keyword == .none:
        names.append(text(of: token))
        let nameSpan = Span(region, token.range)
        advance()
        if !isLambda, skip(.colon) { appendIfLiteral({ $0.readExpression() }, to: &defaults) }
        if skip(.assign) {
          let value = readExpression()
          defaults.append(
            .assignment(
              Assignment(
                name: text(of: tokens[start]), nameSpan: nameSpan, value: value, kind: .fallback)))
        }
      case .open: Self.append(readPostfix(), to: &defaults)
      default: advance()
      }
      if index == start { advance() }
    }
    return names
  }

  /// Reads a part that matters only when it holds literals.
  mutating func appendIfLiteral(
    _ read: (inout PythonReader) -> Syntax, to result: inout [Syntax]
  ) {
    let count = literalCount
    let value = read(&self)
    if literalCount > count { Self.append(value, to: &result) }
  }
}
