/// What is given to a name that is a secret's: a secret, or only a place for one.
struct SecretValue {
  private enum Content {
    /// Nothing on this line.
    case none
    case quoted(ArraySlice<UInt8>)
    case bare(ArraySlice<UInt8>)
  }

  private let content: Content

  /// - Parameter text: All that follows the sign that a value is given.
  init(_ text: ArraySlice<UInt8>) {
    var rest = text.drop { $0 <= 0x20 }
    // `password: str = "..."`: what counts is behind the type.
    for type in ["str", "string", "Optional[str]", "bytes"] where rest.starts(with: type.utf8) {
      let behind = rest.dropFirst(type.utf8.count).drop { $0 == 0x20 }
      if behind.first == UInt8(ascii: "=") { rest = behind.dropFirst().drop { $0 == 0x20 } }
    }
    // Behind `Authorization:`.
    for scheme in ["Bearer ", "Basic ", "Token "] where rest.starts(with: scheme.utf8) {
      rest = rest.dropFirst(scheme.utf8.count)
    }
    while let first = rest.first, "([{\\".utf8.contains(first), !SecretValue.isPlace(rest) {
      rest = rest.dropFirst().drop { $0 == 0x20 }
    }
    content = SecretValue.content(rest)
  }

  /// Whether it is a secret, or may be one.
  var isSecret: Bool {
    switch content {
    case .none: false
    case .quoted(let text): !SecretValue.isHarmless(text)
    case .bare(let text):
      !SecretValue.isHarmless(text) && !SecretValue.isExpression(text)
        && !SecretValue.names.contains(SecretValue.word(text))
    }
  }

  /// Whether the value is on the lines that follow.
  var isOpen: Bool {
    if case .none = content { true } else { false }
  }

  private static func content(_ text: ArraySlice<UInt8>) -> Content {
    var rest = text
    // Prefixes of Python's strings and of the shell's `$'...'`.
    let prefix = rest.prefix { "fFrRbBuU$".utf8.contains($0) }
    if prefix.count <= 2, isQuote(rest.dropFirst(prefix.count).first) {
      rest = rest.dropFirst(prefix.count)
    }
    while rest.first == UInt8(ascii: "\\") { rest = rest.dropFirst() }
    guard let quote = rest.first, isQuote(quote) else { return bare(rest) }
    let isTriple = rest.starts(with: [quote, quote, quote])
    let inner = rest.drop { $0 == quote }
    let value = inner.prefix { $0 != quote && $0 != UInt8(ascii: "\n") }
    let end = value.last == UInt8(ascii: "\\") ? value.dropLast() : value
    if end.isEmpty, isTriple { return .none }
    return .quoted(end)
  }

  private static func bare(_ text: ArraySlice<UInt8>) -> Content {
    let line = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let signs = Set("|>-+0123456789\\, \t".utf8)
    // `key: |`, `key: >-`, a line that goes on; a number alone is a value.
    let isOpening =
      line.allSatisfy(signs.contains)
      && !(line.first.map { (0x30...0x39).contains($0) } ?? false)
    if line.isEmpty || isOpening || line.first == UInt8(ascii: "#") { return .none }
    return .bare(line)
  }

  private static func isQuote(_ byte: UInt8?) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  /// Whether a bracket begins a placeholder rather than a list.
  private static func isPlace(_ text: ArraySlice<UInt8>) -> Bool { text.starts(with: "{{".utf8) }

  /// Words that say that there is no value, or what to put here.
  private static let words = Set(
    [
      "", "none", "null", "nil", "true", "false", "~", "changeme", "redacted", "hidden", "(hidden)",
      "v3oidcpassword", "v3password", "v3applicationcredential", "v3token", "v3oidcaccesstoken",
    ].map { Array($0.utf8) })

  /// Bare words that are variables rather than values, as in `password=password,`.
  private static let names = Set(
    ["password", "secret", "token", "str", "string", "bytes"].map { Array($0.utf8) })

  /// Whether the text itself is no secret: a variable, a placeholder, nothing.
  private static func isHarmless(_ text: ArraySlice<UInt8>) -> Bool {
    let text = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard let first = text.first else { return true }
    let second = text.dropFirst().first
    switch first {
    // A digit behind `$` is that of a hash, as `$6$...`.
    case UInt8(ascii: "$"): return second.map { !(0x30...0x39).contains($0) } ?? true
    case UInt8(ascii: "<"), UInt8(ascii: "*"): return true
    case UInt8(ascii: "{"): return true
    case UInt8(ascii: "%"): return second == UInt8(ascii: "(") || second == UInt8(ascii: "s")
    default: break
    }
    let word = word(text)
    if words.contains(word) { return true }
    return Set(word).isSubset(of: Set("x*.-_#".utf8)) || word.starts(with: "your".utf8)
  }

  /// The first word in lower case.
  private static func word(_ text: ArraySlice<UInt8>) -> [UInt8] {
    text.prefix { $0 > 0x20 && !",;)#".utf8.contains($0) }
      .map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  private static let receivers = [
    "os.environ", "os.getenv", "environ", "getenv", "getpass", "input(", "var.", "local.", "data.",
    "module.", "secrets.", "args.", "self.", "config.", "cfg.", "env.", "conn.", "process.env",
    "!vault", "lookup(", "file(", "sensitive(", "random_password.",
  ]

  /// Whether bare text is an expression of a program: a call, an index, an argument passed on.
  private static func isExpression(_ text: ArraySlice<UInt8>) -> Bool {
    if receivers.contains(where: { text.starts(with: $0.utf8) }) { return true }
    let name = text.prefix {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        || $0 == UInt8(ascii: ".")
    }
    guard let first = name.first, !(0x30...0x39).contains(first) else { return false }
    guard let next = text.dropFirst(name.count).first else { return false }
    return next == UInt8(ascii: "(") || next == UInt8(ascii: "[") || next == UInt8(ascii: ")")
  }
}
