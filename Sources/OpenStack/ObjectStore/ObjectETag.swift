/// Entity tags of an object store.
package enum ObjectETag {
  /// A tag in lower case without the quotes that the large objects' have.
  package static func normalised(_ text: String) -> String {
    var text = text[...]
    if text.hasPrefix("W/") { text = text.dropFirst(2) }
    if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
      text = text.dropFirst().dropLast()
    }
    return text.lowercased()
  }

  /// Whether it has the form of an MD5: of a plain object it then is that of the content.
  package static func isMD5(_ text: String) -> Bool {
    text.utf8.count == 32
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
  }
}
