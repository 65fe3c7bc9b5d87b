extension ShellReader {
  mutating func singleQuoted(_ word: inout ShellWord) throws(ReadingError) {
    let start = position
    position += 1
    word.isQuoted = true
    word.begin(ShellEncoding.single, at: position)
    var plain = position
    while position < end, bytes[position] != UInt8(ascii: "'") {
      if mayBeTemplateOrHole {
        word.append(verbatim: plain..<position)
        plain = position
        if templateOrHole(&word, without: [UInt8(ascii: "'")]) {
          plain = position
          continue
        }
      }
      position += 1
    }
    guard position < end else {
      throw failure(at: start, "found an apostrophe, expected another one that ends the text")
    }
    word.append(verbatim: plain..<position)
    position += 1
  }

  var mayBeTemplateOrHole: Bool {
    switch byte() {
    case UInt8(ascii: "{"), UInt8(ascii: "$"): byte(1) == UInt8(ascii: "{")
    default: byte() == 0xEF
    }
  }

  mutating func doubleQuoted(_ word: inout ShellWord) throws(ReadingError) {
    let start = position
    position += 1
    word.isQuoted = true
    word.begin(ShellEncoding.double, at: position)
    try quotedParts(&word, until: UInt8(ascii: "\""))
    guard position < end else {
      throw failure(at: start, "found a double quote, expected another one that ends the text")
    }
    position += 1
  }

  /// Reads text in which only expansions and backslashes are special, up to a quote or brace; 0
  /// stands for the end of a here-document.
  mutating func quotedParts(
    _ word: inout ShellWord, until terminator: UInt8
  ) throws(ReadingError) {
    while position < end, terminator == 0 || bytes[position] != terminator {
      switch bytes[position] {
      case UInt8(ascii: "\\"): quotedEscape(&word, terminator)
      case UInt8(ascii: "\"") where terminator == UInt8(ascii: "}"):
        try enter()
        try doubleQuoted(&word)
        depth -= 1
        word.begin(ShellEncoding.doubleInBraces, at: position)
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        if terminator == 0 {
          try tolerantExpansion(&word)
        } else {
          try expansion(&word, isQuoted: true)
        }
      default:
        let forbidden = terminator == UInt8(ascii: "\"") ? [terminator] : []
        if !templateOrHole(&word, without: forbidden) { quotedRun(&word, terminator) }
      }
    }
  }

  private mutating func quotedRun(_ word: inout ShellWord, _ terminator: UInt8) {
    let start = position
    position += 1
    loop: while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\""),
        UInt8(ascii: "{"), UInt8(ascii: "}"), 0xEF:
        break loop
      default: position += 1
      }
    }
    word.append(verbatim: start..<position)
  }

  private mutating func quotedEscape(_ word: inout ShellWord, _ terminator: UInt8) {
    let length = newlineLength(1)
    guard position + 1 < end, length == 0 else {
      if length == 0 { word.append(verbatim: position..<position + 1) }
      position = min(end, position + 1 + length)
      return
    }
    let next = bytes[position + 1]
    let range = position..<position + 2
    switch next {
    case UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"): word.append([next], for: range)
    case UInt8(ascii: "\"") where terminator != 0, UInt8(ascii: "}") where terminator == next:
      word.append([next], for: range)
    default:
      // One piece, as the backslash would change what an edit puts behind it.
      word.append(Array(bytes[range]), for: range)
    }
    position += 2
  }

  mutating func ansiQuoted(_ word: inout ShellWord) throws(ReadingError) {
    let start = position
    position += 2
    word.isQuoted = true
    word.begin(ShellEncoding.ansi, at: position)
    while position < end, bytes[position] != UInt8(ascii: "'") {
      if bytes[position] == UInt8(ascii: "\\") {
        ansiEscape(&word)
      } else {
        word.append(verbatim: position..<position + 1)
        position += 1
      }
    }
    guard position < end else {
      throw failure(at: start, "found $', expected an apostrophe that ends the text")
    }
    position += 1
  }

  private mutating func ansiEscape(_ word: inout ShellWord) {
    let start = position
    let letters = Array("abeEfnrtv\\'\"?".utf8)
    let values = Array("\u{7}\u{8}\u{1B}\u{1B}\u{C}\n\r\t\u{B}\\'\"?".utf8)
    let letter = byte(1)
    position = min(end, position + 2)
    if let index = letters.firstIndex(of: letter) {
      word.append([values[index]], for: start..<position)
    } else if letter == UInt8(ascii: "c"), position < end, bytes[position] != UInt8(ascii: "'") {
      position += 1
      word.append([bytes[position - 1] & 0x1F], for: start..<position)
    } else if letter == UInt8(ascii: "x") {
      number(&word, from: start, radix: 16, digits: 2)
    } else if letter == UInt8(ascii: "u") || letter == UInt8(ascii: "U") {
      number(&word, from: start, radix: 16, digits: letter == UInt8(ascii: "u") ? 4 : 8)
    } else if letter >= UInt8(ascii: "0"), letter <= UInt8(ascii: "7") {
      position -= 1
      number(&word, from: start, radix: 8, digits: 3)
    } else {
      word.append(Array(bytes[start..<position]), for: start..<position)
    }
  }

  private mutating func number(
    _ word: inout ShellWord, from start: Int, radix: UInt32, digits: Int
  ) {
    var value: UInt32 = 0
    var count = 0
    while count < digits, let digit = Self.digit(byte()), digit < radix {
      value = value &* radix &+ digit
      position += 1
      count += 1
    }
    let isCodePoint = digits == 4 || digits == 8
    let decoded: [UInt8] =
      if count == 0 {
        Array(bytes[start..<position])
      } else if isCodePoint {
        Unicode.Scalar(value).map { Array(String($0).utf8) } ?? Array("\u{FFFD}".utf8)
      } else {
        [UInt8(truncatingIfNeeded: value)]
      }
    word.append(decoded, for: start..<position)
    if count < digits { word.guardNext() }
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
