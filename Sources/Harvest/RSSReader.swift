/// Why a text is no feed, with the place.
package struct RSSError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The offset of the first byte that could not be understood, from 0.
  package let offset: Int
  package let reason: String

  package var description: String { "invalid feed at byte \(offset): \(reason)" }
}

/// An entry of a feed, as it is written but for entities; nil where an element is missing.
package struct RSSItem: Sendable, Hashable {
  package var title: String?
  /// Often HTML.
  package var description: String?
  package var link: String?
  package var pubDate: String?
  package var guid: String?

  package init() {}
}

/// Reads the items of an RSS 2.0 feed, and no more of XML than that needs.
///
/// Document types are refused, so there are no entities but the five of XML and the numeric ones:
/// nothing can be expanded or fetched.
///
/// Source: https://www.rssboard.org/rss-specification; XML 1.0, https://www.w3.org/TR/xml/.
package struct RSSReader {
  /// More than any feed has; a larger one is refused before it is read.
  package static let maximumSizeInBytes = 1 << 20
  private static let maximumDepth = 32

  private let bytes: [UInt8]
  private var index = 0
  private var path: [String] = []
  private var items: [RSSItem] = []
  private var item = RSSItem()
  private var text: [UInt8] = []

  /// Reads a feed.
  ///
  /// - Parameter bytes: The feed in UTF-8, with or without a byte order mark.
  /// - Returns: Its items in their order.
  /// - Throws: `RSSError` for what is not well-formed, not RSS or too large.
  package static func items(of bytes: [UInt8]) throws(RSSError) -> [RSSItem] {
    guard bytes.count <= maximumSizeInBytes else {
      throw RSSError(offset: maximumSizeInBytes, reason: "larger than \(maximumSizeInBytes) bytes")
    }
    var reader = RSSReader(bytes: bytes)
    return try reader.read()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func read() throws(RSSError) -> [RSSItem] {
    _ = consume("\u{FEFF}")
    var isComplete = false
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else {
        let isBlank = [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index])
        guard !path.isEmpty || isBlank else { throw fail("found text outside of the feed") }
        try readText()
        continue
      }
      if consume("<!--") {
        _ = try upTo("-->")
      } else if consume("<?") {
        _ = try upTo("?>")
      } else if consume("<![CDATA[") {
        guard !path.isEmpty else { throw fail("found CDATA outside of the feed") }
        text += try upTo("]]>")
      } else if consume("<!") {
        throw fail("a document type is not accepted")
      } else if consume("</") {
        try closeElement()
        isComplete = path.isEmpty
      } else {
        guard !isComplete else { throw fail("found a second root element") }
        try openElement()
        isComplete = path.isEmpty
      }
    }
    guard isComplete else { throw fail("found the end, expected '</\(path.last ?? "rss")>'") }
    return items
  }

  private mutating func openElement() throws(RSSError) {
    index += 1
    let name = try readName()
    var isEmpty = false
    while true {
      skipBlanks()
      if consume("/>") {
        isEmpty = true
        break
      }
      if consume(">") { break }
      _ = try readName()
      skipBlanks()
      guard consume("=") else { throw fail("expected '=' after the name of an attribute") }
      skipBlanks()
      let quote = consume("\"") ? "\"" : "'"
      guard quote == "\"" || consume("'") else { throw fail("expected a quoted value") }
      _ = try upTo(quote)
    }
    guard !path.isEmpty || name == "rss" else {
      throw fail("found the root element '\(name)', expected 'rss'")
    }
    guard path.count < RSSReader.maximumDepth else { throw fail("nested too deeply") }
    path.append(name)
    if path == ["rss", "channel", "item"] { item = RSSItem() }
    if path.count == 4 { text = [] }
    if isEmpty { endElement() }
  }

  private mutating func closeElement() throws(RSSError) {
    let name = try readName()
    skipBlanks()
    guard consume(">") else { throw fail("expected '>'") }
    guard path.last == name else {
      throw fail("found '</\(name)>', expected '</\(path.last ?? "")>'")
    }
    endElement()
  }

  private mutating func endElement() {
    if path.count == 4, path.starts(with: ["rss", "channel", "item"]) {
      let value = String(decoding: text, as: UTF8.self)
      switch path[3] {
      case "title": item.title = item.title ?? value
      case "description": item.description = item.description ?? value
      case "link": item.link = item.link ?? value
      case "pubDate": item.pubDate = item.pubDate ?? value
      case "guid": item.guid = item.guid ?? value
      default: break
      }
    }
    if path == ["rss", "channel", "item"] { items.append(item) }
    path.removeLast()
  }
}

extension RSSReader {
  private mutating func readText() throws(RSSError) {
    while index < bytes.count, bytes[index] != UInt8(ascii: "<") {
      if bytes[index] == UInt8(ascii: "&") {
        text += Array(String(try readEntity()).utf8)
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
  }

  private mutating func readEntity() throws(RSSError) -> Unicode.Scalar {
    let start = index
    let rest = bytes[index...].prefix(12)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { throw fail("a bare '&'") }
    let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
    guard let scalar = MarkupEntity.scalar(name) else {
      throw RSSError(offset: start, reason: "an unknown entity")
    }
    index = end + 1
    return scalar
  }

  private mutating func readName() throws(RSSError) -> String {
    let start = index
    while index < bytes.count,
      bytes[index] >= 0x80 || "-._:".utf8.contains(bytes[index])
        || Character(Unicode.Scalar(bytes[index])).isLetter
        || Character(Unicode.Scalar(bytes[index])).isNumber
    { index += 1 }
    guard index > start else { throw fail("expected a name") }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func upTo(_ end: String) throws(RSSError) -> ArraySlice<UInt8> {
    let start = index
    while index < bytes.count {
      if consume(end) { return bytes[start..<(index - end.utf8.count)] }
      index += 1
    }
    throw RSSError(offset: start, reason: "found the end, expected '\(end)'")
  }

  private mutating func consume(_ text: String) -> Bool {
    guard bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private func fail(_ reason: String) -> RSSError { RSSError(offset: index, reason: reason) }
}

/// The entities that need no document type.
enum MarkupEntity {
  /// The character of `amp`, `lt`, `gt`, `quot`, `apos`, `#38` or `#x26`; nil for any other name.
  static func scalar(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let code =
        digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
      return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }
  }
}
