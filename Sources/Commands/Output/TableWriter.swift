import JSON

/// Draws a sheet as a table of a given width.
struct TableWriter {
  /// Columns of the terminal.
  let width: Int
  let style: Style

  private static let gap = 2
  /// No cell that wraps gets more lines.
  private static let maximumLines = 25

  /// The table with its header; lines without blanks at the end, each with a line end.
  func text(_ sheet: Sheet) -> String {
    let cells = sheet.rows.map { row in
      zip(sheet.columns, row).map { column, value in
        let text = column.text(value, inTable: true)
        return column.isCopied ? text : text.cut(to: width * TableWriter.maximumLines)
      }
    }
    let widths = ColumnWidths(sheet.columns, cells).fitting(width, gap: TableWriter.gap)
    var lines = lines(sheet.columns.map(\.title), sheet.columns, widths).map { style.bold($0) }
    lines.append(
      widths.map { String(repeating: "-", count: $0) }
        .joined(separator: String(repeating: " ", count: TableWriter.gap)))
    for row in cells { lines += self.lines(row, sheet.columns, widths) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func parts(_ text: String, _ column: Sheet.Column, width: Int) -> [String] {
    if column.isCut { return [text.cut(to: width)] }
    let parts = Wrapping.lines(text, width: width)
    guard parts.count > TableWriter.maximumLines, !column.isCopied else { return parts }
    let last = String(parts[TableWriter.maximumLines - 1].prefix(width - 1)) + "…"
    return parts.prefix(TableWriter.maximumLines - 1) + [last]
  }

  private func lines(_ row: [String], _ columns: [Sheet.Column], _ widths: [Int]) -> [String] {
    let wrapped = columns.indices.map { parts(row[$0], columns[$0], width: widths[$0]) }
    let height = wrapped.map(\.count).max() ?? 1
    return (0..<height).map { line in
      var text = ""
      for (index, parts) in wrapped.enumerated() {
        let part = line < parts.count ? parts[line] : ""
        let padding = String(repeating: " ", count: max(0, widths[index] - part.count))
        text += columns[index].isRightAligned ? padding + part : part + padding
        if index < wrapped.count - 1 { text += String(repeating: " ", count: TableWriter.gap) }
      }
      while text.last == " " { text.removeLast() }
      return text
    }
  }
}
