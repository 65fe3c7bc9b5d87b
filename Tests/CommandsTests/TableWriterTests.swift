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

  @Test(arguments: ["selector", "uid"]) func whatPeopleCopyStaysWhole(name: String) {
    let wide = Sheet(
      columns: [Sheet.Column(name: name, title: "A")],
      rows: [[.string(String(repeating: "x", count: 5000))]])
    let text = TableWriter(width: 40, style: TableWriterTests.plain).text(wide)
    #expect(text.contains(String(repeating: "x", count: 5000)))
  }

  struct LongName: Sendable {
    let length: Int
    let width: Int
    /// The characters of the name that are shown, without the mark.
    let shown: Int
  }

  /// Beside it stand 7 columns of a number and 15 of a text, with 4 between.
  @Test(arguments: [
    LongName(length: 54, width: 80, shown: 54), LongName(length: 55, width: 80, shown: 53),
    LongName(length: 5000, width: 80, shown: 53), LongName(length: 5000, width: 200, shown: 173),
    LongName(length: 5000, width: 40, shown: 20),
  ]) func aLongNameIsCut(_ one: LongName) {
    let name = String(repeating: "n", count: one.length)
    let rows: [[JSONValue]] = [[.string(name), 1_234_567, "short text here"], ["a", 2, "b"]]
    let text = TableWriter(width: one.width, style: TableWriterTests.plain).text(sheet(rows))
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= one.width }, "\(text)")
    #expect(lines[2].prefix { $0 == "n" }.count == one.shown)
    #expect(lines[2].contains("…") == (one.shown < one.length))
  }

  @Test func namesGiveWayBeforeATableIsTooWide() {
    let columns = (0..<4).map { Sheet.Column(name: "c\($0)", title: "C") }
    let row = [JSONValue](repeating: .string(String(repeating: "x", count: 20)), count: 4)
    let text = TableWriter(width: 60, style: TableWriterTests.plain)
      .text(Sheet(columns: columns, rows: [row]))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
  }

  @Test func aLongTextHasAnEnd() {
    let rows: [[JSONValue]] = [["a", 1, .string(String(repeating: "w", count: 100_000))]]
    let text = TableWriter(width: 40, style: TableWriterTests.plain).text(sheet(rows))
    #expect(text.split(separator: "\n").count == 27)
    #expect(text.hasSuffix("…\n"))
  }
}

@Suite struct BlockWriterTests {
  /// A name of 5,000 characters leaves the others where they were.
  @Test func aLongLabelStandsAlone() {
    let section = ShownSection(
      subject: "s", title: "Title",
      fields: [
        ShownField(name: "short", value: "one"),
        ShownField(name: String(repeating: "n", count: 5000), value: "two"),
      ], isVerbatim: true)
    let text = BlockWriter(width: 40, style: Style(isOn: false)).text([section])
    #expect(
      text == """
        Title
          short:  one
          \(String(repeating: "n", count: 37))…
                  two

        """)
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
    Case(
      text: "to 2026-11-30 10:00, for 12 h, 3 d", width: 21,
      lines: ["to 2026-11-30 10:00,", "for 12 h, 3 d"]),
    Case(text: "at 2026-11-30 10:00", width: 16, lines: ["at", "2026-11-30 10:00"]),
    Case(text: "2026-11-30 10:00", width: 10, lines: ["2026-11-30", "10:00"]),
    Case(text: "in 12 h, 1 d", width: 6, lines: ["in", "12 h,", "1 d"]),
    Case(text: "of 12 hosts", width: 8, lines: ["of 12", "hosts"]),
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
