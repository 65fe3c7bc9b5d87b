/// UUIDs in texts.
enum UUIDText {
  /// The first UUID in a text, 8-4-4-4-12 hexadecimal digits that stand alone.
  static func range(in text: String) -> Range<Int>? {
    ranges(in: Array(text.utf8), 0..<text.utf8.count).first
  }

  /// All UUIDs in a stretch.
  static func ranges(in bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = range.lowerBound
    while index + 36 <= range.upperBound {
      if isUUID(bytes, at: index), index == range.lowerBound || !isWord(bytes[index - 1]),
        index + 36 == range.upperBound || !isWord(bytes[index + 36])
      {
        found.append(index..<index + 36)
        index += 36
      } else {
        index += 1
      }
    }
    return found
  }

  private static func isUUID(_ bytes: [UInt8], at start: Int) -> Bool {
    guard bytes[start + 8] == 45, bytes[start + 13] == 45, bytes[start + 18] == 45,
      bytes[start + 23] == 45
    else { return false }
    return (0..<36).allSatisfy { [8, 13, 18, 23].contains($0) || isHex(bytes[start + $0]) }
  }

  static func isHex(_ byte: UInt8) -> Bool {
    byte >= 48 && byte <= 57 || (byte | 0x20) >= 97 && (byte | 0x20) <= 102
  }

  static func isWord(_ byte: UInt8) -> Bool {
    byte >= 48 && byte <= 57 || (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte == 95
      || byte == 45
  }
}
