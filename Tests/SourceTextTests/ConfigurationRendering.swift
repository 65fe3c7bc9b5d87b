import SourceText
import Testing

/// Trees of YAML, HCL and INI on one line, for tables of cases.
struct ConfigurationRendering {
  let document: Document

  static func of(_ text: String, _ language: Language) -> String {
    var document = Document(path: "test", bytes: Array(text.utf8))
    do {
      let tree = try document.read(.file, as: language)
      return ConfigurationRendering(document: document).render(tree)
    } catch {
      return "error: \(error.reason)"
    }
  }

  func render(_ list: [Syntax]) -> String { list.map(render).joined(separator: " ") }

  func render(_ literal: Literal) -> String {
    var text = literal.text.replacing("\n", with: "⏎")
    for hole in literal.holes {
      let inside = hole.contents.isEmpty ? "" : "|" + render(hole.contents)
      text.replace("\u{FFFC}", with: "<\(hole.name ?? "?")\(inside)>", maxReplacements: 1)
    }
    return literal.isQuoted ? "\"\(text)\"" : text
  }

  func render(_ syntax: Syntax) -> String {
    switch syntax {
    case .text(let literal): render(literal)
    case .name(let name): "$" + name.text
    case .list(let items, _): "[" + items.map(render).joined(separator: ", ") + "]"
    case .mapping(let members, _):
      "{" + members.map { render($0.key) + ": " + render($0.value) }.joined(separator: ", ") + "}"
    case .call(let call):
      call.callee + "(" + call.positional.map(render).joined(separator: ", ") + ")"
    case .assignment(let assignment):
      assignment.name + (assignment.kind == .fallback ? " ?= " : " = ")
        + render(assignment.value)
    case .comparison(let operands): "cmp(" + render(operands) + ")"
    case .branch(let conditions, let body): "if " + render(conditions) + " (" + render(body) + ")"
    case .section(let section):
      "<" + ([section.type] + section.labels.map(render)).joined(separator: " ") + " | "
        + render(section.body) + ">"
    case .code(let code):
      "\(code.language.rawValue)`" + document[code.region].text.replacing("\n", with: "⏎") + "`"
    case .comment(let literal): "#" + literal.text
    case .group(let parts): "(" + render(parts) + ")"
    case .unread(let span, _): "unread`" + document.text(of: span) + "`"
    default: "other"
    }
  }

  // MARK: Literals

  /// Every literal of a tree, those in holes and code included.
  static func literals(_ tree: [Syntax]) -> [Literal] { tree.flatMap { literals($0) } }

  private static func literals(_ syntax: Syntax) -> [Literal] {
    switch syntax {
    case .text(let literal), .comment(let literal), .prose(let literal):
      [literal] + literal.holes.flatMap { literals($0.contents) }
    case .list(let items, _), .group(let items), .comparison(let items): literals(items)
    case .mapping(let members, _): members.flatMap { literals([$0.key, $0.value]) }
    case .call(let call): literals(call.positional)
    case .assignment(let assignment): literals(assignment.value)
    case .branch(let conditions, let body): literals(conditions + body)
    case .section(let section):
      section.labels.flatMap { literals(.text($0)) } + literals(section.body)
    case .code(let code): literals(code.body)
    default: []
    }
  }
}

/// A text and the tree that is read from it.
struct ReadingCase: CustomTestStringConvertible {
  let name: String
  let text: String
  let tree: String

  init(_ name: String, _ text: String, _ tree: String) {
    (self.name, self.text, self.tree) = (name, text, tree)
  }

  var testDescription: String { name }
}

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
