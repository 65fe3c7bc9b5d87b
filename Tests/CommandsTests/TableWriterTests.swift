import JSON
import Testing

@testable import Commands

@Suite struct TableWriterTests {
  private static let plain = Style(isOn: false)

  private func sheet(_ rows: [[JSONValue]]) -> Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "name", title: "Name"),
        Sheet.Column(name: "count", title: "Count", isRightAligned: true, missing: "?"),
        Sheet.Column(name: "note", title: "Note", isFlexible: true),
      ], rows: rows)
  }

  @Test func alignsColumns() {
    let rows: [[JSONValue]] = [["a", 5, "x"], ["long", .null, ""]]
    let text = TableWriter(width: 80, style: TableWriterTests.plain).text(sheet(rows))
    #expect(
      text == """
        Name  Count  Note
        ----  -----  ----
        a         5  x
        long      ?

        """)
  }

  @Test func headerStandsOverNoRows() {
    let text = TableWriter(width: 80, style: TableWriterTests.plain).text(sheet([]))
    #expect(text == "Name  Count  Note\n----  -----  ----\n")
  }

  @Test func flexibleColumnsWrapToTheWidth() {
    let rows: [[JSONValue]] = [["a", 1, "one two three four five six"]]
    let text = TableWriter(width: 24, style: TableWriterTests.plain).text(sheet(rows))
    #expect(
      text == """
        Name  Count  Note
        ----  -----  -----------
        a         1  one two
                     three four
                     five six

        """)
  }

  @Test(arguments: [30, 40, 60, 80]) func fitsWhateverTheTextsAre(width: Int) {
    let rows: [[JSONValue]] = (0..<20).map { row in
      [
        .string("n\(row)"), JSONValue(row),
        .string((0..<row).map { String(repeating: "w", count: $0) }.joined(separator: " ")),
      ]
    }
    let text = TableWriter(width: width, style: TableWriterTests.plain).text(sheet(rows))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
  }

  /// Three columns want 5 more than there is; only one of them can give it without a new line.
  @Test func takesTheWidthWhereItCostsNoLines() {
    let columns = [
      Sheet.Column(name: "a", title: "A", isFlexible: true),
      Sheet.Column(name: "b", title: "B", isFlexible: true),
    ]
    let cells = [["aaaaaaaaaa aaaaaaaaaa", "b"], ["aaaaaa", "bbbb bbbb bbbb bbbb"]]
    let widths = ColumnWidths(columns, cells).fitting(31, gap: 2)
    #expect(widths == [10, 19])
  }

  @Test func controlCharactersDoNotReachTheTerminal() {
    let rows: [[JSONValue]] = [["\u{1B}[31mred", 1, "a\nb"]]
    let text = TableWriter(width: 80, style: TableWriterTests.plain).text(sheet(rows))
    #expect(text.contains("\u{FFFD}[31mred"))
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test func wideTablesOfFixedColumnsStayWide() {
    let wide = Sheet(
      columns: [Sheet.Column(name: "a", title: "A")],
      rows: [[.string(String(repeating: "x", count: 50))]])
    let text = TableWriter(width: 40, style: TableWriterTests.plain).text(wide)
    #expect(text.contains(String(repeating: "x", count: 50)))
  }
}

@Suite struct WrappingTests {
  struct Case: Sendable {
    let text: String
    let width: Int
    let lines: [String]
  }

  @Test(arguments: [
    Case(text: "", width: 5, lines: [""]),
    Case(text: "short", width: 5, lines: ["short"]),
    Case(text: "two words", width: 5, lines: ["two", "words"]),
    Case(text: "a b c d", width: 3, lines: ["a b", "c d"]),
    Case(text: "     blanks", width: 6, lines: ["blanks"]),
    Case(text: "abcdefgh", width: 3, lines: ["abc", "def", "gh"]),
    Case(text: "compute_cascadelake_r", width: 10, lines: ["compute_", "cascadelak", "e_r"]),
    Case(text: "grün grün", width: 4, lines: ["grün", "grün"]),
  ]) func breaksLines(_ one: Case) {
    #expect(Wrapping.lines(one.text, width: one.width) == one.lines)
  }
}

@Suite struct SanitisedTests {
  @Test(arguments: [
    ("plain", "plain"), ("naïve ✓", "naïve ✓"), ("a\u{1B}[0m", "a\u{FFFD}[0m"),
    ("tab\there", "tab\u{FFFD}here"), ("\u{9B}31m", "\u{FFFD}31m"),
    ("\u{202E}abc", "\u{FFFD}abc"), ("\u{61C}a", "\u{FFFD}a"), ("a\u{2028}b", "a\u{FFFD}b"),
    ("a\u{2029}b", "a\u{FFFD}b"), ("\u{FEFF}a", "\u{FFFD}a"), ("\u{202F}", "\u{202F}"),
    ("\r\n", "\u{FFFD}\u{FFFD}"), ("\u{7F}", "\u{FFFD}"),
  ]) func replacesWhatMovesTheCursor(text: String, shown: String) {
    #expect(Sanitised(text).text == shown)
  }
}
