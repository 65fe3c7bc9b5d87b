import SourceText
import TestSupport

/// Writes what JSON, notebook, Markdown and reStructuredText readers understood in one line.
struct TextRendering {
  let document: Document

  func render(_ all: [Syntax]) -> String { all.map(render).joined(separator: " ") }

  func render(_ syntax: Syntax) -> String {
    switch syntax {
    case .text(let literal): quote(literal)
    case .name(let name): name.text
    case .list(let elements, _): "[" + elements.map(render).joined(separator: ", ") + "]"
    case .mapping(let members, _):
      "{" + members.map { render($0.key) + ": " + render($0.value) }.joined(separator: ", ") + "}"
    case .code(let code): code.language.rawValue + quote(document[code.region].text)
    case .comment(let literal): "#" + quote(literal.text)
    case .prose(let literal): "prose" + quote(literal.text)
    case .section(let section):
      section.type + section.labels.map { quote($0.text) }.joined() + "(" + render(section.body)
        + ")"
    case .group(let parts): "(" + render(parts) + ")"
    case .number(let text, _): text
    case .unread(let span, let reason):
      "unread@\(document.fileRange(of: span).lowerBound): \(reason)"
    default: "?"
    }
  }

  private func quote(_ literal: Literal) -> String {
    literal.isQuoted ? quote(literal.text) : "bare" + quote(literal.text)
  }

  private func quote(_ text: String) -> String {
    let scalars = text.unicodeScalars.map {
      switch $0 {
      case "\n": #"\n"#
      case "\r": #"\r"#
      default: String($0)
      }
    }
    return "'" + scalars.joined() + "'"
  }

  /// Every literal, its own span's parent first.
  static func literals(_ all: [Syntax]) -> [Literal] {
    all.flatMap { syntax -> [Literal] in
      switch syntax {
      case .text(let literal), .comment(let literal), .prose(let literal): [literal]
      case .list(let parts, _), .group(let parts): literals(parts)
      case .mapping(let members, _): literals(members.flatMap { [$0.key, $0.value] })
      case .code(let code): literals(code.body)
      case .section(let section): section.labels + literals(section.body)
      default: []
      }
    }
  }
}

extension Document {
  /// Reads a whole file and renders it; an error is rendered as well.
  static func rendering(_ text: String, as language: Language) -> String {
    var document = Document(path: "test", bytes: Array(text.utf8))
    do {
      let syntax = try document.read(.file, as: language)
      return TextRendering(document: document).render(syntax)
    } catch {
      return "error@\(document.fileRange(of: error.span).lowerBound): \(error.reason)"
    }
  }
}

extension SplitMix64 {
  /// A number from 0 to `sides` - 1.
  mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }

  /// A text with some bytes cut out, inserted or exchanged.
  mutating func mutation(of text: [UInt8]) -> [UInt8] {
    var text = text
    let interesting = Array("\"\\[]{}:,`~<>-!$#\n\r\t u/*.\u{FFFC}".utf8) + [0xEF, 0xFF, 0x00]
    for _ in 0...roll(4) where !text.isEmpty {
      let start = roll(text.count)
      let end = min(text.count, start + roll(12))
      switch roll(4) {
      case 0: text.removeSubrange(start..<end)
      case 1: text.insert(interesting[roll(interesting.count)], at: start)
      case 2: text[start] = interesting[roll(interesting.count)]
      default: text.insert(contentsOf: text[start..<end], at: roll(text.count))
      }
    }
    return text
  }
}
