@testable import Catalog
import Hardware
import JSON
import Testbed
import Testing

/// The files of `data/`.
@Suite struct FactsTests {
  static let files = [
    "processors.csv", "accelerators.csv", "interconnects.csv", "disks.csv", "fpgas.csv",
    "chassis.csv", "node_types.csv", "sites.csv", "flavors.csv", "images.csv",
    "networks.csv", "identifiers.csv",
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

  /// What `data/README.md` says of `high`: nothing that readings and ranking use is recalled or
  /// estimated, and what else is recalled is named.
  @Test(arguments: files)
  func highConfidenceRestsOnWhatWasRead(_ file: String) throws {
    let table = try FactTable(BundledData.bytes(of: file), file: file)
    let decisive = [
      "model", "memory_gib", "training_index", "training_low", "training_high", "spec_int",
      "spec_int_low", "spec_int_high", "spec_fp", "spec_fp_low", "spec_fp_high", "spec_sockets",
    ]
    for row in table.rows where try row.provenance().confidence == .high {
      let place = "\(file):\(row.line)"
      let source = try row.required("source")
      #expect(row["spec_basis"] != "estimated" && row["training_basis"] != "estimated", "\(place)")
      #expect(!source.contains("from memory"), "\(place)")
      guard let recalled = source.firstRange(of: "recalled from ") else { continue }
      let names = source[recalled.upperBound...].split(separator: ": ").last ?? ""
      for name in names.split(separator: ", ").map(String.init) {
        #expect(table.columns.contains(name), "\(place): \(name)")
        #expect(!decisive.contains(name), "\(place): \(name)")
        // Bandwidth decides where nothing was measured.
        let isMeasured = row["spec_basis"] == "measured" || row["training_basis"] == "measured"
        #expect(isMeasured || !name.contains("bandwidth"), "\(place): \(name)")
      }
    }
  }

  /// Half, a third, 1/32 or 1/64 of FP32, as the chip has it.
  @Test(arguments: [("A40", 64.0), ("RTX A6000", 64), ("A10", 64), ("L40S", 64), ("T4", 32)])
  func doublePrecisionIsAShareOfSingle(_ model: String, _ divisor: Double) throws {
    let fact = try #require(try Fixtures.facts.get().accelerator(named: model))
    let (double, single) = (try #require(fact.peak["fp64"]), try #require(fact.peak["fp32"]))
    #expect(abs(double - single / divisor) < 0.006)
  }

  @Test func tellsTheMemoryOfADevice() throws {
    let facts = try Fixtures.facts.get()
    #expect(facts.accelerator(named: "K80")?.memoryPerDevice == 12)
    #expect(facts.accelerator(named: "A100 PCIe 80GB")?.memoryPerDevice == 80)
  }

  @Test func tellsTheMemoryOfASlice() throws {
    let facts = try Fixtures.facts.get()
    let kvm = try #require(SiteID("kvm"))
    #expect(facts.flavor("g1.h100.vgpu.1g.12gb", at: kvm)?.acceleratorMemory == 12)
    #expect(facts.flavor("g1.h100.pci.4", at: kvm)?.acceleratorMemory == 94)
    #expect(try #require(facts.flavor("m1.tiny", at: kvm)).acceleratorMemory == nil)
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
    ("GA100GL [A30 PCIe]", "A30 PCIe 24GB"),
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
        file == "sites.csv"
          ? Array(
            "uid,name,source,date\nuc,CHI@UC,docs,2026-01-01\n,nameless,docs,2026-01-01\n".utf8)
          : []
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
