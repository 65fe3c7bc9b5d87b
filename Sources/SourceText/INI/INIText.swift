/// How text is spelled in a value of INI: as it is, on one line.
struct INIText: TextEncoding {
  /// Whether quotes stand around the text, and which.
  let quote: UInt8?
  /// Whether the text is one line of several.
  let isContinued: Bool

  func encode(_ text: [UInt8]) -> [UInt8]? {
    guard text.allSatisfy({ $0 != 0x0A && $0 != 0x0D && $0 != 0 }) else { return nil }
    if let quote { return text.contains(quote) ? nil : text }
    guard let first = text.first, let last = text.last else { return isContinued ? nil : text }
    guard !INIReader.isBlank(first), !INIReader.isBlank(last) else { return nil }
    if isContinued, first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return nil }
    let isQuote = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    return isQuote && first == last ? nil : text
  }
}
