import SourceText

/// Comments that are code: the options that argc reads from a shell script.
///
/// Source: argc 1.23, specification of comment tags: `# @option --name=default`, `# @arg name=default`,
/// `# @env NAME=default`, and `[=default|other]` for choices.
enum OptionComment {
  private static let tags = ["@option", "@arg", "@env"]

  /// The default that a comment gives an option; nil for other comments.
  static func use(in literal: Literal, _ context: Context, _ document: Document) -> Use? {
    let bytes = document[literal.region].bytes
    let words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: true)
    guard let tag = words.first, tags.contains(String(decoding: tag, as: UTF8.self)),
      let word = words.dropFirst().first(where: { $0.contains(UInt8(ascii: "=")) }),
      let equals = word.firstIndex(of: UInt8(ascii: "="))
    else { return nil }
    let name = word[..<equals].filter { isNameByte($0) }
    var value = word[(equals + 1)...].prefix { isNameByte($0) || $0 == UInt8(ascii: "@") }
    if value.isEmpty, let quote = word[(equals + 1)...].first, quote == UInt8(ascii: "\"") {
      value = word[(equals + 2)...].prefix { $0 != quote }
    }
    guard !name.isEmpty, !value.isEmpty else { return nil }
    let key = String(decoding: name.drop { $0 == UInt8(ascii: "-") }, as: UTF8.self)
    return Use(
      literal, Span(literal.region, value.startIndex..<value.endIndex), context, key: key, document)
  }

  /// Whether a comment is one of them.
  static func isCode(_ literal: Literal, _ document: Document) -> Bool {
    let bytes = document[literal.region].bytes
    let word = bytes.split(separator: UInt8(ascii: " "), maxSplits: 1).first ?? []
    return tags.contains(String(decoding: word, as: UTF8.self))
  }

  /// The values in brackets in front of a default, `--site[a|b]=a`; nil when there are none.
  static func choices(before use: Use, _ document: Document) -> Set<String>? {
    let before = document[use.span.region].bytes[..<use.span.range.lowerBound]
    guard let close = before.lastIndex(of: UInt8(ascii: "]")),
      let open = before.lastIndex(of: UInt8(ascii: "[")), open < close
    else { return nil }
    let values = before[(open + 1)..<close].split(separator: UInt8(ascii: "|"))
    return Set(values.map { String(decoding: $0.drop { $0 == UInt8(ascii: "=") }, as: UTF8.self) })
  }

  private static func isNameByte(_ byte: UInt8) -> Bool { UUIDText.isWord(byte) }
}
