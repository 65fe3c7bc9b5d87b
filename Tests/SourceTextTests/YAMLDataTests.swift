import SourceText
import Testing

@Suite struct YAMLDataTests {
  private func data(_ text: String) throws -> YAMLData {
    try YAMLData(reading: Array(text.utf8))
  }

  /// Plain texts and what PyYAML 6.0.3 makes of them.
  @Test(arguments: [
    ("", YAMLData.null), ("~", .null), ("Null", .null), ("yes", .bool(true)), ("Off", .bool(false)),
    ("y", .string("y")), ("12", .integer("12")), ("-1_000", .integer("-1000")),
    ("+7", .integer("7")), ("012", .integer("10")), ("08", .string("08")),
    ("0x1F", .integer("31")), ("0b101", .integer("5")), ("0o7", .string("0o7")),
    ("190:20:30", .integer("685230")), ("5:99", .string("5:99")),
    ("123456789012345678901234567890", .integer("123456789012345678901234567890")),
    ("1.50", .float("1.5")), ("1.", .float("1.0")), (".5", .float("0.5")), ("1e3", .string("1e3")),
    ("1.0e+3", .float("1000.0")), (".", .string(".")),
    ("2026-11-30", .string("2026-11-30")), ("p@ss#word", .string("p@ss#word")),
  ])
  func readsPlainTextsAsPythonDoes(text: String, expected: YAMLData) throws {
    #expect(try data("k: \(text)")["k"] == expected)
  }

  @Test func readsWhatIsQuotedAsText() throws {
    let all = try data(
      """
      a: 'it''s'
      b: "t\\tA\\u00e9 {{ x }} ${y}"
      c: !!str 12
      d: ! yes
      e: |
        one
          two
      f: >-
        one
        two

        three
      """)
    #expect(all["a"] == .string("it's"))
    #expect(all["b"] == .string("t\tAé {{ x }} ${y}"))
    #expect(all["c"] == .string("12"))
    #expect(all["d"] == .string("yes"))
    #expect(all["e"] == .string("one\n  two\n"))
    #expect(all["f"] == .string("one two\nthree"))
  }

  @Test func followsAnchorsAndMerges() throws {
    let all = try data(
      """
      base: &base   # of all
        a: 1
        b: &b two
      first: {<<: *base, b: own}
      second:
        c: *b
        <<: [{a: early}, *base]
      """)
    #expect(all["first"]?["a"] == .integer("1"))
    #expect(all["first"]?["b"] == .string("own"))
    #expect(all["second"]?["a"] == .string("early"))
    #expect(all["second"]?["b"] == .string("two"))
    #expect(all["second"]?["c"] == .string("two"))
  }

  @Test(arguments: [
    ("a: 1\n b: 2\n", 2), ("a:\n- 1\n  x: 2\n", 3), ("a: [1, 2\n", 1), ("a: *none\n", 1),
    ("a: \"x\n", 1), ("a: !x y\n", 1), ("---\na\n---\nb\n", 4), ("? [a]\n: b\n", 1),
  ])
  func leavesNothingOut(text: String, line: Int) {
    let problem = #expect(throws: YAMLProblem.self) { try data(text) }
    #expect(problem?.position.line == line, "\(String(describing: problem))")
  }
}
