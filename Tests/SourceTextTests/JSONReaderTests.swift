import SourceText
import TestSupport
import Testing

@Suite struct JSONReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let expected: String

    init(_ name: String, _ text: String, _ expected: String) {
      (testDescription, self.text, self.expected) = (name, text, expected)
    }
  }

  @Test(arguments: [
    Case("nothing", " \n", ""),
    Case("a selector", #"["=", "$node_type", "gpu_p100"]"#, "['=', '$node_type', 'gpu_p100']"),
    Case(
      "placeholders keep positions", #"[1, -2.5e3, true, null, NaN, "x"]"#,
      "[1, -2.5e3, (), (), (), 'x']"),
    Case("an object", #"{"a": {"b": [ ]}, "c": 1}"#, "{'a': {'b': []}, 'c': 1}"),
    Case("escapes", #""a\"\\\/\t\u0041""#, "'a\"\\/\tA'"),
    Case("surrogates", #""\ud83d\ude00 \ud83d \ude00x""#, "'\u{1F600} \u{FFFD} \u{FFFD}x'"),
    Case("a mark, CRLF, trailing commas", "\u{FEFF}{\r\n\"a\": [\"b\",],\r\n}\r\n", "{'a': ['b']}"),
    Case(
      "comments of editors", "// one\n{\"a\": /* two */ \"b\" // three\n}",
      "{'a': 'b'} #' one' #' two ' #' three'"),
    Case("no comment in a string", #"["https://x//y"]"#, "['https://x//y']"),
    Case("lines of values", "{\"a\": \"b\"}\n[\"c\"]\n", "{'a': 'b'} ['c']"),
    Case(
      "holes in strings and instead of values", "[\"=\", \"a\u{FFFC}b\", \u{FFFC}, \u{FFFC}0]",
      "['=', 'a\u{FFFC}b', bare'\u{FFFC}', bare'\u{FFFC}0']"),
    Case("a hole for a key", "{\u{FFFC}: \"x\"}", "{bare'\u{FFFC}': 'x'}"),
    Case(
      "two values on a line", #"["a"] ["b"]"#,
      "error@6: found '[', expected the end of the value's line"),
    Case("no comma", #"["a" "b"]"#, "error@5: found '\"', expected ',' or ']'"),
    Case("an open string", "[\"a\n\"]", "error@1: the string does not end on its line"),
    Case("an open array", "[\"a\",", "error@5: found the end of the text, expected a value"),
    Case("single quotes", "['a']", "error@1: found ''', expected a value"),
    Case("a template", "{{ x }}", "error@1: found '{', expected a key in double quotes or '}'"),
    Case("an unknown escape", #"["a\$b"]"#, "error@3: found an escape that JSON does not know"),
    Case("a cut escape", #"["a\u00"]"#, "error@3: found an escape that JSON does not know"),
    Case("an open comment", "[/* ]", "error@1: found '/', expected a value"),
  ])
  func reads(_ example: Case) {
    #expect(Document.rendering(example.text, as: .json) == example.expected)
  }

  @Test func refusesWhatIsNestedTooDeep() {
    let deep = String(repeating: "[", count: 5000)
    #expect(
      Document.rendering(deep, as: .json)
        == "error@100: more than 100 levels of arrays and objects")
  }

  @Test func tellsWhereHolesAre() throws {
    var document = Document(path: "a", bytes: Array("[\"a\u{FFFC}\\n\u{FFFC}\"]".utf8))
    let literals = TextRendering.literals(try document.read(.file, as: .json))
    #expect(literals.map { $0.holes.map(\.offset) } == [[1, 5]])
  }

  @Test func editsTheInnermostOfTwoQuotings() throws {
    let text = #"{"resource_properties": "[\"=\", \"$node_type\", \"gpu_p100\"]"}"#
    var document = Document(path: "a", bytes: Array(text.utf8))
    let outer = TextRendering.literals(try document.read(.file, as: .json))
    let inner = TextRendering.literals(try document.read(outer[1].region, as: .json))
    let edit = try document.edit(inner[2].contents(in: document), to: "a\"b")
    let bytes = try #require([edit].applied(to: document.bytes))
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"resource_properties": "[\"=\", \"$node_type\", \"a\\\"b\"]"}"#)
  }

  @Test(arguments: [
    Case("as itself", #""é x""#, "\"é ü😀\""),
    Case("as escapes where the string has some", #""\u00e9 x""#, #""\u00e9 \u00fc\ud83d\ude00""#),
  ])
  func spellsOtherAlphabets(_ example: Case) throws {
    var document = Document(path: "a", bytes: Array(example.text.utf8))
    let literal = try #require(TextRendering.literals(try document.read(.file, as: .json)).first)
    let edit = try document.edit(Span(literal.region, 3..<4), to: "ü😀")
    let bytes = try #require([edit].applied(to: document.bytes))
    #expect(String(decoding: bytes, as: UTF8.self) == example.expected)
  }

  @Test func decodesWhatItEncodes() throws {
    let alphabet = Array("ab\"\\/\n\r\t\u{0}\u{8}\u{1F}\u{7F}é€😀$u".unicodeScalars)
    var dice = SplitMix64(seed: 7)
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<dice.roll(12) { text.unicodeScalars.append(alphabet[dice.roll(alphabet.count)]) }
      for escapesNonASCII in [false, true] {
        let encoding = JSONEncoding(escapesNonASCII: escapesNonASCII)
        let encoded = try #require(encoding.encode(Array(text.utf8)))
        #expect(!escapesNonASCII || encoded.allSatisfy { $0 < 0x80 })
        var document = Document(path: "a", bytes: Array("\"".utf8) + encoded + Array("\"".utf8))
        let literals = TextRendering.literals(try document.read(.file, as: .json))
        #expect(literals.map(\.text) == [text])
      }
    }
  }
}
