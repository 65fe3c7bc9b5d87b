import Hardware
import Testing

@Suite struct ModelPatternTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let recorded: String
    let matches: Bool
    var testDescription: String { "'\(pattern)' and '\(recorded)'" }
  }

  static let cases: [Case] = [
    Case(
      pattern: "gold 6242", recorded: "Intel(R) Xeon(R) Gold 6242 CPU @ 2.80GHz", matches: true),
    Case(
      pattern: "gold 6242", recorded: "Intel(R) Xeon(R) Gold 6242R CPU @ 3.10GHz", matches: false),
    Case(pattern: "gold 6242", recorded: "6242 Gold", matches: false),
    Case(pattern: "gold 6242", recorded: "Gold Edition 6242", matches: false),
    Case(pattern: "gold 6242", recorded: "Gold", matches: false),
    Case(pattern: "gold 6242", recorded: "", matches: false),
    Case(pattern: "", recorded: "anything", matches: false),
    Case(pattern: "Tesla K80", recorded: "GK210GL [Tesla K80]", matches: true),
    Case(pattern: "rtx 6000", recorded: "TU102GL [Quadro RTX 6000/8000]", matches: true),
    Case(pattern: "core i7", recorded: "Intel(R) Core(TM) i7", matches: true),
    Case(pattern: "a b", recorded: "a a b", matches: true),
    Case(pattern: "é", recorded: "É", matches: false),
  ]

  @Test(arguments: cases)
  func matches(_ example: Case) {
    let words = ModelPattern.words(of: example.recorded)
    #expect(ModelPattern(example.pattern).matches(words) == example.matches)
  }
}
