@testable import JSON
import TestSupport
import Testing

@Suite struct JSONParserTests {
  struct Valid: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let value: JSONValue
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ value: JSONValue) {
      self.name = name
      self.text = text
      self.value = value
    }
  }

  static let valid: [Valid] = [
    Valid("null", "null", .null),
    Valid("true in white space", " \t\r\n true \n", true),
    Valid("minus zero keeps its text", "-0", .number("-0")),
    Valid("exponent without sign", "1e3", .number("1e3")),
    Valid("exponent in capitals with sign", "1E+2", .number("1E+2")),
    Valid("fraction of zeros", "1.000", .number("1.000")),
    Valid(
      "integer of 40 digits", "1234567890123456789012345678901234567890",
      .number("1234567890123456789012345678901234567890")),
    Valid("number beyond doubles", "1e999", .number("1e999")),
    Valid("empty text", #""""#, ""),
    Valid("all short escapes", #""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    Valid("escaped letter", #""\u0041\u00e9\u00E9""#, "Aéé"),
    Valid("escaped NUL", #""a\u0000b""#, "a\u{0}b"),
    Valid("pair of surrogates", #""\ud83e\udd8e""#, "🦎"),
    Valid("high surrogate alone", #""\ud83e!""#, "\u{FFFD}!"),
    Valid("high surrogate at the end", #""\ud83e""#, "\u{FFFD}"),
    Valid("low surrogate alone", #""\udd8e""#, "\u{FFFD}"),
    Valid("two high surrogates, then a low one", #""\ud83e\ud83e\udd8e""#, "\u{FFFD}🦎"),
    Valid("high surrogate before a letter's escape", #""\ud83e\u0041""#, "\u{FFFD}A"),
    Valid("high surrogate before another escape", #""\ud83e\n""#, "\u{FFFD}\n"),
    Valid("raw DEL and emoji", "\"\u{7F}🦎\"", "\u{7F}🦎"),
    Valid("empty array", "[ ]", []),
    Valid("empty object", "{\n}", [:]),
    Valid("nested", #"{"a":[{"b":[]},null]}"#, ["a": [["b": []], .null]]),
    Valid("order of members", #"{"b":1,"a":2}"#, ["b": 1, "a": 2]),
    Valid("of two equal names the last", #"{"a":1,"b":2,"a":3}"#, ["b": 2, "a": 3]),
    Valid("names equal after unescaping", #"{"a":1,"\u0061":2}"#, ["a": 2]),
    Valid("empty name", #"{"":1}"#, ["": 1]),
  ]

  @Test(arguments: valid)
  func reads(_ example: Valid) throws {
    #expect(try JSONValue(parsing: example.text) == example.value)
  }

  struct Invalid: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let offset: Int
    let reason: String
    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], at offset: Int, _ reason: String) {
      self.name = name
      self.bytes = bytes
      self.offset = offset
      self.reason = reason
    }

    init(_ name: String, _ text: String, at offset: Int, _ reason: String) {
      self.init(name, Array(text.utf8), at: offset, reason)
    }
  }

  static let invalid: [Invalid] = [
    Invalid("nothing", "", at: 0, "found the end, expected a value"),
    Invalid("white space only", " \n", at: 2, "found the end, expected a value"),
    Invalid("byte order mark", "\u{FEFF}{}", at: 0, "found byte 0xef, expected a value"),
    Invalid("leading zero", "01", at: 1, "found '1' after the value, expected the end"),
    Invalid("sign alone", "-", at: 1, "found the end, expected a digit"),
    Invalid("plus sign", "+1", at: 0, "found '+', expected a value"),
    Invalid("point without digits", "1.", at: 2, "found the end, expected a digit"),
    Invalid("point first", ".5", at: 0, "found '.', expected a value"),
    Invalid("exponent without digits", "[1e]", at: 3, "found ']', expected a digit"),
    Invalid("hexadecimal", "0x10", at: 1, "found 'x' after the value, expected the end"),
    Invalid("Python's NaN", "NaN", at: 0, "found 'N', expected a value"),
    Invalid("Python's infinity", "[Infinity]", at: 1, "found 'I', expected a value"),
    Invalid("half a word", "tru", at: 0, "found 't', expected 'true'"),
    Invalid("misspelt word", "nulL", at: 0, "found 'n', expected 'null'"),
    Invalid("value after the value", "{} {}", at: 3, "found '{' after the value, expected the end"),
    Invalid(
      "NUL after the value", "{}\u{0}", at: 2, "found byte 0x0 after the value, expected the end"),
    Invalid("open object", #"{"a":1"#, at: 6, "found the end, expected ',' or '}'"),
    Invalid("open array", "[1,", at: 3, "found the end, expected a value"),
    Invalid("comma at the end of an array", "[1,]", at: 3, "found ']', expected a value"),
    Invalid(
      "comma at the end of an object", #"{"a":1,}"#, at: 7,
      "found '}', expected a name in double quotes"),
    Invalid("no comma", "[1 2]", at: 3, "found '2', expected ',' or ']'"),
    Invalid("no colon", #"{"a" 1}"#, at: 5, "found '1', expected ':'"),
    Invalid("name without quotes", "{a:1}", at: 1, "found 'a', expected a name in double quotes"),
    Invalid("comment", "[/**/]", at: 1, "found '/', expected a value"),
    Invalid("open text", #"{"a":"b"#, at: 7, "found the end inside a string"),
    Invalid("open text after an escape", #""\n"#, at: 3, "found the end inside a string"),
    Invalid("backslash at the end", #""a\"#, at: 3, "found the end inside a string"),
    Invalid(
      "raw line end in a text", "\"a\nb\"", at: 2, "found a control character inside a string"),
    Invalid(
      "raw tab after an escape", "\"\\n\t\"", at: 3, "found a control character inside a string"),
    Invalid("unknown escape", #""\x41""#, at: 2, "found 'x' after a backslash"),
    Invalid("short escape", #""\u12""#, at: 5, "found '\"', expected a hexadecimal digit"),
    Invalid("sign in an escape", #""\u+123""#, at: 3, "found '+', expected a hexadecimal digit"),
    Invalid(
      "bad escape after a high surrogate", #""\ud83e\uzzzz""#, at: 9,
      "found 'z', expected a hexadecimal digit"),
    Invalid("lone continuation byte", [0x22, 0x80, 0x22], at: 1, "the string is not valid UTF-8"),
    Invalid("truncated UTF-8", [0x22, 0xF0, 0x9F, 0x22], at: 1, "the string is not valid UTF-8"),
    Invalid("overlong slash", [0x22, 0xC0, 0xAF, 0x22], at: 1, "the string is not valid UTF-8"),
    Invalid(
      "surrogate in UTF-8 after an escape", [0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22], at: 1,
      "the string is not valid UTF-8"),
    Invalid(
      "invalid UTF-8 in a name", [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], at: 2,
      "the string is not valid UTF-8"),
    Invalid("no-break space", "\u{A0}1", at: 0, "found byte 0xc2, expected a value"),
  ]

  @Test(arguments: invalid)
  func refusesWithThePlace(_ example: Invalid) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: example.bytes) }
    #expect(error == JSONError(offset: example.offset, reason: example.reason))
    #expect(error.description == "invalid JSON at byte \(example.offset): \(example.reason)")
  }

  @Test func refusesEveryProperPrefixOfAnObject() throws {
    let text = Array(#"{"a": [1.5e3, "x\u00e9\n", true], "b": {"c": null}}"#.utf8)
    #expect(throws: Never.self) { try JSONValue(parsing: text) }
    for count in 0..<text.count {
      let error = #expect(throws: JSONError.self, "\(count) bytes") {
        try JSONValue(parsing: text.prefix(count))
      }
      #expect((error?.offset ?? -1) <= count)
    }
  }

  struct Depth: Sendable {
    let open: String
    let close: String
  }

  @Test(arguments: [Depth(open: "[", close: "]"), Depth(open: #"{"a":"#, close: "}")])
  func refusesWhatIsNestedTooDeeply(_ shape: Depth) throws {
    func text(_ depth: Int) -> String {
      String(repeating: shape.open, count: depth) + "1"
        + String(repeating: shape.close, count: depth)
    }
    #expect(throws: Never.self) { try JSONValue(parsing: text(128)) }
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text(129)) }
    #expect(error == JSONError(offset: 128 * shape.open.utf8.count, reason: "nested too deeply"))
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: String(repeating: shape.open, count: 1_000_000))
    }
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: "[[1]]".utf8, maximumDepth: 1)
    }
  }

  @Test func countsDepthNotNumber() throws {
    let text = "[" + Array(repeating: "[]", count: 1000).joined(separator: ",") + "]"
    #expect(try JSONValue(parsing: text).array?.count == 1000)
  }

  /// Python keeps `é` and `e` with a combining accent apart.
  @Test func keepsNamesThatOnlyLookAlike() throws {
    let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value.members?.map(\.value) == [1, 2])
    #expect(value["\u{E9}"] == 1)
    #expect(value["e\u{301}"] == 2)
  }

  /// Compared pair by pair, these names would take more than half a minute.
  @Test func readsAnObjectWithVeryManyNames() throws {
    let names = (0..<50_000).map { "\"name\($0)\":\($0)" }
    let value = try JSONValue(parsing: "{" + names.joined(separator: ",") + ",\"name7\":-1}")
    #expect(value.members?.count == 50_000)
    #expect(value["name7"] == -1)
    #expect(value.members?.last?.name == "name7")
    #expect(value.members?.first?.name == "name0")
  }

  @Test func neverCrashesOnMutatedText() throws {
    var generator = SplitMix64(seed: 20_260_626)
    for round in 0..<2000 {
      var bytes = Array(JSONValue.random(using: &generator).compact.utf8)
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        let index = Int.random(in: 0...bytes.count, using: &generator)
        let byte = UInt8.random(in: 0...255, using: &generator)
        if index < bytes.count, Bool.random(using: &generator) {
          bytes[index] = byte
        } else {
          bytes.insert(byte, at: index)
        }
      }
      do throws(JSONError) {
        let value = try JSONValue(parsing: bytes)
        #expect(try JSONValue(parsing: value.compact) == value, "round \(round)")
      } catch {
        #expect((0...bytes.count).contains(error.offset), "round \(round)")
      }
    }
  }
}
