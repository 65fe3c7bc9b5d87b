import Selectors
import Testing

@Suite struct SelectorErrorOffsetTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    /// The text from the mistake on.
    let rest: String
    var testDescription: String { text }

    init(_ text: String, _ rest: String) {
      self.text = text
      self.rest = rest
    }
  }

  static let cases = [
    Case(#"["=", "$node_type", 5]"#, "5]"),
    Case(#" [ "=" ,"node_type", "x"]"#, #""node_type", "x"]"#),
    Case(#"["or", ["=", "$a", "b"]]"#, #""or", ["=", "$a", "b"]]"#),
    Case(#"["and", ["=", "$a,]\"[", "b"], ["=", "$c", true]]"#, "true]]"),
    Case(#"["and", {"a": ["x", 1]}, []]"#, #"{"a": ["x", 1]}, []]"#),
    Case(#"["and", ["=", "$a", "b"], []]"#, "[]]"),
    Case(#"["and", "[\"=\", \"$a\", 1]"]"#, #""[\"=\", \"$a\", 1]"]"#),
    Case(#"["=", "$é", ""]"#, #"""]"#),
    Case(#"["=", "$node_type""#, ""),
    Case("['=', '$a', 'b']", "'=', '$a', 'b']"),
    Case("null", "null"),
    Case(#"["and"]"#, #"["and"]"#),
  ]

  @Test(arguments: cases) func pointsToTheMistake(_ one: Case) throws {
    let error = try #require(throws: SelectorError.self) { try Selector(parsing: one.text) }
    let offset = error.place.byteOffset(in: one.text)
    #expect(String(decoding: one.text.utf8.dropFirst(offset), as: UTF8.self) == one.rest)
  }
}
