@testable import Catalog
import Hardware
import JSON
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

/// The files of `data/`.
@Suite struct FactsTests {
  static let files = [
    "processors.csv", "accelerators.csv", "interconnects.csv", "disks.csv", "fpgas.csv",
    "chassis.csv", "node_types.csv", "sites.csv", "flavors.csv", "images.csv",
  ]

  @Test(arguments: files)
  func everyRowHasItsSource(_ file: String) throws {
    let table = try FactTable(BundledData.bytes(of: file), file: file)
    #expect(!table.rows.isEmpty)
    #expect(table.columns.suffix(3) == ["source", "date", "confidence"])
    for row in table.rows {
      let provenance = try row.provenance()
      #expect(row["confidence"] == provenance.confidence.rawValue, "\(file):\(row.line)")
      let parts = provenance.date.split(separator: "-").compactMap { Int($0) }
      #expect(
        parts.count == 3 && provenance.date.utf8.count == 10 && (2015...2026).contains(parts[0])
          && (1...12).contains(parts[1]) && (1...31).contains(parts[2]),
        "\(file):\(row.line): \(provenance.date)")
    }
  }

  @Test func theNamesOfAFileAreUnique() throws {
    let keys = [
      "processors.csv": ["model"], "accelerators.csv": ["model"], "fpgas.csv": ["model"],
      "node_types.csv": ["site", "node_type"], "sites.csv": ["uid"],
      "flavors.csv": ["site", "flavor"],
    ]
    for (file, columns) in keys {
      let table = try FactTable(BundledData.bytes(of: file), file: file)
      let names = table.rows.map { row in columns.map { row[$0] ?? "" }.joined(separator: "@") }
      #expect(Set(names).count == names.count, "\(file)")
    }
  }

  @Test func everyProcessorIsRecognisedByItsFirstPattern() throws {
    let facts = try Fixtures.facts.get()
    #expect(facts.processors.count >= 30)
    for row in try FactTable(BundledData.bytes(of: "processors.csv"), file: "processors.csv").rows {
      let model = try row.required("model")
      let pattern = try #require(row.list("patterns").first)
      #expect(facts.processor(recordedAs: pattern)?.model == model)
      #expect(facts.processor(named: model)?.model == model)
    }
  }

  @Test(arguments: ["processors.csv", "accelerators.csv", "fpgas.csv"])
  func noTwoRowsClaimOneText(_ file: String) throws {
    let rows = try FactTable(BundledData.bytes(of: file), file: file).rows
    func claims(_ text: String) -> [String] {
      let words = ModelPattern.words(of: text)
      return rows.filter { row in
        row.list("patterns").contains { ModelPattern($0).matches(words) }
      }.compactMap { $0["model"] }
    }
    for row in rows {
      let model = try row.required("model")
      for text in row.list("patterns") { #expect(claims(text) == [model], "\(text)") }
      #expect([[], [model]].contains(claims(model)), "\(model)")
    }
  }

  /// The same with what the records of the bundled catalogue say.
  @Test func noTwoRowsClaimARecordedText() throws {
    var texts: [String: Set<String>] = [:]
    let catalog = try Catalog.bundled()
    for site in try catalog.sites() {
      try catalog.forEachRecord(at: site.id) { _, record in
        for (file, path) in [
          ("processors.csv", ["processor", "model"]),
          ("processors.csv", ["processor", "other_description"]),
          ("accelerators.csv", ["gpu", "gpu_model"]), ("fpgas.csv", ["fpga", "board_model"]),
        ] {
          if let text = record?[path[0]]?[path[1]]?.string { texts[file, default: []].insert(text) }
        }
      }
    }
    #expect(texts.count == 3)
    for (file, recorded) in texts {
      let rows = try FactTable(BundledData.bytes(of: file), file: file).rows
      for text in recorded {
        let words = ModelPattern.words(of: text)
        let claims = rows.filter { row in
          row.list("patterns").contains { ModelPattern($0).matches(words) }
        }
        #expect(claims.count <= 1, "\(text)")
      }
    }
  }

  @Test(arguments: ["disks.csv", "interconnects.csv"])
  func noTwoRowsHaveOneName(_ file: String) throws {
    let rows = try FactTable(BundledData.bytes(of: file), file: file).rows
    let names = rows.flatMap { $0.list("patterns") }
    let repeated = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(repeated.isEmpty)
  }

  /// What records of the reference repository say, and what is meant.
  @Test(arguments: [
    ("Intel(R) Xeon(R) Gold 6242 CPU @ 2.80GHz", "Intel Xeon Gold 6242"),
    ("Intel(R) Xeon(R) Gold 6240R CPU @ 2.40GH", "Intel Xeon Gold 6240R"),
    ("Intel(R) Xeon(R) CPU E5-2670 v3 @ 2.30GHz", "Intel Xeon E5-2670 v3"),
    ("Intel(R) Xeon(R) CPU E5-2660 v4 @ 2.00GH", "Intel Xeon E5-2660 v4"),
    ("AMD EPYC 7763 64-Core Processor", "AMD EPYC 7763"),
    ("AMD EPYC 4545P 16-Core Processor", "AMD EPYC 4545P"),
    ("Cavium ThunderX2(R) CPU CN9980 v2.2 @ 2.20GHz", "Cavium ThunderX2 CN9980"),
    ("461F0010", "Fujitsu A64FX"),
    ("Intel Xeon", nil),
    ("Intel(R) Xeon(R) Gold 6242R CPU @ 3.10GHz", nil),
  ])
  func knowsRecordedProcessors(_ text: String, _ model: String?) throws {
    #expect(try Fixtures.facts.get().processor(recordedAs: text)?.model == model)
  }

  @Test(arguments: [
    ("GK210GL [Tesla K80]", "K80"),
    ("GP100GL [Tesla P100 PCIe 16GB]", "P100 PCIe 16GB"),
    ("GA100 [A100 PCIe 40GB]", "A100 PCIe 40GB"),
    ("GA100GL [A30 PCIe]", "A30"),
    ("Arcturus GL-XL [Instinct MI100]", "MI100"),
    ("Ponte Vecchio XT (2 Tile) [Data Center GPU Max 1550]", "Max 1550"),
    ("TU102GL [Quadro RTX 6000/8000]", "Quadro RTX 6000"),
    ("NVIDIA Corporation", nil),
    ("P100", nil),
  ])
  func knowsRecordedGPUs(_ text: String, _ model: String?) throws {
    #expect(try Fixtures.facts.get().accelerator(recordedAs: text)?.model == model)
  }

  /// Every GPU and processor that one file names is known to the other.
  @Test func filesAgreeWithEachOther() throws {
    let facts = try Fixtures.facts.get()
    for fact in facts.nodeTypes {
      if let model = fact.accelerator {
        #expect(facts.accelerator(named: model) != nil, "\(fact.nodeType)@\(fact.site): \(model)")
      }
      #expect(
        facts.sites.contains { $0.uid == fact.site } || fact.status == .retired, "\(fact.site)")
    }
    for fact in facts.flavors {
      if let model = fact.accelerator {
        #expect(facts.accelerator(named: model) != nil, "\(model)")
      }
      if let model = fact.hostProcessor {
        #expect(facts.processor(named: model) != nil, "\(model)")
      }
    }
  }

  @Test func aMissingFileHasNoFacts() throws {
    let facts = try Facts { _ in [] }
    #expect(facts.processors.isEmpty)
    #expect(facts.processor(recordedAs: "Gold 6242") == nil)
  }

  @Test func namesFileAndLineOfABadRow() throws {
    let error = try #require(throws: FactError.self) {
      try Facts { file in
        file == "sites.csv" ? Array("uid,name\nuc,CHI@UC\n,nameless\n".utf8) : []
      }
    }
    #expect(error.description == "sites.csv:3: column 'uid' is empty")
  }

  @Test func refusesAThroughputOutsideItsRange() throws {
    let header = "model,patterns,vendor,microarchitecture,generation,isa,source,date,confidence,"
    let error = try #require(throws: FactError.self) {
      try Facts { file in
        guard file == "processors.csv" else { return [] }
        let row =
          header
          + "spec_sockets,spec_int,spec_int_low,spec_int_high\nm,m,v,a,g,x,s,d,low,2,100,120,130\n"
        return Array(row.utf8)
      }
    }
    #expect(
      error.description
        == "processors.csv:2: 'spec_int' is 100.0, outside its range 120.0 to 130.0")
  }
}

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
