import JSON
import Testbed

/// Prints sheets in one of the formats.
struct SheetWriter {
  let format: OutputFormat
  /// The names of the columns to show; none for all.
  var columns: [String] = []
  /// The name of the column to sort by; nil for the order of the rows.
  var sortColumn: String?

  /// Whether only the format was chosen, so that a form other than rows may stand for them.
  var showsWhole: Bool { columns.isEmpty && sortColumn == nil }

  /// A sheet in the chosen format.
  ///
  /// - Parameters:
  ///   - sheet: All columns.
  ///   - document: What JSON shows instead of the rows; nil for the rows.
  ///   - terminal: Where it goes.
  /// - Returns: The text with a final line end.
  /// - Throws: `CommandFailure` for a column that there is not.
  func text(_ sheet: Sheet, document: JSONValue? = nil, terminal: Terminal) throws -> String {
    if format == .json, let document, showsWhole {
      return document.pretty + "\n"
    }
    let sheet = try sheet.sorted(by: sortColumn).selecting(columns, forTable: format == .table)
    switch format {
    case .table: return TableWriter(width: terminal.width, style: terminal.style).text(sheet)
    case .json: return SheetWriter.json(sheet).pretty + "\n"
    case .csv: return SheetWriter.csv(sheet)
    case .markdown: return SheetWriter.markdown(sheet)
    case .value:
      return sheet.rows.map { row in
        zip(sheet.columns, row).map { $0.text($1) }.joined(separator: " ") + "\n"
      }.joined()
    }
  }

  /// The rows as objects.
  static func json(_ sheet: Sheet) -> JSONValue {
    .array(
      sheet.rows.map { row in
        .object(zip(sheet.columns, row).map { JSONValue.Member($0.name, $1) })
      })
  }

  /// Source: RFC 4180, with `\n` as line end, as the `openstack` client writes it.
  private static func csv(_ sheet: Sheet) -> String {
    func field(_ text: String) -> String {
      guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
        return text
      }
      return "\"" + text.replacing(scalar: "\"", with: "\"\"") + "\""
    }
    let header = sheet.columns.map { field($0.name) }.joined(separator: ",")
    return
      ([header]
      + sheet.rows.map { $0.map { field(Sanitised($0.cellText).text) }.joined(separator: ",") })
      .map { $0 + "\n" }.joined()
  }

  private static func markdown(_ sheet: Sheet) -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    let header = line(sheet.columns.map(\.title))
    let rule = line(sheet.columns.map { $0.isRightAligned ? "--:" : "---" })
    let rows = sheet.rows.map { row in
      line(
        zip(sheet.columns, row).map {
          $0.text($1).replacing(scalar: "|", with: "\\|")
        })
    }
    return header + rule + rows.joined()
  }
}
