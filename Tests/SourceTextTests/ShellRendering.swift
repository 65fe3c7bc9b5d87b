import SourceText

/// Writes a tree in a compact form, for tables of tests.
struct ShellRendering {
  let document: Document

  func render(_ syntax: [Syntax]) -> String { syntax.map(render).joined(separator: " ") }

  func render(_ literal: Literal) -> String {
    var text = ""
    var start = 0
    let bytes = document[literal.region].bytes
    for hole in literal.holes {
      text += String(decoding: bytes[start..<hole.offset], as: UTF8.self)
      text += "<" + (hole.name ?? "")
      text += hole.contents.isEmpty ? ">" : ": " + render(hole.contents) + ">"
      start = hole.offset + Region.hole.count
    }
    text += String(decoding: bytes[start...], as: UTF8.self)
    let quote = literal.isQuoted ? "'" : ""
    return quote + text.replacing("\n", with: "\\n") + quote
  }

  private func render(_ assignment: Assignment) -> String {
    assignment.name + (assignment.kind == .fallback ? "?=" : "=") + render(assignment.value)
  }

  func render(_ syntax: Syntax) -> String {
    switch syntax {
    case .text(let literal): render(literal)
    case .name(let name): "$" + name.text
    case .list(let items, _): "[" + render(items) + "]"
    case .mapping(let members, _):
      "{" + members.map { render($0.key) + ": " + render($0.value) }.joined(separator: ", ") + "}"
    case .command(let command):
      "("
        + (command.environment.map(render) + command.words.map(render)
        + command.input.map { "<<" + render($0) }).joined(separator: " ") + ")"
    case .assignment(let assignment): render(assignment)
    case .comparison(let operands): "cmp(" + render(operands) + ")"
    case .branch(let conditions, let body):
      "if(" + render(conditions) + "){" + render(body) + "}"
    case .scope(let scope): scope.name + "(){" + render(scope.body) + "}"
    case .code(let code): code.language.rawValue + "{" + render(code.body) + "}"
    case .comment(let literal): "#" + render(literal)
    case .group(let items): "g(" + render(items) + ")"
    case .unread(_, let reason): "unread(" + reason + ")"
    case .call, .number, .section, .prose: "?"
    }
  }
}
