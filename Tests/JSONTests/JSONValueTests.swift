import JSON
import Testing

@Suite struct JSONValueTests {
  struct Number: Sendable, CustomTestStringConvertible {
    let text: String
    let integer: Int?
    let double: Double?
    var testDescription: String { text }
  }

  static let numbers: [Number] = [
    Number(text: "0", integer: 0, double: 0),
    Number(text: "-0", integer: 0, double: -0.0),
    Number(text: "42", integer: 42, double: 42),
    Number(text: "1e3", integer: 1000, double: 1000),
    Number(text: "1.0", integer: 1, double: 1),
    Number(text: "1.5", integer: nil, double: 1.5),
    Number(text: "9223372036854775807", integer: .max, double: 9.223372036854775807e18),
    Number(text: "-9223372036854775808", integer: .min, double: -9.223372036854775808e18),
    Number(text: "9223372036854775808", integer: nil, double: 9.223372036854775808e18),
    Number(text: "1e19", integer: nil, double: 1e19),
    Number(text: "1e999", integer: nil, double: .infinity),
    Number(text: "-1e999", integer: nil, double: -.infinity),
    Number(text: "1e-999", integer: 0, double: 0),
  ]

  @Test(arguments: numbers)
  func readsNumbers(_ example: Number) {
    let value = JSONValue.number(example.text)
    #expect(value.integer == example.integer)
    #expect(value.double == example.double)
  }

  @Test func isOnlyWhatItIs() {
    let all: [JSONValue] = [.null, true, 1, "1", [1], ["a": 1]]
    #expect(all.map(\.isNull) == [true, false, false, false, false, false])
    #expect(all.map(\.bool) == [nil, true, nil, nil, nil, nil])
    #expect(all.map(\.integer) == [nil, nil, 1, nil, nil, nil])
    #expect(all.map(\.double) == [nil, nil, 1, nil, nil, nil])
    #expect(all.map(\.string) == [nil, nil, nil, "1", nil, nil])
    #expect(all.map { $0.array?.count } == [nil, nil, nil, nil, 1, nil])
    #expect(all.map { $0.members?.count } == [nil, nil, nil, nil, nil, 1])
    #expect(all.map { $0["a"] } == [nil, nil, nil, nil, nil, 1])
    #expect(
      all.map(\.kind) == ["null", "a boolean", "a number", "a string", "an array", "an object"])
  }

  @Test func followsAPathUntilSomethingIsMissing() {
    let value: JSONValue = ["a": ["b": ["c": 7]], "d": .null]
    #expect(value[path: "a", "b", "c"] == 7)
    #expect(value[path: "a", "x", "c"] == nil)
    #expect(value[path: "d"] == .null)
    #expect(value[path: "d", "e"] == nil)
  }

  struct Decimal: Sendable, CustomTestStringConvertible {
    let value: Double
    let digits: Int
    let text: String
    var testDescription: String { "\(value) with \(digits)" }
  }

  static let decimals: [Decimal] = [
    Decimal(value: 0, digits: 2, text: "0"),
    Decimal(value: -0.001, digits: 2, text: "0"),
    Decimal(value: 1, digits: 0, text: "1"),
    Decimal(value: 1.005, digits: 1, text: "1"),
    Decimal(value: 0.95, digits: 2, text: "0.95"),
    Decimal(value: -2.5, digits: 3, text: "-2.5"),
    Decimal(value: 0.007, digits: 3, text: "0.007"),
    Decimal(value: 9.999, digits: 2, text: "10"),
    Decimal(value: 123456.75, digits: 1, text: "123456.8"),
    Decimal(value: 2_400_000_000, digits: 0, text: "2400000000"),
    Decimal(value: 4e14, digits: 2, text: "400000000000000"),
    Decimal(value: 0.000_000_1, digits: 10, text: "0.0000001"),
  ]

  @Test(arguments: decimals)
  func writesDecimals(_ example: Decimal) {
    #expect(JSONValue.decimal(example.value, digits: example.digits) == example.text)
    #expect(JSONValue(example.value, digits: example.digits) == .number(example.text))
  }

  @Test(arguments: [nil, Double.nan, .infinity, -.infinity])
  func hasNoNumberForWhatIsNotFinite(_ value: Double?) {
    #expect(JSONValue(value, digits: 2) == .null)
  }

  @Test func absentTextIsNull() {
    #expect(JSONValue(nil as String?) == .null)
    #expect(JSONValue("" as String?) == "")
  }
}
