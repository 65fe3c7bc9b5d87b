extension PythonReader {
  /// A name, literal or display with the calls, attributes and subscripts behind it.
  ///
  /// Stays where it is when no operand starts here.
  mutating func readPostfix() -> Syntax {
    switch token.kind {
    case .string: return readTrailers(of: .text(readLiteral()))
    case .number:
      let range = token.start..<token.end
      advance()
      return .number(String(decoding: bytes[range], as: UTF8.self), Span(region, range))
    case .open: return readTrailers(of: readDisplay())
    case .sign:
      advance()
      return Self.nothing
    case .dot:
      advance()
      return token.kind == .name ? readPostfix() : Self.nothing
    case .name: break
    default: return Self.nothing
    }
    switch token.keyword {
    case .none: return readTrailers(of: nil)
    case .true, .false, .nothing:
      advance()
      return Self.nothing
    case .lambda: return readLambda()
    case .yield: return readYield()
    case .await:
      advance()
      return readExpression()
    case .not: return readExpression()
    default: return Self.nothing
    }
  }

  /// What stands behind an operand; without one, a name stands here.
  private mutating func readTrailers(of operand: Syntax?) -> Syntax {
    var base = operand
    let start = index > 0 && operand != nil ? tokens[index - 1].end : token.start
    // The tokens of the name, or of the attributes of what is no name.
    var path = index..<index
    if operand == nil {
      advance()
      path = path.lowerBound..<index
    }
    let first = operandStart(operand) ?? start
    while true {
      if token.kind == .dot, nextToken.kind == .name {
        if path.isEmpty { path = index..<index }
        advance()
        advance()
        path = path.lowerBound..<index
      } else if isAt("(") {
        base = readCall(of: base, path: path, from: first)
        path = index..<index
      } else if isAt("[") {
        base = readSubscript(of: base, path: path, from: first)
        path = index..<index
      } else {
        break
      }
    }
    guard let base else { return .name(name(path)) }
    return path.isEmpty ? base : Self.group([base])
  }

  private func operandStart(_ operand: Syntax?) -> Int? {
    switch operand {
    case .text(let literal): literal.span.range.lowerBound
    case .list(_, let span), .mapping(_, let span): span.range.lowerBound
    default: nil
    }
  }

  /// The name that these tokens make up.
  func name(_ path: Range<Int>) -> Name {
    let range = tokens[path.lowerBound].start..<tokens[path.upperBound - 1].end
    return Name(text: dotted(path), span: Span(region, range))
  }

  /// The text of a path without what may stand between its parts.
  private func dotted(_ path: Range<Int>) -> String {
    guard let first = path.first, let last = path.last else { return "" }
    let range = tokens[first].start..<tokens[last].end
    if path.reduce(0, { $0 + tokens[$1].end - tokens[$1].start }) == range.count {
      return String(decoding: bytes[range], as: UTF8.self)
    }
    return path.map { text(of: tokens[$0]) }.joined()
  }

  private mutating func readSubscript(
    of base: Syntax?, path: Range<Int>, from start: Int
  ) -> Syntax {
    advance()
    let items = readSequence()
    let key = items.elements.count == 1 ? items.elements[0] : Self.group(items.elements)
    let span = span(from: start)
    let container: Syntax
    if let base {
      container = path.isEmpty ? base : Self.group([base])
    } else {
      let name = name(path)
      if Self.environments.contains(name.text), let variable = plainText(key) {
        return .name(Name(text: "env." + variable.text, span: span))
      }
      container = .name(name)
    }
    lastSubscript = Subscript(base: container, key: key, span: span, end: index)
    // A key says what the program knows, as that of a table does, and is not what is found by it.
    switch key {
    case .text, .name: return Self.group([container, .comparison([key])])
    default: return Self.group([container, key])
    }
  }

  /// The elements up to the closing bracket, and whether commas stand between them.
  mutating func readSequence() -> (elements: [Syntax], hasComma: Bool) {
    var (elements, hasComma): ([Syntax], Bool) = ([], false)
    while token.kind != .close, token.kind != .end, token.kind != .lineStart {
      let start = index
      if skip(.comma) {
        hasComma = true
      } else if canStartExpression {
        elements.append(readElement())
      }
      if index == start { advance() }
    }
    skip(.close)
    return (elements, hasComma)
  }

  /// A list, tuple, set or dict, or an expression in brackets.
  private mutating func readDisplay() -> Syntax {
    guard depth < Self.maximumDepth else {
      let unread = skipNested()
      return unread
    }
    let start = token.start
    if isAt("{") { return readBraces() }
    let isTuple = isAt("(")
    advance()
    let items = readSequence()
    if isTuple, !items.hasComma, items.elements.count == 1 { return items.elements[0] }
    if !isTuple, items.elements.count == 1, case .scope = items.elements[0], !items.hasComma {
      return items.elements[0]
    }
    return .list(items.elements, span(from: start))
  }

  private mutating func readBraces() -> Syntax {
    let start = token.start
    advance()
    var (members, others): ([Member], [Syntax]) = ([], [])
    var isMapping = isAt("}")
    while token.kind != .close, token.kind != .end, token.kind != .lineStart {
      let first = index
      let isSpread = token.kind == .star && token.end - token.start == 2
      let key = readExpression()
      isMapping = isMapping || isSpread
      if skip(.colon) {
        isMapping = true
        members.append(Member(key: key, value: readExpression()))
      } else if index > first {
        others.append(key)
      }
      if token.keyword == .for || token.keyword == .async {
        let comprehension = readComprehension(
          of: members.isEmpty ? others : [.mapping(members, span(from: start))])
        (members, others, isMapping) = ([], [comprehension], false)
      }
      skip(.comma)
      if index == first { advance() }
    }
    skip(.close)
    let span = span(from: start)
    if !isMapping {
      if others.count == 1, case .scope = others[0] { return others[0] }
      return .list(others, span)
    }
    return others.isEmpty ? .mapping(members, span) : Self.group([.mapping(members, span)] + others)
  }
}
