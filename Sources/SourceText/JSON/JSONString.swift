/// A string in a JSON text, found but not yet decoded.
struct JSONString {
  /// With its quotes.
  let range: Range<Int>
  /// Whether it has neither an escape nor what may be a hole.
  let isPlain: Bool

  /// Finds the end of a string, looking at eight bytes at a time.
  ///
  /// It fails when the line or the text ends before the string does.
  ///
  /// - Parameters:
  ///   - start: The offset of the quote that begins it.
  ///   - bytes: The whole text.
  init?(startingAt start: Int, in bytes: UnsafeRawBufferPointer) {
    var offset = start + 1
    var isPlain = true
    while offset < bytes.count {
      if offset + 8 <= bytes.count,
        !JSONString.needsALook(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      {
        offset += 8
        continue
      }
      let end = min(offset + 8, bytes.count)
      while offset < end {
        switch bytes[offset] {
        case UInt8(ascii: "\""):
          range = start..<offset + 1
          self.isPlain = isPlain
          return
        case UInt8(ascii: "\\"):
          isPlain = false
          offset += 2
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
          return nil
        case Region.hole[0]:
          isPlain = false
          offset += 1
        default:
          offset += 1
        }
      }
    }
    return nil
  }

  /// Whether one of eight bytes is a quote, a backslash, a control character or may begin a hole.
  @inline(__always)
  private static func needsALook(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let hole = word ^ (ones &* 0xEF)
    let found =
      ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((hole &- ones) & ~hole)
      | ((word &- (ones &* 0x20)) & ~word)
    return found & high != 0
  }

  /// Whether non-ASCII is spelled `\uXXXX` in it.
  func escapesNonASCII(in bytes: [UInt8]) -> Bool {
    guard !isPlain else { return false }
    var offset = range.lowerBound + 1
    while offset < range.upperBound - 1 {
      if bytes[offset] == UInt8(ascii: "\\") {
        if let unit = JSONString.codeUnit(at: offset, before: range.upperBound, in: bytes),
          unit >= 0x80
        {
          return true
        }
        offset += 1
      }
      offset += 1
    }
    return false
  }

  /// The code unit that `\uXXXX` at `offset` stands for; nil when there is no such escape.
  static func codeUnit(at offset: Int, before end: Int, in bytes: [UInt8]) -> UInt16? {
    guard offset + 6 <= end, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[offset + 2..<offset + 6] {
      guard let digit = hexadecimalDigit(byte) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension RegionBuilder {
  /// Appends a JSON string, decoded, as a run of its own.
  ///
  /// - Parameters:
  ///   - string: The string.
  ///   - bytes: The text that it was found in: the parent of the region.
  /// - Returns: The holes that the text around has left in it.
  /// - Throws: The offset of an escape that JSON does not know.
  mutating func append(
    _ string: JSONString, of bytes: [UInt8]
  ) throws(UnknownEscape) -> [Literal.Hole] {
    let contents = string.range.lowerBound + 1..<string.range.upperBound - 1
    beginRun(
      JSONEncoding(escapesNonASCII: string.escapesNonASCII(in: bytes)), at: contents.lowerBound)
    guard !string.isPlain else {
      append(verbatim: contents)
      return []
    }
    var holes: [Literal.Hole] = []
    var offset = contents.lowerBound
    var verbatimStart = offset
    while offset < contents.upperBound {
      let length: Int
      if bytes[offset] == UInt8(ascii: "\\") {
        append(verbatim: verbatimStart..<offset)
        length = try appendEscape(at: offset, before: contents.upperBound, of: bytes, &holes)
      } else if bytes[offset...].starts(with: Region.hole) {
        append(verbatim: verbatimStart..<offset)
        length = Region.hole.count
        holes.append(.init(offset: appendHole(for: offset..<offset + length), name: nil))
      } else {
        offset += 1
        continue
      }
      offset += length
      verbatimStart = offset
    }
    append(verbatim: verbatimStart..<contents.upperBound)
    return holes
  }

  /// Appends what one escape stands for and returns its length.
  private mutating func appendEscape(
    at offset: Int, before end: Int, of bytes: [UInt8], _ holes: inout [Literal.Hole]
  ) throws(UnknownEscape) -> Int {
    if let byte = JSONString.simpleEscapes[bytes[offset + 1]] {
      append([byte], for: offset..<offset + 2)
      return 2
    }
    guard let unit = JSONString.codeUnit(at: offset, before: end, in: bytes) else {
      throw UnknownEscape(offset: offset)
    }
    if UTF16.isLeadSurrogate(unit),
      let trail = JSONString.codeUnit(at: offset + 6, before: end, in: bytes),
      UTF16.isTrailSurrogate(trail)
    {
      append(utf8(of: [unit, trail]), for: offset..<offset + 12)
      return 12
    }
    let decoded = utf8(of: [unit])
    // What reads like a hole must be taken for one, whoever wrote it.
    if decoded == Region.hole { holes.append(.init(offset: count, name: nil)) }
    append(decoded, for: offset..<offset + 6)
    return 6
  }

  private func utf8(of units: [UInt16]) -> [UInt8] {
    Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

extension JSONString {
  /// What follows the backslash, and what it stands for.
  static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]
}

/// A backslash before something that JSON does not know.
struct UnknownEscape: Error {
  let offset: Int
}
