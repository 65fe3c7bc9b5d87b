/// Where a text with quotes in it ends.
enum ShellContext {
  case word
  /// Inside `${…}` outside of double quotes.
  case braces
  /// Like `braces`, before the second slash of `${NAME/pattern/text}`.
  case bracesOrSlash
  /// Inside `[…]` of an array.
  case index
  /// The right side of `=~`.
  case regex
}

extension ShellReader {
  /// Reads a word; nil when none begins here.
  mutating func word(_ context: ShellContext = .word, isName: Bool = false) throws(ReadingError)
    -> Literal?
  {
    let start = position
    var offset = position
    while offset < end, !isSpecial(bytes[offset]) { offset += 1 }
    let isWhole = offset == end || bytes[offset].endsShellWord
    guard context == .word, isWhole, offset > start,
      offset == end || bytes[offset] != UInt8(ascii: "(")
    else { return try splicedWord(context, isName: isName) }
    position = offset
    let isExposed = isName || byte() == UInt8(ascii: "<") || byte() == UInt8(ascii: ">")
    let id = store.document.addVerbatim(
      Span(region, start..<offset), encoding: ShellEncoding.bare(isExposed: isExposed))
    return Literal(
      region: id, in: store.document, span: Span(region, start..<offset),
      isQuoted: false)
  }

  /// Whether a byte of a bare word needs a closer look.
  private func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "$"),
      UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "]"),
      UInt8(ascii: "\r"), 0xEF:
      true
    default: byte.endsShellWord
    }
  }

  private mutating func splicedWord(_ context: ShellContext, isName: Bool) throws(ReadingError)
    -> Literal?
  {
    let start = position
    let bare = ShellEncoding.bare(isExposed: isName)
    var word = ShellWord(in: region, of: store.document, bare, at: start)
    try bareParts(&word, context, bare)
    guard position > start || context != .word else { return nil }
    return literal(&word, from: start)
  }

  /// The literal of what was read since `start`.
  mutating func literal(_ word: inout ShellWord, from start: Int) -> Literal {
    let id = store.document.add(word.region)
    return Literal(
      region: id, in: store.document, holes: word.holes, span: Span(region, start..<position),
      isQuoted: word.isQuoted)
  }

  private func isEnd(_ context: ShellContext, from start: Int) -> Bool {
    let byte = byte()
    switch context {
    case .word:
      guard byte.endsShellWord else { return newlineLength() > 0 }
      return !(byte == UInt8(ascii: "(") && position > start && isExtendedGlob)
        && !isProcessSubstitution
    case .braces: return byte == UInt8(ascii: "}")
    case .bracesOrSlash: return byte == UInt8(ascii: "}") || byte == UInt8(ascii: "/")
    case .index: return byte == UInt8(ascii: "]") || newlineLength() > 0
    case .regex:
      return byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || newlineLength() > 0
    }
  }

  /// Whether the parenthesis belongs to a pattern such as `@(a|b)`.
  private var isExtendedGlob: Bool { "?*+@!".utf8.contains(bytes[position - 1]) }

  private var isProcessSubstitution: Bool {
    (byte() == UInt8(ascii: "<") || byte() == UInt8(ascii: ">")) && byte(1) == UInt8(ascii: "(")
  }

  private mutating func bareParts(
    _ word: inout ShellWord, _ context: ShellContext, _ bare: ShellEncoding
  ) throws(ReadingError) {
    let start = position
    while position < end, !isEnd(context, from: start) {
      switch bytes[position] {
      case UInt8(ascii: "\\"): bareEscape(&word)
      case UInt8(ascii: "'"):
        try singleQuoted(&word)
        word.begin(bare, at: position)
      case UInt8(ascii: "\""):
        try doubleQuoted(&word)
        word.begin(bare, at: position)
      case UInt8(ascii: "$") where byte(1) == UInt8(ascii: "'"):
        try ansiQuoted(&word)
        word.begin(bare, at: position)
      case UInt8(ascii: "$") where byte(1) == UInt8(ascii: "\""):
        position += 1
        try doubleQuoted(&word)
        word.begin(bare, at: position)
      case UInt8(ascii: "$"), UInt8(ascii: "`"): try expansion(&word, isQuoted: false)
      case UInt8(ascii: "<") where isProcessSubstitution,
        UInt8(ascii: ">") where isProcessSubstitution:
        try substitution(&word)
      case UInt8(ascii: "(") where context == .word || context == .regex:
        pattern(&word)
      default:
        if !templateOrHole(&word, without: []) { plainRun(&word) }
      }
    }
  }

  /// Appends one byte that stands for itself, and those like it that follow.
  mutating func plainRun(_ word: inout ShellWord) {
    let start = position
    repeat { position += 1 } while position < end && bytes[position].isShellName
    word.append(verbatim: start..<position)
  }

  private mutating func bareEscape(_ word: inout ShellWord) {
    let length = newlineLength(1)
    if length > 0 {
      position += 1 + length
    } else if position + 1 < end {
      word.append([bytes[position + 1]], for: position..<position + 2)
      position += 2
    } else {
      word.append(verbatim: position..<end)
      position = end
    }
  }

  /// Appends a pattern in parentheses as it stands.
  private mutating func pattern(_ word: inout ShellWord) {
    let start = position
    var depth = 0
    while position < end, newlineLength() == 0 {
      let byte = bytes[position]
      position += byte == UInt8(ascii: "\\") && position + 1 < end ? 2 : 1
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { break }
    }
    word.append(verbatim: start..<position)
  }

  /// Appends a hole for `{{ … }}` and `${{ … }}`, which a template fills in before the shell reads
  /// it, or for a hole of the text around; quotes that are forbidden end the search.
  mutating func templateOrHole(_ word: inout ShellWord, without forbidden: [UInt8]) -> Bool {
    let start = position
    if byte() == Region.hole[0], byte(1) == Region.hole[1], byte(2) == Region.hole[2] {
      position += 3
    } else if hasText("${{") {
      guard skipTemplate(from: 3, without: forbidden) else { return false }
    } else if hasText("{{") {
      let first = byte(2) == UInt8(ascii: "-") ? byte(3) : byte(2)
      guard first == UInt8(ascii: " ") || first.isShellNameStart,
        skipTemplate(from: 2, without: forbidden)
      else { return false }
    } else {
      return false
    }
    word.appendHole(for: start..<position, name: nil)
    return true
  }

  /// The bound keeps reading linear where many braces are opened and none closed.
  private mutating func skipTemplate(from offset: Int, without forbidden: [UInt8]) -> Bool {
    var index = position + offset
    let limit = min(end, index + 300)
    var hasComma = false
    while index < limit, bytes[index] != UInt8(ascii: "\n"), !forbidden.contains(bytes[index]) {
      if bytes[index] == UInt8(ascii: "}"), index + 1 < limit, bytes[index + 1] == bytes[index] {
        // `{{a,b},c}}` is a brace expansion.
        guard !hasComma || bytes[position + offset] == UInt8(ascii: " ") else { return false }
        position = index + 2
        return true
      }
      if bytes[index] == UInt8(ascii: ",") { hasComma = true }
      index += 1
    }
    return false
  }
}
