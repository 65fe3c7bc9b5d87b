/// Breaking text into lines.
enum Wrapping {
  /// Breaks a text at blanks into lines of at most `width` characters.
  ///
  /// A word that is longer is broken after `-`, `_`, `/`, `,` or `.` where it has one, and else where
  /// the line ends.
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
    for word in text.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init) {
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
