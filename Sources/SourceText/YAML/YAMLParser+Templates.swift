/// Lines and texts of Jinja, Go templates and workflow expressions.
extension YAMLParser {
  /// How far a tag may reach; bounds the search for its end.
  private static let longestTag = 4096

  /// The end of the line's tags when nothing but tags of a template engine stands from `position` on.
  func templateLineEnd() -> Int? {
    guard byte(position) == UInt8(ascii: "{"), standsAlone(position) else { return nil }
    var offset = position
    repeat {
      guard let end = tagEnd(from: offset) else { return nil }
      offset = end
      while isBlank(offset) { offset += 1 }
    } while byte(offset) == UInt8(ascii: "{")
    return isLineEnd(offset) || byte(offset) == UInt8(ascii: "#") ? offset : nil
  }

  /// Whether only blanks stand before an offset in its line.
  private func standsAlone(_ offset: Int) -> Bool {
    bytes[lineStart..<offset].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// The end of a tag `{{…}}`, `{%…%}` or `{#…#}` that may reach over lines.
  private func tagEnd(from offset: Int) -> Int? {
    guard byte(offset) == UInt8(ascii: "{") else { return nil }
    let closing: UInt8
    switch byte(offset + 1) {
    case UInt8(ascii: "{"): closing = UInt8(ascii: "}")
    case UInt8(ascii: "%"): closing = UInt8(ascii: "%")
    case UInt8(ascii: "#"): closing = UInt8(ascii: "#")
    default: return nil
    }
    var end = offset + 2
    let limit = min(bytes.count - 1, end + Self.longestTag)
    while end < limit {
      if bytes[end] == closing, bytes[end + 1] == UInt8(ascii: "}") { return end + 2 }
      end += 1
    }
    return nil
  }

  /// The end of `{{…}}` on the line; nil when none starts at `offset`.
  func expressionEnd(from offset: Int) -> Int? {
    templateExpressionEnd(in: bytes, from: offset, upTo: bytes.count)
  }
}

/// The end of `{{…}}`, all on one line; nil when none starts at `offset`.
func templateExpressionEnd(in bytes: [UInt8], from offset: Int, upTo limit: Int) -> Int? {
  guard offset + 3 < limit, bytes[offset] == UInt8(ascii: "{"),
    bytes[offset + 1] == UInt8(ascii: "{")
  else { return nil }
  // Bounded, so that many openings without an end cost no more than the line.
  let limit = min(limit, offset + 1024)
  var end = offset + 2
  while end + 1 < limit, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
    if bytes[end] == UInt8(ascii: "}"), bytes[end + 1] == UInt8(ascii: "}") { return end + 2 }
    end += 1
  }
  return nil
}

/// The end of `${…}` on the line, for the brace at `offset`; nil when it does not end.
func variableEnd(in bytes: [UInt8], from offset: Int, upTo limit: Int) -> Int? {
  var end = offset + 1
  let limit = min(limit, offset + 1024)
  while end < limit, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
    if bytes[end] == UInt8(ascii: "}") { return end + 1 }
    end += 1
  }
  return nil
}
