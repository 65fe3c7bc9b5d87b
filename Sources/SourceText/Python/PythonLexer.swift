/// Splits Python into tokens; keeps comments apart, as they may stand anywhere.
struct PythonLexer {
  let bytes: [UInt8]
  let region: RegionID
  let end: Int
  /// Whether the text is an expression inside braces, so that lines mean nothing.
  let isExpression: Bool
  var offset: Int
  var tokens: [PythonToken] = []
  private(set) var comments: [Range<Int>] = []
  /// Where the brackets that are still open stand.
  private var open: [Int] = []
  private var isAtLineStart: Bool
  private let keywords = PythonKeyword.table

  /// - Parameters:
  ///   - bytes: Of the whole region.
  ///   - region: The region.
  ///   - range: What is split.
  ///   - isExpression: Whether lines mean nothing.
  init(_ bytes: [UInt8], in region: RegionID, range: Range<Int>, isExpression: Bool = false) {
    self.bytes = bytes
    self.region = region
    self.isExpression = isExpression
    offset = range.lowerBound
    end = range.upperBound
    isAtLineStart = !isExpression
    if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    tokens.reserveCapacity(range.count / 4 + 2)
  }

  /// Reads all.
  ///
  /// - Throws: `ReadingError` for a string or a bracket that does not end.
  mutating func run() throws(ReadingError) {
    while true {
      if isAtLineStart { beginLine() }
      guard offset < end else { break }
      try readToken()
    }
    if let start = open.last {
      let bracket = Character(Unicode.Scalar(bytes[start]))
      throw ReadingError(Span(region, start..<start + 1), "this '\(bracket)' is not closed")
    }
    append(.end, to: end)
  }

  /// The byte `distance` after the current one; 0 behind the end.
  func peek(_ distance: Int) -> UInt8 {
    offset + distance < end ? bytes[offset + distance] : 0
  }

  /// Appends a token from the current offset and goes behind it.
  mutating func append(_ kind: PythonToken.Kind, to tokenEnd: Int) {
    tokens.append(PythonToken(kind, offset..<tokenEnd))
    offset = tokenEnd
  }

  private mutating func beginLine() {
    var column = 0
    while offset < end {
      switch bytes[offset] {
      case UInt8(ascii: " "): column += 1
      case UInt8(ascii: "\t"): column = (column / 8 + 1) * 8
      case 0x0C, UInt8(ascii: "\n"), UInt8(ascii: "\r"): column = 0
      case UInt8(ascii: "#"):
        readComment()
        continue
      default:
        isAtLineStart = false
        tokens.append(PythonToken(.lineStart, offset..<offset, column: column))
        readMagic()
        return
      }
      offset += 1
    }
    isAtLineStart = false
  }

  private mutating func readComment() {
    let start = offset
    while offset < end, !Self.isNewline(bytes[offset]) { offset += 1 }
    comments.append(start..<offset)
  }

  /// Reads a line for IPython, if there is one.
  private mutating func readMagic() {
    let isShell = peek(0) == UInt8(ascii: "!") && peek(1) != UInt8(ascii: "=")
    let isLineMagic =
      peek(0) == UInt8(ascii: "%")
      && (Self.isNameStart(peek(1)) || peek(1) == UInt8(ascii: "%"))
    guard isShell || isLineMagic else { return }
    if isLineMagic, bytes[offset..<end].starts(with: Array("%time ".utf8)) {
      offset += 6
      return
    }
    var lineEnd = offset
    while lineEnd < end, !Self.isNewline(bytes[lineEnd]) {
      lineEnd += bytes[lineEnd] == UInt8(ascii: "\\") ? escapeLength(at: lineEnd) : 1
    }
    append(.magic, to: min(lineEnd, end))
  }

  /// How many bytes a backslash takes with what it stands before.
  private func escapeLength(at start: Int) -> Int {
    start + 2 < end && bytes[start + 1] == UInt8(ascii: "\r")
      && bytes[start + 2] == UInt8(ascii: "\n") ? 3 : 2
  }

  private mutating func readToken() throws(ReadingError) {
    let byte = bytes[offset]
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C: offset += 1
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      offset += 1
      isAtLineStart = open.isEmpty && !isExpression
    case UInt8(ascii: "#"): readComment()
    case UInt8(ascii: "\\") where Self.isNewline(peek(1)):
      offset = min(end, offset + escapeLength(at: offset))
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try readString(quote: offset)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
    case UInt8(ascii: "."):
      if Self.isDigit(peek(1)) {
        readNumber()
      } else {
        append(.dot, to: offset + 1)
      }
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      open.append(offset)
      append(.open, to: offset + 1)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      append(open.popLast() == nil ? .sign : .close, to: offset + 1)
    default:
      if Self.isNameStart(byte) { try readName() } else { readSign(byte) }
    }
  }

  private mutating func readNumber() {
    var numberEnd = offset + 1
    while numberEnd < end {
      let byte = bytes[numberEnd]
      guard Self.isNamePart(byte) || byte == UInt8(ascii: ".") else { break }
      numberEnd += 1
    }
    append(.number, to: numberEnd)
  }

  private mutating func readName() throws(ReadingError) {
    var nameEnd = offset + 1
    while nameEnd < end, Self.isNamePart(bytes[nameEnd]) { nameEnd += 1 }
    if nameEnd < end, bytes[nameEnd] == UInt8(ascii: "'") || bytes[nameEnd] == UInt8(ascii: "\""),
      PythonStringPrefix(bytes[offset..<nameEnd]) != nil
    {
      return try readString(quote: nameEnd)
    }
    let keyword = keyword(of: offset..<nameEnd)
    tokens.append(PythonToken(.name, keyword: keyword, offset..<nameEnd))
    offset = nameEnd
  }

  private func keyword(of range: Range<Int>) -> PythonKeyword {
    guard range.count >= 2, range.count <= 8 else { return .none }
    var word: UInt64 = 0
    for index in range { word = word << 8 | UInt64(bytes[index]) }
    var (low, high) = (0, keywords.count)
    while low < high {
      let middle = (low + high) / 2
      if keywords[middle].word < word { low = middle + 1 } else { high = middle }
    }
    return low < keywords.count && keywords[low].word == word ? keywords[low].keyword : .none
  }

  private mutating func readString(quote: Int) throws(ReadingError) {
    let prefix = PythonStringPrefix(bytes[offset..<quote]) ?? PythonStringPrefix()
    let scanner = PythonStringScanner(bytes: bytes, end: end)
    guard let stringEnd = scanner.end(ofStringAt: quote, prefix: prefix) else {
      throw ReadingError(Span(region, offset..<quote + 1), "this string does not end")
    }
    append(.string, to: stringEnd)
  }

  private mutating func readSign(_ byte: UInt8) {
    let (kind, length) = sign(byte)
    append(kind, to: min(end, offset + length))
    guard kind == .assign, open.isEmpty, !isExpression else { return }
    let next = offset
    while peek(0) == UInt8(ascii: " ") || peek(0) == UInt8(ascii: "\t") { offset += 1 }
    if offset < end { readMagic() } else { offset = next }
  }

  private func sign(_ byte: UInt8) -> (kind: PythonToken.Kind, length: Int) {
    let isEqual = peek(1) == UInt8(ascii: "=")
    let isDouble = peek(1) == byte
    switch byte {
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: ":"): return isEqual ? (.walrus, 2) : (.colon, 1)
    case UInt8(ascii: ";"): return (.semicolon, 1)
    case UInt8(ascii: "="): return isEqual ? (.comparison, 2) : (.assign, 1)
    case UInt8(ascii: "!"): return isEqual ? (.comparison, 2) : (.sign, 1)
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if isDouble { return peek(2) == UInt8(ascii: "=") ? (.augmented, 3) : (.sign, 2) }
      let isUnequal = byte == UInt8(ascii: "<") && peek(1) == UInt8(ascii: ">")
      return (.comparison, isEqual || isUnequal ? 2 : 1)
    case UInt8(ascii: "*"), UInt8(ascii: "/"):
      if isDouble, peek(2) == UInt8(ascii: "=") { return (.augmented, 3) }
      if isEqual { return (.augmented, 2) }
      return (byte == UInt8(ascii: "*") ? .star : .sign, isDouble ? 2 : 1)
    case UInt8(ascii: "-") where peek(1) == UInt8(ascii: ">"): return (.sign, 2)
    case UInt8(ascii: "@"): return isEqual ? (.augmented, 2) : (.at, 1)
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "%"), UInt8(ascii: "&"),
      UInt8(ascii: "|"), UInt8(ascii: "^"):
      return isEqual ? (.augmented, 2) : (.sign, 1)
    default: return (.sign, 1)
    }
  }

  static func isNewline(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// Letters beyond ASCII count as parts of names.
  static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  static func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
}
