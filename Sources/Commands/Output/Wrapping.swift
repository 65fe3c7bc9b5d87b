/// Breaking text into lines.
enum Wrapping {
  /// Breaks a text at blanks into lines of at most `width` characters.
  ///
  /// A word that is longer is broken after `-`, `_`, `/`, `,` or `.` where it has one, and else where
  /// the line ends. A date and its time of day, and a number and its unit of time, are one word.
  ///
  /// - Parameters:
  ///   - text: One line of text.
  ///   - width: More than 0.
  /// - Returns: At least one line.
  static func lines(_ text: String, width: Int) -> [String] {
    guard width > 0, text.utf8.count > width, length(text[...]) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in words(text, width) {
      var rest = word
      var left = length(rest)
      if !line.isEmpty, used + 1 + left <= width {
        line += " "
        line += String(word)
        used += 1 + left
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while left > width {
        let end = breakPoint(in: rest, width: width)
        lines.append(String(rest[..<end]))
        rest = rest[end...]
        left = length(rest)
      }
      line = String(rest)
      used = left
    }
    if !line.isEmpty { lines.append(line) }
    return lines.isEmpty ? [""] : lines
  }

  /// What is not broken, as far as it fits a line.
  private static func words(_ text: String, _ width: Int) -> [Substring] {
    var words: [Substring] = []
    for word in text.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init) {
      if let last = words.last, text.utf8.index(after: last.endIndex) == word.startIndex,
        last.utf8.count + word.utf8.count < width, isPair(last, word)
      {
        words[words.count - 1] = text[last.startIndex..<word.endIndex]
      } else {
        words.append(word)
      }
    }
    return words
  }

  /// Whether two words are as `2026-11-22` and `10:00`, or `12` and `h,`.
  private static func isPair(_ first: Substring, _ second: Substring) -> Bool {
    guard let digit = first.utf8.last, (0x30...0x39).contains(digit) else { return false }
    let unit = second.utf8.prefix { (0x61...0x7A).contains($0) }
    if ["d", "h", "min"].contains(String(Substring(unit))) {
      return second.utf8.dropFirst(unit.count).allSatisfy { !(0x30...0x39).contains($0) }
    }
    return matches(first.utf8.suffix(10), "0000-00-00") && matches(second.utf8.prefix(5), "00:00")
  }

  /// Whether a text has digits where the form has them, and else the same.
  private static func matches(_ text: Substring.UTF8View, _ form: String) -> Bool {
    text.count == form.utf8.count
      && zip(text, form.utf8).allSatisfy { byte, wanted in
        wanted == 0x30 ? (0x30...0x39).contains(byte) : byte == wanted
      }
  }

  /// The number of characters: bytes in ASCII, where nearly all text is.
  private static func length(_ text: Substring) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.count
  }

  private static func breakPoint(in word: Substring, width: Int) -> Substring.Index {
    let limit = word.index(word.startIndex, offsetBy: width)
    let head = word[..<limit]
    guard let mark = head.lastIndex(where: { "-_/,.".contains($0) }),
      head.distance(from: head.startIndex, to: mark) * 3 >= width
    else { return limit }
    return word.index(after: mark)
  }
}
