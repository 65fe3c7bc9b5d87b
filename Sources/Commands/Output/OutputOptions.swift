import ArgumentParser
import JSON

/// How a listing is printed; the words are those of the `openstack` client.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, csv, markdown, value
}

/// `-f`, `-c` and `--sort-column`, as the `openstack` client has them.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .long],
    help: "The output format.")
  var format: OutputFormat = .table

  @Option(
    name: [.customShort("c"), .long],
    help: ArgumentHelp("Show only this column; may be repeated.", valueName: "column"))
  var column: [String] = []

  @Option(help: ArgumentHelp("Sort by this column.", valueName: "column"))
  var sortColumn: String?

  /// A sheet in the chosen format.
  ///
  /// - Parameters:
  ///   - sheet: All columns.
  ///   - document: What JSON shows instead of the rows; nil for the rows.
  ///   - terminal: Where it goes.
  /// - Returns: The text with a final line end.
  /// - Throws: `CommandFailure` for a column that there is not.
  func text(_ sheet: Sheet, document: JSONValue? = nil, terminal: Terminal) throws -> String {
    if format == .json, let document, column.isEmpty, sortColumn == nil {
      return document.pretty + "\n"
    }
    let sheet = try sheet.sorted(by: sortColumn).selecting(column, forTable: format == .table)
    switch format {
    case .table: return TableWriter(width: terminal.width, style: terminal.style).text(sheet)
    case .json: return OutputOptions.json(sheet).pretty + "\n"
    case .csv: return OutputOptions.csv(sheet)
    case .markdown: return OutputOptions.markdown(sheet)
    case .value:
      return sheet.rows.map { row in
        zip(sheet.columns, row).map { $0.text($1) }.joined(separator: " ") + "\n"
      }.joined()
    }
  }

  private static func json(_ sheet: Sheet) -> JSONValue {
    .array(
      sheet.rows.map { row in
        .object(zip(sheet.columns, row).map { JSONValue.Member($0.name, $1) })
      })
  }

  /// Source: RFC 4180, with `\n` as line end, as the `openstack` client writes it.
  private static func csv(_ sheet: Sheet) -> String {
    func field(_ text: String) -> String {
      guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
      return "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
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
          $0.text($1).split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "\\|")
        })
    }
    return header + rule + rows.joined()
  }
}
