/// Goes over a reStructuredText line by line and knows which block each line belongs to.
///
/// Source: docutils' reStructuredText Markup Specification.
struct RestructuredTextScanner {
  private let text: TextLines
  private var offset = 0
  private var result: [Syntax] = []
  /// Where the paragraph that is being read began.
  private var proseStart: Int?
  /// What `.. highlight::` says of blocks that say nothing themselves.
  private var highlighted = CodeBlockLanguage.unspecified

  init(_ text: TextLines) {
    self.text = text
  }

  /// Reads all blocks.
  mutating func read(into document: inout Document) -> [Syntax] {
    if text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while let line = text.line(at: offset) {
      offset = line.range.upperBound
      if line.isBlank {
        endProse(before: line.range.lowerBound, &document)
      } else if text.starts(line.contents, with: ".. ") || text.text(line.contents) == ".." {
        endProse(before: line.range.lowerBound, &document)
        readMarkup(line, &document)
      } else {
        if proseStart == nil { proseStart = line.range.lowerBound }
        let contents = text.trimmed(line.contents)
        if text.starts(contents.suffix(2), with: "::") {
          endProse(before: line.range.upperBound, &document)
          readCode(after: line, as: highlighted, &document)
        }
      }
    }
    endProse(before: text.bytes.count, &document)
    return result
  }

  private mutating func endProse(before end: Int, _ document: inout Document) {
    guard let start = proseStart else { return }
    proseStart = nil
    if start < end { result.append(document.prose(start..<end, in: text)) }
  }

  /// Reads what begins with two dots: a directive, a target or a comment.
  private mutating func readMarkup(_ line: TextLine, _ document: inout Document) {
    let contents = text.trimmed(min(line.start + 3, line.end)..<line.end)
    guard let directive = directive(in: contents) else {
      if let first = text.bytes[contents].first, "_[|".utf8.contains(first) {
        proseStart = line.range.lowerBound
      } else {
        readComment(line, from: contents.lowerBound, &document)
      }
      return
    }
    let argument = text.text(directive.argument)
    switch directive.name {
    case "code-block", "code", "sourcecode":
      let language = CodeBlockLanguage(name: argument)
      readCode(after: line, as: language == .unspecified ? highlighted : language, &document)
    case "prompt":
      let name = argument.prefix { $0 != " " }
      readCode(after: line, as: CodeBlockLanguage(name: String(name)), &document)
    case "parsed-literal":
      readCode(after: line, as: .unspecified, &document)
    case "jupyter-execute":
      readCode(after: line, as: .language(.python), &document)
    case "highlight":
      highlighted = argument == "none" ? .unspecified : CodeBlockLanguage(name: argument)
    default:
      // What other directives hold is text again, read with the lines that follow.
      proseStart = line.range.lowerBound
    }
  }

  /// The directive `name:: argument`.
  private func directive(in contents: Range<Int>) -> (name: String, argument: Range<Int>)? {
    let bytes = text.bytes
    var end = contents.lowerBound
    while end < contents.upperBound, bytes[end].isDirectiveName { end += 1 }
    guard end > contents.lowerBound, text.starts(end..<contents.upperBound, with: "::") else {
      return nil
    }
    let name = text.text(contents.lowerBound..<end).lowercased()
    return (name, text.trimmed(end + 2..<contents.upperBound))
  }

  private mutating func readComment(
    _ line: TextLine, from start: Int, _ document: inout Document
  ) {
    var end = line.end
    while let next = text.line(at: offset), next.isBlank || next.indentation > line.indentation {
      if !next.isBlank { end = next.end }
      offset = next.range.upperBound
      // An empty comment ends with its line: it is what people part blocks with.
      if start == line.end, next.isBlank { break }
    }
    guard start < end else { return }
    let region = document.addVerbatim(Span(text.region, start..<end))
    result.append(
      .comment(
        Literal(
          region: region, in: document, span: Span(text.region, line.start..<end),
          isQuoted: false)))
  }

  /// Reads the lines that are indented more than `line`.
  private mutating func readCode(
    after line: TextLine, as language: CodeBlockLanguage, _ document: inout Document
  ) {
    var block = CodeBlock(language: language)
    var indentation: Int?
    while let next = text.line(at: offset), next.isBlank || next.indentation > line.indentation {
      offset = next.range.upperBound
      // Options such as `:linenos:` stand between the directive and a blank line.
      if indentation == nil, next.isBlank || text.starts(next.contents, with: ":") { continue }
      let columns = min(indentation ?? next.indentation, next.indentation)
      indentation = indentation ?? columns
      let code = text.skipIndentation(from: next.range.lowerBound, to: next.end, columns: columns).0
      block.lines.append(code..<next.range.upperBound)
    }
    if let code = document.read(block, in: text) { result.append(code) }
  }
}

extension UInt8 {
  /// Whether names of directives consist of it.
  fileprivate var isDirectiveName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
