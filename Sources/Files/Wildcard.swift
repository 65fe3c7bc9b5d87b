/// A pattern of path bytes as `.gitignore` writes it, ready to be matched.
///
/// Source: gitignore(5), and what `git check-ignore` answers where that is silent.
struct Wildcard: Sendable {
  private enum Token: Sendable, Hashable {
    case byte(UInt8)
    /// `?`: any byte but a slash.
    case one
    /// `[...]`: a byte of a set; never a slash.
    case set([UInt64])
    /// `*`: bytes without a slash.
    case many
    /// `**` at the end or before an escaped slash: bytes of any kind.
    case everything
    /// `**/`: no folder, or some.
    case folders
  }

  private let tokens: [Token]

  /// Nil for a pattern that nothing matches: an open bracket, a backslash at the end.
  ///
  /// - Parameter pattern: Without `!` and without the slash that asks for a folder.
  init?(_ pattern: ArraySlice<UInt8>) {
    var reader = Reader(rest: pattern, isAtStart: true)
    var tokens: [Token] = []
    while !reader.rest.isEmpty {
      guard let token = reader.next() else { return nil }
      tokens.append(token)
    }
    self.tokens = tokens
  }

  /// Whether all of `text` matches.
  ///
  /// - Complexity: O(*n* *m*), whatever stars there are.
  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    var states = [Bool](repeating: false, count: tokens.count + 1)
    enter(0, &states)
    for byte in text {
      var next = [Bool](repeating: false, count: tokens.count + 1)
      for (index, token) in tokens.enumerated() where states[index] {
        switch token {
        case .many: if byte != FilePath.slash { enter(index, &next) }
        case .everything: enter(index, &next)
        case .folders:
          // Within a folder's name; only its slash ends it.
          next[index] = true
          if byte == FilePath.slash { enter(index + 1, &next) }
        default: if Wildcard.takes(token, byte) { enter(index + 1, &next) }
        }
      }
      guard next.contains(true) else { return false }
      states = next
    }
    return states[tokens.count]
  }

  /// Arrives before a token, and behind it where it may match nothing.
  private func enter(_ index: Int, _ states: inout [Bool]) {
    states[index] = true
    guard index < tokens.count else { return }
    switch tokens[index] {
    case .many, .everything, .folders: enter(index + 1, &states)
    default: break
    }
  }

  private static func takes(_ token: Token, _ byte: UInt8) -> Bool {
    switch token {
    case .byte(let wanted): byte == wanted
    case .one: byte != FilePath.slash
    case .set(let members):
      byte != FilePath.slash && members[Int(byte >> 6)] & 1 << UInt64(byte & 63) != 0
    default: false
    }
  }
}

extension Wildcard {
  /// Takes a pattern apart.
  private struct Reader {
    var rest: ArraySlice<UInt8>
    /// Whether a `**` here is at the start of the pattern or behind a slash.
    var isAtStart: Bool

    /// The next token; nil for what cannot match.
    mutating func next() -> Token? {
      guard let byte = rest.popFirst() else { return nil }
      let wasAtStart = isAtStart
      isAtStart = byte == FilePath.slash
      switch byte {
      case UInt8(ascii: "\\"): return rest.popFirst().map { .byte($0) }
      case UInt8(ascii: "?"): return .one
      case UInt8(ascii: "["): return set()
      case UInt8(ascii: "*"): return stars(wasAtStart)
      default: return .byte(byte)
      }
    }

    /// One star was read.
    private mutating func stars(_ wasAtStart: Bool) -> Token {
      guard rest.first == UInt8(ascii: "*") else { return .many }
      rest = rest.drop { $0 == UInt8(ascii: "*") }
      guard wasAtStart else { return .many }
      if rest.isEmpty || rest.starts(with: [UInt8(ascii: "\\"), FilePath.slash]) {
        return .everything
      }
      guard rest.first == FilePath.slash else { return .many }
      rest.removeFirst()
      isAtStart = true
      return .folders
    }

    /// The opening bracket was read.
    private mutating func set() -> Token? {
      var members = [UInt64](repeating: 0, count: 4)
      let isNegated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
      if isNegated { rest.removeFirst() }
      var previous: UInt8?
      var isFirst = true
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "]"), !isFirst {
          return .set(isNegated ? members.map { ~$0 } : members)
        }
        isFirst = false
        if byte == UInt8(ascii: "-"), let low = previous, rest.first != UInt8(ascii: "]") {
          guard let high = literal() else { return nil }
          if low <= high { Reader.insert(low...high, &members) }
          previous = nil
        } else if byte == UInt8(ascii: "["), rest.first == UInt8(ascii: ":") {
          guard insertClass(&members, &previous) else { return nil }
        } else {
          let member = byte == UInt8(ascii: "\\") ? rest.popFirst() : byte
          guard let member else { return nil }
          Reader.insert(member...member, &members)
          previous = member
        }
      }
      return nil
    }

    private mutating func literal() -> UInt8? {
      guard let byte = rest.popFirst() else { return nil }
      return byte == UInt8(ascii: "\\") ? rest.popFirst() : byte
    }

    private static func insert(_ range: ClosedRange<UInt8>, _ members: inout [UInt64]) {
      for byte in range { members[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
    }

    /// `[:alpha:]` and its like; what only begins like one is a bracket among the members.
    ///
    /// - Returns: Whether there is such a class.
    private mutating func insertClass(_ members: inout [UInt64], _ previous: inout UInt8?) -> Bool {
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let name = rest[(rest.startIndex + 1)..<end]
      guard name.last == UInt8(ascii: ":") else {
        Reader.insert(UInt8(ascii: "[")...UInt8(ascii: "["), &members)
        previous = UInt8(ascii: "[")
        return true
      }
      let word = String(decoding: name.dropLast(), as: UTF8.self)
      guard let ranges = Reader.classes[word] else { return false }
      for range in ranges { Reader.insert(range, &members) }
      rest = rest[(end + 1)...]
      previous = nil
      return true
    }

    /// Source: POSIX, Base Definitions, 7.3.1, in the C locale.
    private static let classes: [String: [ClosedRange<UInt8>]] = [
      "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A],
      "blank": [0x20...0x20, 0x09...0x09], "cntrl": [0x00...0x1F, 0x7F...0x7F],
      "digit": [0x30...0x39], "graph": [0x21...0x7E], "lower": [0x61...0x7A],
      "print": [0x20...0x7E],
      "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
      "space": [0x20...0x20, 0x09...0x0D], "upper": [0x41...0x5A],
      "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]
  }
}
