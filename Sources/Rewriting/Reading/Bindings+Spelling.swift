import SourceText

/// How names and values are spelled.
extension Bindings {
  /// The part of a name that definitions and uses have in common: `args.node_type` and
  /// `--node-type` are `node_type`, `env.NODE_TYPE` and `$NODE_TYPE` are `NODE_TYPE`.
  static func key(_ name: String) -> String {
    // Asked of every name of a program, and most have neither.
    let isPlain = name.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }
    guard !isPlain else { return name }
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      if byte == UInt8(ascii: ".") {
        bytes.removeAll(keepingCapacity: true)
      } else {
        bytes.append(byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte)
      }
    }
    return bytes.isEmpty ? name : String(decoding: bytes, as: UTF8.self)
  }

  /// The name of an element that is read by a plain key: `CONFIG[node_type]`.
  static func path(of syntax: Syntax) -> String? {
    switch syntax {
    case .name(let name): return key(name.text)
    case .group(let parts):
      guard parts.count == 2, let base = path(of: parts[0]) else { return nil }
      if case .text(let literal) = parts[1], literal.holes.isEmpty {
        return element(literal.text, of: base)
      }
      if case .comparison(let keys) = parts[1], keys.count == 1, case .text(let literal) = keys[0],
        literal.holes.isEmpty
      {
        return element(literal.text, of: base)
      }
      return nil
    default: return nil
    }
  }

  static func element(_ key: String, of base: String) -> String {
    base + "[" + String(key.map { $0 == "." ? "_" : $0 }) + "]"
  }

  static func isBranch(_ syntax: Syntax) -> Bool {
    if case .branch = syntax { true } else { false }
  }

  /// What `a or b` may be; nothing for other expressions.
  static func alternatives(in parts: [Syntax], _ document: Document) -> [Syntax] {
    let operands = parts.compactMap { part -> Span? in
      switch part {
      case .text(let literal): literal.span
      case .name(let name): name.span
      default: nil
      }
    }
    let isChoice = zip(operands, operands.dropFirst()).allSatisfy { a, b in
      guard a.region == b.region, a.range.upperBound <= b.range.lowerBound else { return false }
      let gap = document.text(of: Span(a.region, a.range.upperBound..<b.range.lowerBound))
      let words = gap.split(whereSeparator: \.isWhitespace)
      return words.contains("or") && !gap.contains { "+%,(".contains($0) }
    }
    return isChoice && operands.count > 1 ? parts : []
  }

  /// The array in a text that is nothing but `${NAME[@]}` or one element.
  static func array(in literal: Literal, _ document: Document) -> String? {
    guard literal.text == "\u{FFFC}", let hole = literal.holes.first, hole.name == nil,
      hole.contents.count == 1, case .name(let name) = hole.contents[0]
    else { return nil }
    return document.text(of: literal.span).contains("{" + name.text + "[") ? name.text : nil
  }

  /// The name of a parameter of a function of the file; nil for other functions.
  func parameter(at index: Int, of function: String) -> String? {
    let names = parameters[function + ".__init__"] ?? parameters[function] ?? []
    let own = names.first == "self" || names.first == "cls" ? Array(names.dropFirst()) : names
    return index < own.count ? own[index] : nil
  }

  /// Roughly what stands there.
  static func spelling(of value: Syntax) -> String? {
    switch value {
    case .name(let name): return name.text
    case .call(let call): return call.callee + "()"
    case .text(let literal):
      guard let hole = literal.holes.first else { return nil }
      if let name = hole.name { return "$" + name }
      guard case .command(let command)? = hole.contents.first, let word = command.words.first else {
        return "an expression"
      }
      return "$(" + word.text + " …)"
    case .group(let parts): return parts.lazy.compactMap(spelling).first
    default: return nil
    }
  }
}
