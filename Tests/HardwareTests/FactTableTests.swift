import Hardware
import Testing

@Suite struct FactTableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let columns: [String]
    /// The line and fields of each row; nil for what is empty.
    let rows: [(line: Int, fields: [String?])]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "nothing", text: "", columns: [], rows: []),
    Case(name: "a header", text: "a,b\n", columns: ["a", "b"], rows: []),
    Case(name: "a header without line end", text: "a,b", columns: ["a", "b"], rows: []),
    Case(
      name: "rows", text: "a,b\n1,2\n3,4\n", columns: ["a", "b"],
      rows: [(2, ["1", "2"]), (3, ["3", "4"])]),
    Case(
      name: "no line end at the end", text: "a,b\n1,2", columns: ["a", "b"],
      rows: [(2, ["1", "2"])]),
    Case(
      name: "CRLF", text: "a,b\r\n1,2\r\n", columns: ["a", "b"], rows: [(2, ["1", "2"])]),
    Case(name: "empty fields", text: "a,b\n,\n", columns: ["a", "b"], rows: [(2, [nil, nil])]),
    Case(
      name: "an empty field at the end of the file", text: "a,b\n1,", columns: ["a", "b"],
      rows: [(2, ["1", nil])]),
    Case(
      name: "empty lines are no rows but count", text: "a,b\n\n\r\n1,2\n", columns: ["a", "b"],
      rows: [(4, ["1", "2"])]),
    Case(
      name: "quoted comma", text: "a,b\n\"1,5\",2\n", columns: ["a", "b"],
      rows: [(2, ["1,5", "2"])]),
    Case(
      name: "quoted quotes", text: "a,b\n\"say \"\"no\"\"\",\"\"\"\"\n", columns: ["a", "b"],
      rows: [(2, ["say \"no\"", "\""])]),
    Case(
      name: "empty quoted fields side by side", text: "a,b\n\"\",\"\"\n", columns: ["a", "b"],
      rows: [(2, [nil, nil])]),
    Case(
      name: "quoted line ends, and the line after them", text: "a,b\n\"1\r\n2\n\",3\n4,5\n",
      columns: ["a", "b"], rows: [(2, ["1\r\n2\n", "3"]), (5, ["4", "5"])]),
    Case(
      name: "quoted header", text: "\"a,b\",c\n1,2\n", columns: ["a,b", "c"],
      rows: [(2, ["1", "2"])]),
    Case(
      name: "text beyond ASCII", text: "a\nµs 漢 🦎\n", columns: ["a"], rows: [(2, ["µs 漢 🦎"])]),
  ]

  @Test(arguments: cases)
  func reads(_ example: Case) throws {
    let table = try FactTable(example.text.utf8, file: "x.csv")
    #expect(table.columns == example.columns)
    #expect(table.rows.map(\.line) == example.rows.map(\.line))
    for (row, expected) in zip(table.rows, example.rows) {
      #expect(example.columns.map { row[$0] } == expected.fields)
    }
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let text: String
    let message: String
    var testDescription: String { message }
  }

  static let failures: [Failure] = [
    Failure(
      text: "a,b\n1,2\n3\n", message: "x.csv:3: found 1 fields, expected 2 as in the header"),
    Failure(
      text: "a,b\n1,2,3\n", message: "x.csv:2: found 3 fields, expected 2 as in the header"),
    Failure(
      text: "a,b\n\"1\n2\",3\n4\n", message: "x.csv:4: found 1 fields, expected 2 as in the header"),
    Failure(text: "a,b\n1,2\n3,\"4\n5\n", message: "x.csv:3: a quoted field does not end"),
  ]

  @Test(arguments: failures)
  func refusesWithFileAndLine(_ example: Failure) throws {
    let error = try #require(throws: FactError.self) {
      try FactTable(example.text.utf8, file: "x.csv")
    }
    #expect(error.description == example.message)
  }

  private func row(_ text: String) throws -> FactTable.Row {
    try #require(try FactTable(text.utf8, file: "x.csv").rows.first)
  }

  @Test func convertsFields() throws {
    let row = try row("n,i,e,list,none\n2.5,7,high,a; b ;c;,\n")
    #expect(try row.number("n") == 2.5)
    #expect(try row.number("none") == nil)
    #expect(try row.number("nowhere") == nil)
    #expect(try row.integer("i") == 7)
    #expect(try row.integer("none") == nil)
    #expect(try row.value("e", of: Confidence.self) == .high)
    #expect(try row.value("none", of: Confidence.self) == nil)
    #expect(row.list("list") == ["a", "b", "c"])
    #expect(row.list("none") == [])
    #expect(try row.required("i") == "7")
  }

  struct Conversion: Sendable, CustomTestStringConvertible {
    let message: String
    let convert: @Sendable (FactTable.Row) throws -> Void
    var testDescription: String { message }
  }

  static let conversions: [Conversion] = [
    Conversion(message: "x.csv:2: column 'a': found 'seven', expected a number") {
      _ = try $0.number("a")
    },
    Conversion(message: "x.csv:2: column 'b': found 'inf', expected a number") {
      _ = try $0.number("b")
    },
    Conversion(message: "x.csv:2: column 'c': found '1.5', expected a whole number") {
      _ = try $0.integer("c")
    },
    Conversion(
      message: "x.csv:2: column 'a': found 'seven', expected one of high, medium, low"
    ) { _ = try $0.value("a", of: Confidence.self) },
    Conversion(message: "x.csv:2: column 'd' is empty") { _ = try $0.required("d") },
    Conversion(message: "x.csv:2: column 'source' is empty") { _ = try $0.provenance() },
  ]

  @Test(arguments: conversions)
  func namesTheColumn(_ example: Conversion) throws {
    let row = try row("a,b,c,d\nseven,inf,1.5,\n")
    let error = try #require(throws: FactError.self) { try example.convert(row) }
    #expect(error.description == example.message)
  }
}
