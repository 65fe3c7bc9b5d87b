/// Reads one region of shell code from left to right.
struct ShellReader {
  /// How deep constructs may nest; more is refused, so that no input exhausts the stack.
  static let maximumDepth = 100
  /// What a region inside another one takes of that depth, as it is read on the same stack.
  static let levelsPerRegion = 10

  let store = Store()
  let region: RegionID
  let bytes: [UInt8]
  var position = 0
  /// The end of what is being read; smaller while a here-document or an arithmetic expression is.
  var end: Int
  var depth = 0
  /// How many parentheses, braces and `case` wait for their end.
  var open = Open()
  /// Comments in the middle of a statement, until the statement is complete.
  var comments: [Syntax] = []
  /// Where the line ends whose here-documents were read, and where reading goes on behind them.
  var skippedLineEnd: (newline: Int, resume: Int)?
  /// Set once an expansion in the present here-document has no end: the rest stands for itself.
  var hasBrokenExpansion = false

  /// Holds the document while it is read.
  ///
  /// A copy of the reader, which the compiler may make for a call, would else make the next change
  /// copy all regions.
  final class Store {
    var document = Document(path: "", bytes: [])
  }

  struct Open {
    var parentheses = 0
    var braces = 0
    var cases = 0
  }

  init(reading region: RegionID, bytes: [UInt8]) {
    self.region = region
    self.bytes = bytes
    end = bytes.count
  }

  mutating func readAll() throws(ReadingError) -> [Syntax] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    return try list(until: [])
  }

  /// The byte `offset` further on; 0 behind the end.
  func byte(_ offset: Int = 0) -> UInt8 {
    let index = position + offset
    return index < end ? bytes[index] : 0
  }

  func hasText(_ text: String, at offset: Int = 0) -> Bool {
    guard position + offset + text.utf8.count <= end else { return false }
    let start = position + offset
    for (index, byte) in text.utf8.enumerated() where bytes[start + index] != byte { return false }
    return true
  }

  func failure(at offset: Int, _ reason: String) -> ReadingError {
    ReadingError(Span(region, offset..<max(offset, min(offset + 1, end))), reason)
  }

  mutating func enter() throws(ReadingError) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw failure(at: position, "constructs nest more than \(Self.maximumDepth) deep")
    }
  }

  /// How long the end of the line at the position is, with a CR before it; 0 when there is none.
  func newlineLength(_ offset: Int = 0) -> Int {
    switch byte(offset) {
    case UInt8(ascii: "\n"): 1
    case UInt8(ascii: "\r"):
      byte(offset + 1) == UInt8(ascii: "\n") ? 2 : position + offset + 1 == end ? 1 : 0
    default: 0
    }
  }

  /// Goes behind the end of the line, and behind the here-documents that follow it.
  mutating func skipNewline() {
    position += newlineLength()
    guard let skipped = skippedLineEnd, position > skipped.newline else { return }
    if position == skipped.newline + 1 { position = skipped.resume }
    skippedLineEnd = nil
  }

  mutating func skipBlanks() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): position += 1
      case UInt8(ascii: "\\"):
        let length = newlineLength(1)
        guard length > 0 else { return }
        position += 1 + length
      default: return
      }
    }
  }

  /// Skips blanks, ends of lines and comments, which are kept.
  mutating func skipLines() {
    while true {
      skipBlanks()
      if newlineLength() > 0 {
        skipNewline()
      } else if byte() == UInt8(ascii: "#") {
        readComment()
      } else {
        return
      }
    }
  }

  mutating func readComment() {
    let start = position
    while position < end, newlineLength() == 0 { position += 1 }
    let span = Span(region, start + 1..<position)
    let text = store.document.addVerbatim(span)
    comments.append(
      .comment(
        Literal(
          region: text, in: store.document, span: Span(region, start..<position),
          isQuoted: false)))
  }

  /// Reads code that stands in a region of its own inside this one.
  mutating func nested(_ id: RegionID) throws(ReadingError) -> [Syntax] {
    var inner = ShellReader(reading: id, bytes: store.document[id].bytes)
    inner.depth = depth + Self.levelsPerRegion
    swap(&store.document, &inner.store.document)
    defer { swap(&store.document, &inner.store.document) }
    try inner.enter()
    return try inner.readAll()
  }
}

extension UInt8 {
  var isShellNameStart: Bool {
    self == UInt8(ascii: "_")
      || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
  }

  var isShellDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  var isShellName: Bool { isShellNameStart || isShellDigit }

  /// Whether a bare word ends here.
  var endsShellWord: Bool {
    switch self {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: ";"),
      UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: false
    }
  }
}
