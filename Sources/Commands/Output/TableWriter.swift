import JSON

/// Draws a sheet as a table of a given width.
struct TableWriter {
  /// Columns of the terminal.
  let width: Int
  let style: Style

  private static let gap = 2

  /// The table with its header; lines without blanks at the end, each with a line end.
  func text(_ sheet: Sheet) -> String {
    let cells = sheet.rows.map { row in row.map { Sanitised($0.cellText).text } }
    let widths = columnWidths(sheet.columns, cells)
    var lines = lines(sheet.columns.map(\.title), sheet.columns, widths).map { style.bold($0) }
    lines.append(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
    for row in cells { lines += self.lines(row, sheet.columns, widths) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Natural widths, and where those are too wide together, the flexible columns share what is left.
  private func columnWidths(_ columns: [Sheet.Column], _ cells: [[String]]) -> [Int] {
    var widths = columns.indices.map { index in
      cells.reduce(columns[index].title.count) { max($0, $1[index].count) }
    }
    let spacing = TableWriter.gap * max(0, columns.count - 1)
    var excess = widths.reduce(0, +) + spacing - width
    while excess > 0 {
      let flexible = columns.indices.filter { columns[$0].isFlexible }
      let candidates = flexible.isEmpty ? Array(columns.indices) : flexible
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > 12 else {
        break
      }
      let second = candidates.filter { $0 != widest }.map { widths[$0] }.max() ?? 12
      let cut = max(1, min(excess, widths[widest] - max(12, second)))
      widths[widest] -= cut
      excess -= cut
    }
    return widths
  }

  private func lines(_ row: [String], _ columns: [Sheet.Column], _ widths: [Int]) -> [String] {
    let wrapped = zip(row, widths).map { TableWriter.wrap($0, to: $1) }
    let height = wrapped.map(\.count).max() ?? 1
    return (0..<height).map { line in
      var text = ""
      for (index, parts) in wrapped.enumerated() {
        let part = line < parts.count ? parts[line] : ""
        let padding = String(repeating: " ", count: max(0, widths[index] - part.count))
        text += columns[index].isRightAligned ? padding + part : part + padding
        if index < wrapped.count - 1 { text += "  " }
      }
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// Breaks a text at blanks into lines of at most `width` characters; longer words are cut.
  static func wrap(_ text: String, to width: Int) -> [String] {
    guard text.count > width, width > 0 else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      var word = String(word)
      if !line.isEmpty, line.count + 1 + word.count <= width {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while word.count > width {
        lines.append(String(word.prefix(width)))
        word = String(word.dropFirst(width))
      }
      line = word
    }
    if !line.isEmpty { lines.append(line) }
    return lines.isEmpty ? [""] : lines
  }
}

/// A text from the data that may be shown on a terminal: control characters, which could move the
/// cursor or change colours, are replaced.
struct Sanitised {
  let text: String

  init(_ text: String) {
    guard text.unicodeScalars.contains(where: Sanitised.isUnsafe) else {
      self.text = text
      return
    }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      safe.append(Sanitised.isUnsafe(scalar) ? "\u{FFFD}" : scalar)
    }
    self.text = String(safe)
  }

  /// Control characters and those that reorder text (Unicode's Cc, and the bidirectional controls).
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
