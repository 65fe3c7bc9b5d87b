/// How text is spelled in each kind of a shell's quoting.
enum ShellEncoding: TextEncoding {
  /// Without quotes. An exposed word is a command's name, what `export` names, or touches a
  /// redirection, where `=` or digits would make something else of it.
  case bare(isExposed: Bool)
  case single
  case double
  /// Between the double quotes around `${NAME:-…}`, or in a here-document, inside the braces.
  case doubleInBraces
  /// `$'…'`
  case ansi
  /// A here-document that ends at the line `delimiter`.
  case hereDocument(delimiter: [UInt8], isVerbatim: Bool, stripsTabs: Bool)
  /// Code between backticks.
  case backticks(inDoubleQuotes: Bool)

  func encode(_ text: [UInt8]) -> [UInt8]? {
    guard !text.contains(0), !text.containsTemplateOrHole else { return nil }
    switch self {
    case .bare(let isExposed): return Self.bare(text, isExposed: isExposed)
    case .single:
      return text.flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }
    case .double: return Self.escape(text, "\\\"$`")
    case .doubleInBraces:
      // bash counts apostrophes and braces here, other shells do not.
      guard !text.contains(where: { "'{}\"".utf8.contains($0) }) else { return nil }
      return Self.escape(text, "\\$`")
    case .ansi:
      return Self.escape(text, "\\'")
    case .hereDocument(let delimiter, let isVerbatim, let stripsTabs):
      guard !text.contains(sequence: delimiter), !(stripsTabs && text.hasTabAtLineStart),
        !text.contains(UInt8(ascii: "\r"))
      else { return nil }
      return isVerbatim ? text : Self.escape(text, "\\$`")
    case .backticks(let inDoubleQuotes):
      return Self.escape(text, inDoubleQuotes ? "\\`\"" : "\\`")
    }
  }

  private static func escape(_ text: [UInt8], _ special: String) -> [UInt8] {
    let special = Array(special.utf8)
    return text.flatMap { special.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
  }

  private static func bare(_ text: [UInt8], isExposed: Bool) -> [UInt8]? {
    guard !text.isEmpty else { return Array("''".utf8) }
    var result: [UInt8] = []
    for (index, byte) in text.enumerated() {
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return nil }
      let isPlain =
        byte >= 0x80 || byte.isShellName || "-./:,@%+".utf8.contains(byte)
        || (byte == UInt8(ascii: "=") && !isExposed)
      if !isPlain || (isExposed && index == 0 && byte.isShellDigit) {
        result.append(UInt8(ascii: "\\"))
      }
      result.append(byte)
    }
    return result
  }
}

extension [UInt8] {
  /// Whether reading this again would find a template's expression or a hole.
  fileprivate var containsTemplateOrHole: Bool {
    contains(sequence: [UInt8](repeating: UInt8(ascii: "{"), count: 2))
      || contains(sequence: Region.hole)
  }

  fileprivate var hasTabAtLineStart: Bool {
    first == UInt8(ascii: "\t") || contains(sequence: Array("\n\t".utf8))
  }

  fileprivate func contains(sequence: [UInt8]) -> Bool {
    guard let first = sequence.first else { return contains(UInt8(ascii: "\n")) }
    for (index, byte) in enumerated() where byte == first {
      if self[index...].starts(with: sequence) { return true }
    }
    return false
  }
}
