import SourceText

/// Trees of Python as short texts: `name`, `'text'` with `{holes}`, `callee(…)`, `a = b`, `a ?= b`.
enum PythonRendering {
  static func render(_ tree: [Syntax], _ document: Document) -> String {
    tree.map { render($0, document) }.joined(separator: "; ")
  }

  static func render(_ syntax: Syntax, _ document: Document) -> String {
    func list(_ parts: [Syntax]) -> String {
      parts.map { render($0, document) }.joined(separator: ", ")
    }
    switch syntax {
    case .text(let literal): return render(literal)
    case .name(let name): return name.text
    case .number(let text, _): return text
    case .list(let elements, _): return "[\(list(elements))]"
    case .mapping(let members, _):
      let parts = members.map { "\(render($0.key, document)): \(render($0.value, document))" }
      return "{\(parts.joined(separator: ", "))}"
    case .call(let call):
      let keywords = call.keywords.map { "\($0.name)=\(render($0.value, document))" }
      let receiver = call.receiver.map { render($0, document) } ?? ""
      let arguments = call.positional.map { render($0, document) } + keywords
      return "\(receiver)\(call.callee)(\(arguments.joined(separator: ", ")))"
    case .assignment(let assignment):
      let sign = assignment.kind == .fallback ? "?=" : "="
      return "\(assignment.name) \(sign) \(render(assignment.value, document))"
    case .comparison(let operands): return "cmp(\(list(operands)))"
    case .branch(let conditions, let body): return "if(\(list(conditions))) {\(list(body))}"
    case .scope(let scope):
      return "\(scope.name)<\(scope.parameters.joined(separator: " "))> {\(list(scope.body))}"
    case .code(let code): return "\(code.language)`\(document[code.region].text)`"
    case .comment(let literal): return "#\(literal.text)"
    case .prose(let literal): return "prose\(render(literal))"
    case .group(let parts): return "(\(list(parts)))"
    case .unread(_, let reason): return "unread: \(reason)"
    case .command, .section: return "?"
    }
  }

  /// Holes are named, or hold what is inside them.
  private static func render(_ literal: Literal) -> String {
    var result = "'"
    var bytes = Array(literal.text.utf8)[...]
    for hole in literal.holes {
      let end = bytes.startIndex + hole.offset - (Array(literal.text.utf8).count - bytes.count)
      result += String(decoding: bytes[..<end], as: UTF8.self) + "{\(hole.name ?? "?")}"
      bytes = bytes[(end + Region.hole.count)...]
    }
    return result + String(decoding: bytes, as: UTF8.self) + "'"
  }

  /// All literals of a tree.
  static func literals(_ tree: [Syntax]) -> [Literal] {
    tree.flatMap { syntax -> [Literal] in
      switch syntax {
      case .text(let literal), .prose(let literal), .comment(let literal):
        [literal] + literal.holes.flatMap { literals($0.contents) }
      case .list(let parts, _), .comparison(let parts), .group(let parts): literals(parts)
      case .mapping(let members, _): members.flatMap { literals([$0.key, $0.value]) }
      case .call(let call):
        literals([call.receiver].compactMap(\.self) + call.positional + call.keywords.map(\.value))
      case .assignment(let assignment): literals([assignment.value])
      case .branch(let conditions, let body): literals(conditions + body)
      case .scope(let scope): literals(scope.body)
      case .code(let code): literals(code.body)
      case .command(let command): command.words + literals(command.input)
      case .section(let section): section.labels + literals(section.body)
      case .name, .number, .unread: []
      }
    }
  }
}
