import Catalog
import JSON
import SQLite
import Selectors
import TestSupport
import Testbed
import Testing

/// The view that people query against the rules that selectors are matched with.
@Suite struct NodePropertyTests {
  let fixture: CatalogFixture

  init() throws { fixture = try CatalogFixture() }

  /// The properties of the record that has `extra` as its member `x`, from the view and from the rules,
  /// each as `name=value`.
  private func properties(
    of extras: [String: JSONValue]
  ) throws -> [String: (view: [String], rules: [String])] {
    var records: [String: JSONValue] = [:]
    for (uid, extra) in extras {
      records[uid] = [
        "uid": .string(uid), "node_type": "t", "node_name": "n", "x": extra,
      ]
    }
    try fixture.writer().replace("uc", records.sorted { $0.key < $1.key }.map(\.value))
    let rows = try fixture.connection().query(
      "SELECT uid, property, value FROM node_property"
    ) { ($0.text(0) ?? "", "\($0.text(1) ?? "NULL")=\($0.text(2) ?? "NULL")") }
    let view = Dictionary(grouping: rows) { $0.0 }
    return Dictionary(
      uniqueKeysWithValues: records.map { uid, record in
        let rules = ResourceProperties(record: record).sorted.map { "\($0.name)=\($0.value)" }
        return (uid, ((view[uid] ?? []).map(\.1).sorted(), rules.sorted()))
      })
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    /// The properties of `x`.
    let expected: [String]
    var testDescription: String { text }
  }

  static let cases: [Case] = [
    Case(text: #""text""#, expected: ["x=text"]),
    Case(text: #""""#, expected: ["x="]),
    Case(text: "null", expected: []),
    Case(text: "{}", expected: []),
    Case(text: "[]", expected: []),
    Case(text: "[[], {}, null]", expected: []),
    Case(text: "true", expected: ["x=True"]),
    Case(text: "[false]", expected: ["x.0=False"]),
    Case(text: #""True""#, expected: ["x=True"]),
    Case(
      text: "[1, [2, [3]], {\"a\": [4]}]", expected: ["x.0=1", "x.1.0=2", "x.1.1.0=3", "x.2.a.0=4"]),
    Case(text: #"{"gpu_count": 4}"#, expected: ["x.gpu_count=4"]),
    Case(text: #"{"with.dots": 1}"#, expected: ["x.with.dots=1"]),
    Case(text: #"{"a[0]": 1, "]": 2, "[": 3}"#, expected: ["x.[=3", "x.]=2", "x.a[0]=1"]),
    Case(text: #"{"a\"b": 1, "\"": 2}"#, expected: [#"x."=2"#, #"x.a"b=1"#]),
    Case(text: #"{"a\\b": 1, "\\": 2}"#, expected: [#"x.\=2"#, #"x.a\b=1"#]),
    Case(
      text: #"{"a b": 1, "": 2, "$": 3, "'": 4}"#, expected: ["x.$=3", "x.'=4", "x.=2", "x.a b=1"]),
    Case(text: #"{"": {"": 1, "a": 2}}"#, expected: ["x..=1", "x..a=2"]),
    Case(text: #"{"é": 1, "e\u0301": 2, "🦎": "漢"}"#, expected: ["x.e\u{301}=2", "x.é=1", "x.🦎=漢"]),
    Case(text: #"{"line\nend": "a\tb\u0001"}"#, expected: ["x.line\nend=a\tb\u{1}"]),
    Case(text: #"{"1": {"2": 3}}"#, expected: ["x.1.2=3"]),
    Case(text: #"{"a.b": 1, "a": {"b": 2}}"#, expected: ["x.a.b=1"]),
    Case(text: #"{"a": {"b": 2}, "a.b": {"c": 1}}"#, expected: ["x.a.b.c=1", "x.a.b=2"]),
    Case(text: "0", expected: ["x=0"]),
    Case(text: "-0", expected: ["x=0"]),
    Case(text: "2411724800", expected: ["x=2411724800"]),
    Case(text: "9223372036854775807", expected: ["x=9223372036854775807"]),
    Case(text: "9223372036854775808", expected: ["x=9223372036854775808"]),
    Case(
      text: "[-123456789012345678901234567890, {\"a.b[0]\": 99999999999999999999}]",
      expected: ["x.0=-123456789012345678901234567890", "x.1.a.b[0]=99999999999999999999"]),
    Case(text: "1.0", expected: ["x=1.0"]),
    Case(text: "-1.50", expected: ["x=-1.5"]),
    Case(text: "1e3", expected: ["x=1000.0"]),
    Case(text: "1E+2", expected: ["x=100.0"]),
    Case(text: "0.0", expected: ["x=0.0"]),
    Case(text: "0.1", expected: ["x=0.1"]),
    Case(text: "0.30000000000000004", expected: ["x=0.30000000000000004"]),
    Case(text: "0.0001", expected: ["x=0.0001"]),
    Case(text: "0.00001", expected: ["x=1e-05"]),
    Case(text: "0.0000123", expected: ["x=1.23e-05"]),
    Case(text: "1e15", expected: ["x=1000000000000000.0"]),
    Case(text: "1e16", expected: ["x=1e+16"]),
    Case(text: "123456789012345.75", expected: ["x=123456789012345.75"]),
    Case(text: "1.5e300", expected: ["x=1.5e+300"]),
    Case(text: "1e-7", expected: ["x=1e-07"]),
    Case(text: "123456.789e3", expected: ["x=123456789.0"]),
    Case(text: "1e999", expected: ["x=inf"]),
    Case(text: "-1e999", expected: ["x=-inf"]),
  ]

  @Test(arguments: cases)
  func followTheRules(_ example: Case) throws {
    let value = try JSONValue(parsing: example.text)
    let found = try #require(try properties(of: ["n": value])["n"])
    #expect(found.view.filter { $0.hasPrefix("x") } == example.expected.sorted())
    #expect(found.view == found.rules)
  }

  @Test func followTheRulesForRandomRecords() throws {
    var extras: [String: JSONValue] = [:]
    for seed in UInt64(1)...600 {
      var generator = SplitMix64(seed: seed)
      extras["seed \(seed)"] = JSONValue.random(levels: 5, using: &generator).tamed
    }
    for (seed, found) in try properties(of: extras) where found.view != found.rules {
      let differences = Set(found.view).symmetricDifference(found.rules).sorted()
      Issue.record("\(seed): \(differences) in \(extras[seed]?.compact ?? "")")
    }
  }

  /// Up to 15 digits are exact in a double, and in SQLite.
  @Test func printFloatsAsPythonDoes() throws {
    var extras: [String: JSONValue] = [:]
    for seed in UInt64(1)...20 {
      var generator = SplitMix64(seed: seed)
      let numbers = (0..<100).map { _ -> JSONValue in
        let digits = Int.random(in: 1..<1_000_000_000_000_000, using: &generator)
        let sign = Bool.random(using: &generator) ? "-" : ""
        return .number("\(sign)\(digits)e\(Int.random(in: -40...20, using: &generator))")
      }
      extras["seed \(seed)"] = .array(numbers)
    }
    for (seed, found) in try properties(of: extras) where found.view != found.rules {
      Issue.record("\(seed): \(Set(found.view).symmetricDifference(found.rules).sorted())")
    }
  }

  @Test func areThoseOfOneNodeAndSite() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [["uid": "a", "node_type": "t", "x": 1]])
    try writer.replace("tacc", [["uid": "a", "node_type": "t", "x": 2]])
    let rows = try fixture.connection().query(
      "SELECT site, node_name, value FROM node_property WHERE property = 'x' ORDER BY site"
    ) { [$0.text(0), $0.text(1), $0.text(2)] }
    #expect(rows == [["tacc", "a", "2"], ["uc", "a", "1"]])
  }
}

extension JSONValue {
  /// Without what SQLite cannot tell: the sign of `-0.0`, and integers beyond 64 bits under names with
  /// characters that JSON escapes.
  fileprivate var tamed: JSONValue {
    switch self {
    case .number(let text): double == 0 && text.hasPrefix("-") ? 0 : self
    case .array(let items): .array(items.map(\.tamed))
    case .object(let members):
      .object(
        members.map { member in
          let isPlain =
            JSONValue.string(member.name).compact.utf8.count == member.name.utf8.count + 2
          return Member(
            member.name, !isPlain && member.value.double != nil ? 1 : member.value.tamed)
        })
    default: self
    }
  }
}
