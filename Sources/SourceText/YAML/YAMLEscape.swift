/// A backslash in a double-quoted text of YAML and what it stands for.
struct YAMLEscape {
  let decoded: [UInt8]
  let end: Int

  private init(_ decoded: [UInt8], end: Int) {
    self.decoded = decoded
    self.end = end
  }

  init?(in bytes: [UInt8], at offset: Int, upTo limit: Int) {
    guard offset + 1 < limit else { return nil }
    switch bytes[offset + 1] {
    case UInt8(ascii: "x"): self.init(in: bytes, at: offset, digits: 2, upTo: limit)
    case UInt8(ascii: "u"): self.init(in: bytes, at: offset, digits: 4, upTo: limit)
    case UInt8(ascii: "U"): self.init(in: bytes, at: offset, digits: 8, upTo: limit)
    default:
      guard let decoded = Self.short(bytes[offset + 1]) else { return nil }
      self.init(decoded, end: offset + 2)
    }
  }

  /// What a backslash and one letter stand for.
  private static func short(_ letter: UInt8) -> [UInt8]? {
    switch letter {
    case UInt8(ascii: "0"): [0]
    case UInt8(ascii: "a"): [7]
    case UInt8(ascii: "b"): [8]
    case UInt8(ascii: "t"), UInt8(ascii: "\t"): [9]
    case UInt8(ascii: "n"): [10]
    case UInt8(ascii: "v"): [11]
    case UInt8(ascii: "f"): [12]
    case UInt8(ascii: "r"): [13]
    case UInt8(ascii: "e"): [27]
    case UInt8(ascii: "N"): [0xC2, 0x85]
    case UInt8(ascii: "_"): [0xC2, 0xA0]
    case UInt8(ascii: "L"): [0xE2, 0x80, 0xA8]
    case UInt8(ascii: "P"): [0xE2, 0x80, 0xA9]
    case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): [letter]
    default: nil
    }
  }

  private init?(in bytes: [UInt8], at offset: Int, digits: Int, upTo limit: Int) {
    guard var value = Self.number(in: bytes, at: offset + 2, digits: digits, upTo: limit) else {
      return nil
    }
    var end = offset + 2 + digits
    // JSON, which is YAML as well, spells characters beyond U+FFFF as two surrogates.
    if digits == 4, (0xD800..<0xDC00).contains(value), end + 1 < limit,
      bytes[end] == UInt8(ascii: "\\"), bytes[end + 1] == UInt8(ascii: "u"),
      let low = Self.number(in: bytes, at: end + 2, digits: 4, upTo: limit),
      (0xDC00..<0xE000).contains(low)
    {
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      end += 6
    }
    self.init(Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8), end: end)
  }

  private static func number(
    in bytes: [UInt8], at offset: Int, digits: Int, upTo limit: Int
  ) -> UInt32? {
    guard offset + digits <= limit else { return nil }
    return UInt32(String(decoding: bytes[offset..<offset + digits], as: UTF8.self), radix: 16)
  }
}
