package import Testbed

/// All facts of `data/`, read once and looked up by name.
package struct Facts: Sendable {
  package let processors: [Processor]
  package let accelerators: [Accelerator]
  package let sites: [SiteFact]
  package let flavors: [FlavorFact]
  package let nodeTypes: [NodeTypeFact]
  package let fpgas: [FPGA]
  private let fpgaPatterns: [[ModelPattern]]
  private let drives: [String: Drive]
  private let adapters: [String: Adapter]
  private let processorIndex: [String: Int]
  private let acceleratorIndex: [String: Int]
  private let nodeTypeIndex: [String: Int]
  private let flavorIndex: [String: Int]

  /// Reads the files.
  ///
  /// - Parameter contents: The bytes of a file of `data/` by its name; none for a file that is not
  ///   there.
  /// - Throws: `FactError` with the file and the line.
  package init(contents: (String) -> [UInt8]) throws(FactError) {
    func table(_ file: String) throws(FactError) -> [FactTable.Row] {
      try FactTable(contents(file), file: file).rows
    }
    func facts<Fact>(
      _ file: String, _ make: (FactTable.Row) throws(FactError) -> Fact
    ) throws(FactError) -> [Fact] {
      var facts: [Fact] = []
      for row in try table(file) { facts.append(try make(row)) }
      return facts
    }
    processors = try facts("processors.csv", Processor.init)
    accelerators = try facts("accelerators.csv", Accelerator.init)
    sites = try facts("sites.csv", SiteFact.init)
    flavors = try facts("flavors.csv", FlavorFact.init)
    nodeTypes = try facts("node_types.csv", NodeTypeFact.init)
    let fpgaRows = try table("fpgas.csv")
    var fpgas: [FPGA] = []
    for row in fpgaRows { fpgas.append(try FPGA(row)) }
    self.fpgas = fpgas
    fpgaPatterns = fpgaRows.map { $0.list("patterns").map(ModelPattern.init) }
    drives = try Facts.byRecordedName(try table("disks.csv"), Drive.init)
    adapters = try Facts.byRecordedName(try table("interconnects.csv"), Adapter.init)
    processorIndex = Facts.index(processors.map(\.model))
    acceleratorIndex = Facts.index(accelerators.map(\.model))
    nodeTypeIndex = Facts.index(nodeTypes.map { "\($0.nodeType)@\($0.site)" })
    flavorIndex = Facts.index(flavors.map { "\($0.flavor)@\($0.site)" })
  }

  private static func byRecordedName<Fact>(
    _ rows: [FactTable.Row], _ make: (FactTable.Row) throws(FactError) -> Fact
  ) throws(FactError) -> [String: Fact] {
    var facts: [String: Fact] = [:]
    for row in rows {
      let fact = try make(row)
      for name in row.list("patterns") where facts[name] == nil { facts[name] = fact }
    }
    return facts
  }

  private static func index(_ names: [String]) -> [String: Int] {
    Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Facts {
  /// The processor with this canonical name.
  package func processor(named name: String) -> Processor? {
    processorIndex[name].map { processors[$0] }
  }

  /// The processor that a record means by `text`.
  package func processor(recordedAs text: String) -> Processor? {
    let words = ModelPattern.words(of: text)
    return processors.first { $0.patterns.contains { $0.matches(words) } }
  }

  /// The GPU with this canonical name.
  package func accelerator(named name: String) -> Accelerator? {
    acceleratorIndex[name].map { accelerators[$0] }
  }

  /// The GPU with this canonical name, or the one that `name` is a slice of, as `FlavorReader` names
  /// it: `H100 SXM5 94GB (1/7 MIG slice)`.
  package func accelerator(sliced name: String) -> Accelerator? {
    accelerator(named: name)
      ?? name.firstRange(of: " (").flatMap {
        accelerator(named: String(name[..<$0.lowerBound]))
      }
  }

  /// The GPU that a record means by `text`.
  package func accelerator(recordedAs text: String) -> Accelerator? {
    let words = ModelPattern.words(of: text)
    return accelerators.first { $0.patterns.contains { $0.matches(words) } }
  }

  /// The FPGA board that a record means by `text`.
  package func fpga(recordedAs text: String) -> FPGA? {
    let words = ModelPattern.words(of: text)
    return zip(fpgas, fpgaPatterns).first { $0.1.contains { $0.matches(words) } }?.0
  }

  /// The drive whose model is recorded as `text`.
  package func drive(recordedAs text: String) -> Drive? { drives[text] }

  /// The network adapter whose model is recorded as `text`.
  package func adapter(recordedAs text: String) -> Adapter? { adapters[text] }

  /// What is known of `nodeType` at `site`.
  package func nodeType(_ nodeType: String, at site: SiteID) -> NodeTypeFact? {
    nodeTypeIndex["\(nodeType)@\(site)"].map { nodeTypes[$0] }
  }

  /// What is known of `flavor` at `site`.
  package func flavor(_ flavor: String, at site: SiteID) -> FlavorFact? {
    flavorIndex["\(flavor)@\(site)"].map { flavors[$0] }
  }

  /// What is known of `site`.
  package func site(_ site: SiteID) -> SiteFact? { sites.first { $0.uid == site.text } }
}
