/// Reads expressions.
extension HCLReader {
  private static let comparisons: [StaticString] = ["==", "!=", "<=", ">=", "<", ">"]
  private static let operators: [StaticString] = ["&&", "||", "+", "-", "*", "/", "%"]

  /// The expression at `position`; nil when it is not understood.
  mutating func expression(in document: inout Document) -> Syntax? {
    guard depth < Self.maximumDepth else { return nil }
    depth += 1
    defer { depth -= 1 }
    guard let condition = operation(in: &document) else { return nil }
    let end = position
    skip(lines: false, in: &document)
    guard next == UInt8(ascii: "?") else {
      position = end
      return condition
    }
    position += 1
    skip(lines: true, in: &document)
    guard let first = expression(in: &document) else { return nil }
    skip(lines: true, in: &document)
    guard next == UInt8(ascii: ":") else { return nil }
    position += 1
    skip(lines: true, in: &document)
    guard let second = expression(in: &document) else { return nil }
    return .branch(conditions: [condition], body: [first, second])
  }

  /// Operands and what stands between them.
  private mutating func operation(in document: inout Document) -> Syntax? {
    guard let first = operand(in: &document) else { return nil }
    var parts: [Syntax] = []
    var operands = [first]
    var compares = false
    let close = { (operands: [Syntax], compares: Bool) -> Syntax in
      compares ? .comparison(operands) : operands.count == 1 ? operands[0] : .group(operands)
    }
    while true {
      let end = position
      skip(lines: false, in: &document)
      if let sign = Self.comparisons.first(where: { at($0) }), !at("=>") {
        position += sign.utf8CodeUnitCount
        compares = true
      } else if let sign = Self.operators.first(where: { at($0) }) {
        position += sign.utf8CodeUnitCount
        if sign.utf8CodeUnitCount == 2 {
          parts.append(close(operands, compares))
          (operands, compares) = ([], false)
        }
      } else {
        position = end
        parts.append(close(operands, compares))
        return parts.count == 1 ? parts[0] : .group(parts)
      }
      skip(lines: true, in: &document)
      guard let operand = operand(in: &document) else { return nil }
      operands.append(operand)
    }
  }

  private mutating func operand(in document: inout Document) -> Syntax? {
    while next == UInt8(ascii: "!") || next == UInt8(ascii: "-") {
      position += 1
      skip(lines: false, in: &document)
    }
    let start = position
    let result: Syntax
    switch next {
    case UInt8(ascii: "\""):
      guard let literal = string(in: &document) else { return nil }
      result = scriptOrText(literal, in: &document)
    case UInt8(ascii: "<"):
      guard let literal = hereDocument(in: &document) else { return nil }
      return scriptOrText(literal, in: &document)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      guard let collection = collection(in: &document) else { return nil }
      result = collection
    case UInt8(ascii: "("):
      guard let items = items(closing: UInt8(ascii: ")"), in: &document) else { return nil }
      result = items.count == 1 ? items[0] : .group(items)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return number(in: &document)
    default:
      guard identifierEnd(from: start) > start, let name = nameOrCall(in: &document) else {
        return nil
      }
      result = name
    }
    return traversal(of: result, in: &document)
  }

  private mutating func number(in document: inout Document) -> Syntax {
    let start = position
    while true {
      switch next {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"),
        UInt8(ascii: "E"):
        position += 1
      default: return .text(word(start..<position, encoding: HCLNumber(), in: &document))
      }
    }
  }

  private mutating func nameOrCall(in document: inout Document) -> Syntax? {
    let start = position
    var end = identifierEnd(from: start)
    while byte(end) == UInt8(ascii: ".") || (byte(end) == UInt8(ascii: ":") && at(end, "::")) {
      let next = end + (byte(end) == UInt8(ascii: ".") ? 1 : 2)
      var part = identifierEnd(from: next)
      if part == next { while (0x30...0x39).contains(byte(part)) { part += 1 } }
      guard part > next else { break }
      end = part
    }
    position = end
    let name = text(start..<end)
    if next == UInt8(ascii: "(") {
      guard let arguments = items(closing: UInt8(ascii: ")"), in: &document) else { return nil }
      if name == "contains" { return .comparison(arguments) }
      return .call(
        Call(
          callee: name, positional: arguments, keywords: [],
          span: Span(region, start..<position)))
    }
    if ["true", "false", "null"].contains(name) { return .group([]) }
    return .name(Name(text: name, span: Span(region, start..<end)))
  }

  private func at(_ offset: Int, _ text: StaticString) -> Bool {
    byte(offset) == UInt8(ascii: ":") && byte(offset + 1) == UInt8(ascii: ":")
  }

  /// Indices, attributes and splats behind a value.
  private mutating func traversal(of value: Syntax, in document: inout Document) -> Syntax? {
    var parts = [value]
    while true {
      if next == UInt8(ascii: "[") {
        if byte(position + 1) == UInt8(ascii: "*"), byte(position + 2) == UInt8(ascii: "]") {
          position += 3
          continue
        }
        guard let index = items(closing: UInt8(ascii: "]"), in: &document) else { return nil }
        parts += index
      } else if next == UInt8(ascii: "."), byte(position + 1) == UInt8(ascii: "*") {
        position += 2
      } else if next == UInt8(ascii: ".") {
        var end = identifierEnd(from: position + 1)
        while end == position + 1 || (0x30...0x39).contains(byte(end)) {
          guard (0x30...0x39).contains(byte(end)) else { break }
          end += 1
        }
        guard end > position + 1 else { break }
        position = end
      } else {
        break
      }
    }
    return parts.count == 1 ? value : .group(parts)
  }

  // MARK: Collections

  /// Expressions with commas between them; `position` is at the opening bracket.
  private mutating func items(closing: UInt8, in document: inout Document) -> [Syntax]? {
    position += 1
    var items: [Syntax] = []
    while true {
      skip(lines: true, in: &document)
      if next == closing, position < bytes.count { break }
      guard let item = expression(in: &document) else { return nil }
      items.append(item)
      skip(lines: true, in: &document)
      if at("...") { position += 3 }
      skip(lines: true, in: &document)
      if next == UInt8(ascii: ",") { position += 1 } else if next != closing { return nil }
    }
    position += 1
    return items
  }

  private mutating func collection(in document: inout Document) -> Syntax? {
    let start = position
    position += 1
    skip(lines: true, in: &document)
    let isFor =
      identifierEnd(from: position) == position + 3 && at("for")
      && [0x20, 0x09, 0x0A, 0x0D].contains(byte(position + 3))
    let isList = bytes[start] == UInt8(ascii: "[")
    if isFor { return comprehension(isList ? UInt8(ascii: "]") : 0x7D, in: &document) }
    position = start
    if isList {
      return items(closing: UInt8(ascii: "]"), in: &document).map {
        .list($0, Span(region, start..<position))
      }
    }
    return object(in: &document)
  }

  private mutating func object(in document: inout Document) -> Syntax? {
    let start = position
    position += 1
    var members: [Member] = []
    while true {
      skip(lines: true, in: &document)
      if next == UInt8(ascii: "}") { break }
      let keyStart = position
      let wordEnd = identifierEnd(from: keyStart)
      let isWord =
        wordEnd > keyStart && byte(wordEnd) != UInt8(ascii: ".")
        && byte(wordEnd) != UInt8(ascii: "(") && byte(wordEnd) != UInt8(ascii: "[")
      let key: Syntax
      if isWord {
        key = .text(word(keyStart..<wordEnd, in: &document))
        position = wordEnd
      } else {
        guard let expression = operand(in: &document) else { return nil }
        key = expression
      }
      skip(lines: true, in: &document)
      guard next == UInt8(ascii: "=") || next == UInt8(ascii: ":") else { return nil }
      position += 1
      skip(lines: true, in: &document)
      guard let value = expression(in: &document) else { return nil }
      members.append(Member(key: key, value: value))
      skip(lines: false, in: &document)
      guard [0x0A, UInt8(ascii: ","), UInt8(ascii: "}")].contains(next) else { return nil }
      if next == UInt8(ascii: ",") { position += 1 }
    }
    position += 1
    return .mapping(members, Span(region, start..<position))
  }

  /// `for k, v in list : expression => expression if condition`, with what it holds.
  private mutating func comprehension(_ closing: UInt8, in document: inout Document) -> Syntax? {
    position += 3
    var parts: [Syntax] = []
    while position < bytes.count {
      skip(lines: true, in: &document)
      if next == closing {
        position += 1
        return .group(parts)
      }
      if at("=>") || at("...") {
        position += at("=>") ? 2 : 3
      } else if next == UInt8(ascii: ",") || next == UInt8(ascii: ":") {
        position += 1
      } else if !skipKeyword() {
        guard let part = expression(in: &document) else { return nil }
        parts.append(part)
      }
    }
    return nil
  }

  /// Skips a word that belongs to the grammar of `for` expressions and of `%{…}`.
  ///
  /// - Returns: Whether one stood here.
  mutating func skipKeyword() -> Bool {
    let end = identifierEnd(from: position)
    guard end > position, end - position <= 6,
      ["for", "in", "if", "else", "endif", "endfor"].contains(text(position..<end))
    else { return false }
    position = end
    return true
  }
}
