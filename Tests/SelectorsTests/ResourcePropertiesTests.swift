import JSON
import Selectors
import Testing

@Suite struct ResourcePropertiesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let record: String
    let properties: [String]

    var testDescription: String { record }

    init(_ record: String, _ properties: String...) {
      self.record = record
      self.properties = properties
    }
  }

  static let cases = [
    Case("{}"),
    Case("[1]"),
    Case("null"),
    Case(#"{"a": null, "b": {}, "c": [], "d": {"e": null, "f": [null, {}]}}"#),
    Case(#"{"gpu": {"gpu": true}, "infiniband": false}"#, "gpu.gpu=True", "infiniband=False"),
    Case(
      #"{"storage_devices": [{"device": "sda"}, null, {"device": "sdc"}]}"#,
      "storage_devices.0.device=sda", "storage_devices.2.device=sdc"),
    Case(#"{"b": "", "a": " x  y "}"#, "a= x  y ", "b="),
    Case(#"{"a": ["x", ["y"]]}"#, "a.0=x", "a.1.0=y"),
    Case(#"{"é": 1, "z": 2, "Z": 3, "😀": 4, "\ufb01": 5}"#, "Z=3", "z=2", "é=1", "ﬁ=5", "😀=4"),
    Case(#"{"a.b": 1, "a": {"b": 2}}"#, "a.b=1"),
  ]

  @Test(arguments: cases) func flattens(_ item: Case) throws {
    let properties = ResourceProperties(record: try JSONValue(parsing: item.record))
    let found = properties.sorted.map { Array("\($0.name)=\($0.value)".unicodeScalars) }
    #expect(found == item.properties.map { Array($0.unicodeScalars) })
    for property in properties.sorted { #expect(properties[property.name] == property.value) }
    #expect(properties["nothing"] == nil)
  }

  /// What `str(json.loads(text))` prints in CPython 3.11.
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("-7", "-7"), ("206158430208", "206158430208"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("1.0", "1.0"), ("1.50", "1.5"), ("-0.0", "-0.0"), ("0e5", "0.0"), ("1e3", "1000.0"),
    ("1E+3", "1000.0"), ("12.5e-1", "1.25"), ("0.0001", "0.0001"), ("0.00001", "1e-05"),
    ("0.000012", "1.2e-05"), ("1e15", "1000000000000000.0"), ("1e16", "1e+16"),
    ("9007199254740993.0", "9007199254740992.0"), ("9999999999999998.0", "9999999999999998.0"),
    ("18014398509481984.0", "1.8014398509481984e+16"),
    ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("5e-324", "5e-324"), ("1e999", "inf"), ("-1e999", "-inf"), ("1e-999", "0.0"),
    ("0.1", "0.1"), ("2.675", "2.675"), ("123456.789", "123456.789"), ("1e22", "1e+22"),
    ("1e100", "1e+100"), ("100.0", "100.0"), ("2.4", "2.4"),
  ])
  func printsNumbersAsPythonDoes(json: String, text: String) throws {
    let record = JSONValue.object([.init("n", try JSONValue(parsing: json))])
    #expect(ResourceProperties(record: record)["n"] == text)
  }

  @Test func tellsCodePointsApart() {
    let properties: ResourceProperties = ["caf\u{e9}": "1", "cafe\u{301}": "2"]
    #expect(properties.sorted.map(\.value) == ["2", "1"])
    #expect(properties["caf\u{e9}"] == "1")
    #expect(properties["cafe\u{301}"] == "2")
  }

  @Test func keepsTheLastOfEqualNames() {
    let properties = ResourceProperties([
      (name: "b", value: "1"), (name: "a", value: "2"), (name: "b", value: "3"),
    ])
    #expect(properties.sorted.map(\.name) == ["a", "b"])
    #expect(properties["b"] == "3")
  }
}
