/// Why a text is not JSON, with the place.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The offset of the first byte that could not be understood, from 0.
  package let offset: Int
  /// What was expected there and what was found.
  package let reason: String

  /// One line with the offset and the reason.
  package var description: String { "invalid JSON at byte \(offset): \(reason)" }
}

extension JSONValue {
  /// Reads one JSON text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 with nothing but white space around the value. A byte order mark is an error,
  ///     as in RFC 8259.
  ///   - maximumDepth: How deep arrays and objects may be nested; what is deeper is refused before
  ///     the stack is at risk.
  /// - Throws: `JSONError` with the offset.
  /// - Complexity: O(*n*), where *n* is the number of bytes.
  package init(parsing bytes: some Sequence<UInt8>, maximumDepth: Int = 128) throws(JSONError) {
    try self.init(parsing: bytes, maximumDepth: maximumDepth, replacing: nil)
  }

  /// Reads one JSON text whose whole would take too much memory.
  ///
  /// - Parameters:
  ///   - bytes: As for `init(parsing:maximumDepth:)`.
  ///   - maximumDepth: As there.
  ///   - replacing: Gets every object as soon as it has been read, inner ones first, and gives what
  ///     stands for it; nil to keep all.
  /// - Throws: `JSONError` with the offset.
  package init(
    parsing bytes: some Sequence<UInt8>, maximumDepth: Int = 128,
    replacing: ((JSONValue) -> JSONValue)?
  ) throws(JSONError) {
    let copy = ContiguousArray(bytes)
    let result: Result<JSONValue, JSONError> = copy.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(bytes: buffer, depthLeft: maximumDepth, replacing: replacing)
      return Result { () throws(JSONError) in try parser.parseDocument() }
    }
    self = try result.get()
  }

  /// Reads one JSON text.
  ///
  /// - Parameter text: The text.
  /// - Throws: `JSONError` with the offset in UTF-8.
  package init(parsing text: String) throws(JSONError) {
    try self.init(parsing: text.utf8)
  }
}

/// A recursive-descent reader over bytes.
private struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var depthLeft: Int
  let replacing: ((JSONValue) -> JSONValue)?
  var index = 0

  init(
    bytes: UnsafeBufferPointer<UInt8>, depthLeft: Int, replacing: ((JSONValue) -> JSONValue)?
  ) {
    self.bytes = bytes
    self.depthLeft = depthLeft
    self.replacing = replacing
  }

  mutating func parseDocument() throws(JSONError) -> JSONValue {
    let value = try parseValue()
    skipWhitespace()
    guard index == bytes.count else {
      throw fail("found \(found()) after the value, expected the end")
    }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    skipWhitespace()
    guard index < bytes.count else { throw fail("found the end, expected a value") }
    switch bytes[index] {
    case UInt8(ascii: "{"):
      let object = try nested { (parser) throws(JSONError) in try parser.parseObject() }
      return replacing?(object) ?? object
    case UInt8(ascii: "["):
      return try nested { (parser) throws(JSONError) in try parser.parseArray() }
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw fail("found \(found()), expected a value")
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depthLeft > 0 else { throw fail("nested too deeply") }
    depthLeft -= 1
    index += 1
    let value = try body(&self)
    depthLeft += 1
    return value
  }

  private mutating func parseObject() throws(JSONError) -> JSONValue {
    var members: [JSONValue.Member] = []
    skipWhitespace()
    if consume(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipWhitespace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw fail("found \(found()), expected a name in double quotes")
      }
      let name = try parseString()
      skipWhitespace()
      guard consume(UInt8(ascii: ":")) else { throw fail("found \(found()), expected ':'") }
      members.append(JSONValue.Member(name, try parseValue()))
      skipWhitespace()
      if consume(UInt8(ascii: "}")) { return .object(JSONParser.latest(members)) }
      guard consume(UInt8(ascii: ",")) else { throw fail("found \(found()), expected ',' or '}'") }
    }
  }

  /// Without the members whose name comes again later.
  ///
  /// Names are compared by their bytes: for Swift `é` equals `e` with a combining accent, for
  /// Python, which wrote the records, it does not.
  private static func latest(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
    if members.count <= 32,
      !members.indices.contains(where: { index in
        members[..<index].contains { $0.name == members[index].name }
      })
    {
      return members
    }
    var later: Set<[UInt8]> = []
    later.reserveCapacity(members.count)
    for member in members { later.insert(Array(member.name.utf8)) }
    guard later.count < members.count else { return members }
    later = []
    return members.reversed().filter { later.insert(Array($0.name.utf8)).inserted }.reversed()
  }

  private mutating func parseArray() throws(JSONError) -> JSONValue {
    var items: [JSONValue] = []
    skipWhitespace()
    if consume(UInt8(ascii: "]")) { return .array([]) }
    while true {
      items.append(try parseValue())
      skipWhitespace()
      if consume(UInt8(ascii: "]")) { return .array(items) }
      guard consume(UInt8(ascii: ",")) else { throw fail("found \(found()), expected ',' or ']'") }
    }
  }

  private mutating func parseWord(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    let count = word.utf8CodeUnitCount
    guard index + count <= bytes.count,
      (0..<count).allSatisfy({ bytes[index + $0] == word.utf8Start[$0] })
    else { throw fail("found \(found()), expected '\(word)'") }
    index += count
    return value
  }

  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = index
    _ = consume(UInt8(ascii: "-"))
    if !consume(UInt8(ascii: "0")) { try skipDigits() }
    if consume(UInt8(ascii: ".")) { try skipDigits() }
    if consume(UInt8(ascii: "e")) || consume(UInt8(ascii: "E")) {
      if !consume(UInt8(ascii: "+")) { _ = consume(UInt8(ascii: "-")) }
      try skipDigits()
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func skipDigits() throws(JSONError) {
    let start = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      index += 1
    }
    guard index > start else { throw fail("found \(found()), expected a digit") }
  }

  private mutating func parseString() throws(JSONError) -> String {
    index += 1
    let start = index
    var allBits: UInt8 = 0
    while index < bytes.count, bytes[index] != UInt8(ascii: "\""),
      bytes[index] != UInt8(ascii: "\\"),
      bytes[index] >= 0x20
    {
      allBits |= bytes[index]
      index += 1
    }
    if consume(UInt8(ascii: "\"")) {
      let utf8 = UnsafeBufferPointer(rebasing: bytes[start..<(index - 1)])
      // Nearly all strings are ASCII, which needs no validation.
      return allBits < 0x80
        ? String(decoding: utf8, as: UTF8.self) : try text(utf8, at: start)
    }
    var decoded = ContiguousArray(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return try text(decoded, at: start)
      }
      guard byte >= 0x20 else { throw fail("found a control character inside a string") }
      index += 1
      if byte == UInt8(ascii: "\\") {
        try parseEscape(into: &decoded)
      } else {
        decoded.append(byte)
      }
    }
    throw fail("found the end inside a string")
  }

  private func text(_ utf8: some Collection<UInt8>, at offset: Int) throws(JSONError) -> String {
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw JSONError(offset: offset, reason: "the string is not valid UTF-8")
    }
    return text
  }

  private mutating func parseEscape(into decoded: inout ContiguousArray<UInt8>) throws(JSONError) {
    guard index < bytes.count else { throw fail("found the end inside a string") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"): decoded.append(contentsOf: Character(try parseUnicodeEscape()).utf8)
    default:
      index -= 1
      throw fail("found \(found()) after a backslash")
    }
  }

  /// The scalar that an escape or a pair of surrogates stands for.
  ///
  /// A lone surrogate, which Python writes and reads,
  /// becomes U+FFFD, since Swift's strings cannot hold it.
  private mutating func parseUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try parseHexadecimal()
    guard (0xD800...0xDFFF).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    guard first < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    let resume = index
    index += 2
    let second = try parseHexadecimal()
    guard (0xDC00...0xDFFF).contains(second) else {
      index = resume
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard index < bytes.count, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue
      else { throw fail("found \(found()), expected a hexadecimal digit") }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  private mutating func consume(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipWhitespace() {
    while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
  }

  private func found() -> String {
    guard index < bytes.count else { return "the end" }
    let byte = bytes[index]
    return (0x21...0x7E).contains(byte)
      ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x" + String(byte, radix: 16)
  }

  private func fail(_ reason: String) -> JSONError { JSONError(offset: index, reason: reason) }
}
