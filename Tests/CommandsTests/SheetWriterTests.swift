import JSON
import Testing

@testable import Commands

@Suite struct SheetWriterTests {
  private let terminal = Terminal(environment: ["COLUMNS": "80", "NO_COLOR": "1"])

  private let sheet = Sheet(
    columns: [
      Sheet.Column(name: "name", title: "Name"),
      Sheet.Column(name: "memory_gib", title: "GiB", isRightAligned: true, missing: "?"),
      Sheet.Column(name: "note", title: "Note", isExtra: true),
    ],
    rows: [
      ["b", 9, "a, \"b\""], ["a", .null, "x|y"], ["c", 10, .array(["p", "q"])],
    ])

  private func text(
    _ format: OutputFormat, _ columns: String..., sortedBy sortColumn: String? = nil
  ) throws -> String {
    try SheetWriter(format: format, columns: columns, sortColumn: sortColumn)
      .text(sheet, terminal: terminal)
  }

  @Test func tablesLeaveOutExtraColumns() throws {
    #expect(try text(.table).hasPrefix("Name  GiB\n"))
    #expect(try text(.table, "note").hasPrefix("Note\n"))
  }

  @Test func csvQuotesWhatNeedsIt() throws {
    #expect(
      try text(.csv) == """
        name,memory_gib,note
        b,9,"a, ""b""\"
        a,,x|y
        c,10,"p, q"

        """)
  }

  @Test func markdownEscapesBars() throws {
    #expect(
      try text(.markdown) == """
        | Name | GiB | Note |
        | --- | --: | --- |
        | b | 9 | a, "b" |
        | a | ? | x\\|y |
        | c | 10 | p, q |

        """)
  }

  @Test(arguments: [
    (OutputFormat.csv, ",\u{301}a", "note\n\",\u{301}a\"\n"),
    (.csv, "\"\u{301}a", "note\n\"\"\"\u{301}a\"\n"),
    (.markdown, "|\u{301}a", "| note |\n| --- |\n| \\|\u{301}a |\n"),
  ])
  func signsCountThoughMarksFollow(format: OutputFormat, text: String, written: String) throws {
    let sheet = Sheet(
      columns: [Sheet.Column(name: "note", title: "note")], rows: [[.string(text)]])
    let found = try SheetWriter(format: format).text(sheet, terminal: terminal)
    #expect(Array(found.utf8) == Array(written.utf8))
  }

  @Test func valueHasNoHeader() throws {
    #expect(try text(.value, "name", "memory_gib") == "b 9\na ?\nc 10\n")
  }

  @Test func jsonKeepsTypesAndNull() throws {
    let rows = try JSONValue(parsing: text(.json)).array
    #expect(rows?[0]["memory_gib"] == 9)
    #expect(rows?[1]["memory_gib"] == .null)
    #expect(rows?[2]["note"] == ["p", "q"])
  }

  @Test func sortsNumbersBySizeAndUnknownLast() throws {
    let sorted = try text(.value, "name", sortedBy: "GiB")
    #expect(sorted == "b\nc\na\n")
  }

  @Test func aDocumentStandsForTheRowsUntilColumnsAreNamed() throws {
    let whole = SheetWriter(format: .json)
    #expect(try whole.text(sheet, document: ["a": 1], terminal: terminal) == "{\"a\": 1}\n")
    let part = SheetWriter(format: .json, columns: ["name"])
    #expect(try part.text(sheet, document: ["a": 1], terminal: terminal).hasPrefix("["))
  }

  @Test func unknownColumnsAreNamed() throws {
    let failure = #expect(throws: CommandFailure.self) { try text(.table, "nmae") }
    #expect(failure?.message == "no column 'nmae'")
    #expect(failure?.hints == ["columns: name, memory_gib, note"])
  }

  @Test func csvHasNoControlCharacters() throws {
    let sheet = Sheet(columns: [Sheet.Column(name: "a", title: "A")], rows: [["\u{1B}[2J"]])
    let options = SheetWriter(format: .csv)
    #expect(try options.text(sheet, terminal: terminal) == "a\n\u{FFFD}[2J\n")
  }
}
