/// What gets a value.
struct PythonTarget {
  let syntax: Syntax
  var item: PythonReader.Subscript?

  init(_ syntax: Syntax, item: PythonReader.Subscript? = nil) {
    self.syntax = syntax
    self.item = item
  }

  /// The variables in it.
  var names: [String] { Self.names(in: syntax) }

  private static func names(in syntax: Syntax) -> [String] {
    switch syntax {
    case .name(let name): [name.text]
    case .list(let elements, _): elements.flatMap(names)
    default: []
    }
  }
}

extension PythonReader {
  typealias Target = PythonTarget

  /// A target without commas.
  mutating func readTarget() -> Target {
    let start = index
    let syntax = readPostfix()
    return target(syntax, readFrom: start)
  }

  /// The targets of a loop.
  mutating func readTargets() -> Target {
    let start = token.start
    while skip(.star) {}
    let first = readTarget()
    guard token.kind == .comma else { return first }
    var elements = [first.syntax]
    while skip(.comma), canStartExpression {
      while skip(.star) {}
      elements.append(readPostfix())
    }
    return Target(.list(elements, span(from: start)))
  }

  /// What was read from the token at `start` up to here, as something that gets a value.
  func target(_ syntax: Syntax, readFrom start: Int) -> Target {
    guard case .group = syntax, let item = lastSubscript, item.end == index,
      item.span.range.lowerBound <= tokens[start].start
    else { return Target(syntax) }
    return Target(syntax, item: item)
  }

  /// The assignments of one value to all targets.
  ///
  /// The value occurs once: the other targets get the name of the one that has it.
  static func assign(_ value: Syntax, to targets: [Target]) -> [Syntax] {
    let names = targets.indices.filter {
      if case .name = targets[$0].syntax { true } else { false }
    }
    guard let holder = names.last ?? targets.indices.last else { return [value] }
    var result = Self.assign(value, to: targets[holder])
    var copy = Self.nothing
    if case .name = targets[holder].syntax { copy = targets[holder].syntax }
    for index in targets.indices where index != holder {
      result += Self.assign(copy, to: targets[index])
    }
    return result
  }

  private static func assign(_ value: Syntax, to target: Target) -> [Syntax] {
    switch target.syntax {
    case .name(let name):
      return [.assignment(Assignment(name: name.text, nameSpan: name.span, value: value))]
    case .list(let elements, _):
      if case .list(let values, _) = value, values.count == elements.count {
        return zip(elements, values).flatMap { Self.assign($1, to: Target($0)) }
      }
      var result: [Syntax] = []
      Self.append(Self.group([value]), to: &result)
      return result + elements.flatMap { Self.assign(Self.nothing, to: Target($0)) }
    default: break
    }
    var result: [Syntax] = []
    if let item = target.item {
      if case .name = item.base {} else { Self.append(item.base, to: &result) }
      return result + [.mapping([Member(key: item.key, value: value)], item.span)]
    }
    Self.append(Self.group([target.syntax, value]), to: &result)
    return result
  }

  /// An expression or an assignment.
  mutating func readExpressionStatement(into result: inout [Syntax]) {
    let start = index
    let first = readExpressions()
    let target = target(first, readFrom: start)
    switch token.kind {
    case .colon:
      advance()
      appendIfLiteral({ $0.readExpression() }, to: &result)
      if token.kind == .assign { readAssignment(to: target, into: &result) }
    case .assign: readAssignment(to: target, into: &result)
    case .augmented:
      advance()
      let value = Self.group([first, readExpressions()])
      if case .name = first {
        result += Self.assign(value, to: [target])
      } else {
        Self.append(value, to: &result)
      }
    case .lineStart, .semicolon, .end:
      if case .text(let literal) = first {
        result.append(.prose(literal))
      } else {
        Self.append(first, to: &result)
      }
      return
    default:
      var parts = [first]
      readRest(into: &parts)
      Self.append(Self.group(parts), to: &result)
    }
    readRest(into: &result)
  }

  private mutating func readAssignment(to first: Target, into result: inout [Syntax]) {
    var targets = [first]
    var value = Self.nothing
    while skip(.assign) {
      if token.kind == .magic {
        value = Self.joined(readMagic())
        break
      }
      let start = index
      value = readExpressions()
      if token.kind == .assign { targets.append(target(value, readFrom: start)) }
    }
    result += Self.assign(value, to: targets)
  }
}
