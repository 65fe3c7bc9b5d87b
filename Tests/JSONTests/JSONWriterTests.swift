import JSON
import TestSupport
import Testing

@Suite struct JSONWriterTests {
  @Test func writesControlCharactersAsEscapes() {
    let value: JSONValue = "\u{0}\u{8}\t\n\u{C}\r\u{1F}\"\\/\u{7F}é🦎"
    #expect(value.compact == #""\u0000\u0008\t\n\u000c\r\u001f\"\\/\u007fé🦎""#)
  }

  @Test func isReadBackAsItWas() throws {
    for seed in UInt64(1)...2000 {
      var generator = SplitMix64(seed: seed)
      let value = JSONValue.random(using: &generator)
      #expect(try JSONValue(parsing: value.compact) == value, "seed \(seed)")
      #expect(try JSONValue(parsing: value.compact).compact == value.compact, "seed \(seed)")
      #expect(try JSONValue(parsing: value.pretty) == value, "seed \(seed)")
      let sorted = value.sorted
      #expect(try JSONValue(parsing: sorted.compact) == sorted, "seed \(seed)")
      #expect(sorted.sorted == sorted, "seed \(seed)")
    }
  }

  @Test func sortsMembersByBytesAtEveryLevel() throws {
    let value = try JSONValue(
      parsing: #"{"b":[{"z":1,"Z":2,"é":3,"a.b":4,"a":5,"_":6}],"B":null,"":0}"#)
    #expect(
      value.sorted.compact
        == #"{"":0,"B":null,"b":[{"Z":2,"_":6,"a":5,"a.b":4,"z":1,"é":3}]}"#)
  }

  @Test func sortingDoesNotReorderArrays() {
    let value: JSONValue = [3, 1, 2]
    #expect(value.sorted == value)
  }

  struct Layout: Sendable, CustomTestStringConvertible {
    let name: String
    let value: JSONValue
    let text: String
    var testDescription: String { name }
  }

  static let layouts: [Layout] = [
    Layout(name: "empty object", value: [:], text: "{}"),
    Layout(name: "empty array in an object", value: ["a": []], text: #"{"a": []}"#),
    Layout(
      name: "what fits stays on one line", value: ["a": [1, 2], "b": .null],
      text: #"{"a": [1, 2], "b": null}"#),
    Layout(
      name: "what does not fit is broken, its parts are not",
      value: ["first": .array(.init(repeating: 10, count: 14)), "second": [1, 2]],
      text: """
        {
          "first": [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10],
          "second": [1, 2]
        }
        """),
    Layout(
      name: "exactly 72 columns",
      value: [
        .string(String(repeating: "x", count: 34)), .string(String(repeating: "y", count: 30)),
      ],
      text: "[\"\(String(repeating: "x", count: 34))\", \"\(String(repeating: "y", count: 30))\"]"),
    Layout(
      name: "73 columns",
      value: [
        .string(String(repeating: "x", count: 35)), .string(String(repeating: "y", count: 30)),
      ],
      text: """
        [
          "\(String(repeating: "x", count: 35))",
          "\(String(repeating: "y", count: 30))"
        ]
        """),
  ]

  @Test(arguments: layouts)
  func laysOut(_ example: Layout) {
    #expect(example.value.pretty == example.text)
  }

  /// A line may be longer only when there is nothing in it to break: one scalar, with its name.
  @Test func breaksLinesThatDoNotFit() throws {
    var broken = 0
    for seed in UInt64(1)...1000 {
      var generator = SplitMix64(seed: seed)
      let text = JSONValue.random(levels: 6, using: &generator).pretty
      if text.contains("\n") { broken += 1 }
      for line in text.split(separator: "\n") where line.utf8.count > 72 {
        let bare = line.hasSuffix(",") ? line.dropLast() : line
        guard bare.utf8.count > 72 else { continue }
        let member = try? JSONValue(parsing: "{\(bare)}").members?.first?.value
        let value = try member ?? JSONValue(parsing: String(bare))
        #expect(value.array?.isEmpty != false, "seed \(seed): \(line)")
        #expect(value.members?.isEmpty != false, "seed \(seed): \(line)")
      }
    }
    #expect(broken > 50)
  }
}
