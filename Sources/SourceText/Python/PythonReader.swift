/// Reads the tokens of a Python text.
struct PythonReader {
  /// Brackets and blocks that are nested deeper are left unread.
  static let maximumDepth = 100
  /// What means nothing to a reader: a number, `None`, an empty operand.
  static let nothing = Syntax.group([])

  /// What stands in `base[key]`, for the case that it gets a value.
  struct Subscript {
    let base: Syntax
    let key: Syntax
    let span: Span
    /// The index of the token behind it.
    let end: Int
  }

  /// The document with the region; put here by who reads.
  var document = Document(path: "", bytes: [])
  let region: RegionID
  let bytes: [UInt8]
  var tokens: [PythonToken]
  var index = 0
  var depth = 0
  /// How many literals have been read: tells whether there are any in a part that says nothing else.
  var literalCount = 0
  /// Scripts in strings; they follow the statement.
  var scripts: [Syntax] = []
  var lastSubscript: Subscript?
  private let comments: [Range<Int>]
  private var commentIndex = 0

  init(region: RegionID, lexer: PythonLexer) {
    self.region = region
    bytes = lexer.bytes
    tokens = lexer.tokens
    comments = lexer.comments
  }

  var token: PythonToken { tokens[index] }

  /// The token behind the current one.
  var nextToken: PythonToken { tokens[min(index + 1, tokens.count - 1)] }

  var isAtStatementEnd: Bool {
    switch token.kind {
    case .lineStart, .semicolon, .end: true
    default: false
    }
  }

  mutating func readFile() -> [Syntax] {
    var result = readBlock(deeperThan: -1)
    appendComments(before: bytes.count, to: &result)
    return result
  }

  /// Goes to the next token, if there is one.
  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  /// Goes behind a token of this kind, if it is the current one.
  @discardableResult
  mutating func skip(_ kind: PythonToken.Kind) -> Bool {
    guard token.kind == kind else { return false }
    advance()
    return true
  }

  /// Goes behind a word, if it is the current one.
  @discardableResult
  mutating func skip(_ keyword: PythonKeyword) -> Bool {
    guard token.keyword == keyword else { return false }
    advance()
    return true
  }

  /// Whether the current token is this bracket.
  func isAt(_ bracket: Unicode.Scalar) -> Bool {
    (token.kind == .open || token.kind == .close) && bytes[token.start] == UInt8(ascii: bracket)
  }

  func text(of token: PythonToken) -> String {
    String(decoding: bytes[token.range], as: UTF8.self)
  }

  /// From `start` to the end of the token before the current one.
  func span(from start: Int) -> Span {
    Span(region, start..<max(start, index > 0 ? tokens[index - 1].end : start))
  }

  /// The text of the only literal, when nothing in it depends on the run.
  func plainText(_ syntax: Syntax?) -> Literal? {
    guard case .text(let literal) = syntax, literal.holes.isEmpty else { return nil }
    return literal
  }

  /// Appends the comments that stand before an offset and were not appended yet.
  mutating func appendComments(before offset: Int, to result: inout [Syntax]) {
    while commentIndex < comments.count, comments[commentIndex].lowerBound < offset {
      let range = comments[commentIndex]
      commentIndex += 1
      let text = document.addVerbatim(Span(region, range.lowerBound + 1..<range.upperBound))
      result.append(
        .comment(
          Literal(region: text, in: document, span: Span(region, range), isQuoted: false)))
    }
  }

  /// Appends what follows until the statement ends.
  mutating func readRest(into result: inout [Syntax]) {
    while !isAtStatementEnd {
      let start = index
      let value = readExpressions()
      Self.append(value, to: &result)
      if index == start { advance() }
    }
  }

  /// Appends what is not empty.
  static func append(_ syntax: Syntax, to result: inout [Syntax]) {
    if case .group(let parts) = syntax, parts.isEmpty { return }
    result.append(syntax)
  }

  /// A part that stands alone, or several as one.
  static func joined(_ parts: [Syntax]) -> Syntax { parts.count == 1 ? parts[0] : group(parts) }

  /// Several parts as one; what is empty is left out.
  static func group(_ parts: [Syntax]) -> Syntax {
    var result: [Syntax] = []
    for part in parts { Self.append(part, to: &result) }
    return result.isEmpty ? Self.nothing : .group(result)
  }

  /// Leaves out what is nested too deeply: all up to the end of the bracket or statement around it.
  mutating func skipNested() -> Syntax {
    let start = token.start
    var nesting = 0
    loop: while true {
      switch token.kind {
      case .open: nesting += 1
      case .close where nesting == 0: break loop
      case .close: nesting -= 1
      case .comma where nesting == 0: break loop
      case .lineStart, .end: break loop
      default: break
      }
      advance()
    }
    return .unread(span(from: start), reason: "it is nested too deeply")
  }
}
