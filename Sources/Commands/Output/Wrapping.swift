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
    guard width > 0, text.utf8.count > width, text.count > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      if !line.isEmpty, line.count + 1 + word.count <= width {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      var rest = word
      while rest.count > width {
        let end = breakPoint(in: rest, width: width)
        lines.append(String(rest[..<end]))
        rest = rest[end...]
      }
      line = String(rest)
    }
    if !line.isEmpty { lines.append(line) }
    return lines.isEmpty ? [""] : lines
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
