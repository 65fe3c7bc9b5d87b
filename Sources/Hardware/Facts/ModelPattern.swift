/// A way to recognise a part by what a record says: words that follow each other.
///
/// `gold 6242` recognises `Intel(R) Xeon(R) Gold 6242 CPU @ 2.80GHz` and not `Gold 6242R`.
package struct ModelPattern: Sendable, Hashable {
  let text: String

  /// - Parameter text: Words between blanks, in any case. They are taken apart when something is
  ///   matched, which most runs of the program never do.
  package init(_ text: String) { self.text = text }

  /// Whether the words occur in `recorded` one after the other.
  package func matches(_ recorded: [String]) -> Bool {
    let words = ModelPattern.words(of: text)
    guard !words.isEmpty, recorded.count >= words.count else { return false }
    return (0...(recorded.count - words.count)).contains { start in
      recorded[start..<(start + words.count)].elementsEqual(words)
    }
  }

  /// The words of a model name as a record or a fact spells it: lower case, without `(R)` and `(TM)`,
  /// split at blanks and brackets.
  package static func words(of text: String) -> [String] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      bytes.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte)
    }
    for mark in ["(r)", "(tm)"] { remove(Array(mark.utf8), from: &bytes) }
    return bytes.split(whereSeparator: isSeparator).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: "@"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "/"):
      true
    default: false
    }
  }

  private static func remove(_ mark: [UInt8], from bytes: inout [UInt8]) {
    var kept: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: mark) {
        index += mark.count
      } else {
        kept.append(bytes[index])
        index += 1
      }
    }
    bytes = kept
  }
}
