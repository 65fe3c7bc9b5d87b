extension SelectorError.Place {
  /// The byte of the selector's text at which the place begins, from 0.
  ///
  /// A place inside a string that is JSON itself, as Blazar takes it, is where the string begins.
  ///
  /// - Parameter text: What was read.
  /// - Returns: The byte; `offset` where the text is not JSON.
  /// - Complexity: O(*n*) in the length of the text.
  package func byteOffset(in text: String) -> Int {
    if path.isEmpty, let offset { return offset }
    var scanner = Scanner(bytes: Array(text.utf8))
    scanner.skipBlanks()
    for index in path where !scanner.enterElement(index) { break }
    return min(scanner.position, scanner.bytes.count)
  }
}

/// Walks over valid JSON without reading its values.
private struct Scanner {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipBlanks() {
    while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// From the beginning of an array to that of its element; false, without a move, where there is
  /// none.
  mutating func enterElement(_ index: Int) -> Bool {
    let start = position
    guard current == UInt8(ascii: "[") else { return false }
    position += 1
    skipBlanks()
    for _ in 0..<index {
      skipValue()
      guard current == UInt8(ascii: ",") else {
        position = start
        return false
      }
      position += 1
      skipBlanks()
    }
    return true
  }

  /// Over a value and the blanks after it.
  private mutating func skipValue() {
    var depth = 0
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""): skipString()
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        position += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard depth > 0 else { return }
        depth -= 1
        position += 1
      case UInt8(ascii: ",") where depth == 0: return
      default: position += 1
      }
    }
  }

  private mutating func skipString() {
    position += 1
    while let byte = current {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return }
    }
  }
}
