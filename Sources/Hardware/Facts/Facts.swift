package import Testbed

/// All facts of `data/`, looked up by name.
package struct Facts: Sendable {
  private let files: FactFiles

  /// Reads the files.
  ///
  /// - Parameter contents: The bytes of a file of `data/` by its name; none for a file that is not
  ///   there.
  /// - Throws: `FactError` with the file and the line.
  package init(contents: (String) -> [UInt8]) throws(FactError) {
    let texts = Dictionary(uniqueKeysWithValues: FactFiles.names.map { ($0, contents($0)) })
    files = FactFiles { texts[$0] ?? [] }
    try files.readAll()
  }

  private init(_ files: FactFiles) { self.files = files }

  /// Facts of files that are known to be right, each row read when it is asked for.
  ///
  /// A row that cannot be read ends the program then.
  ///
  /// - Parameter contents: The bytes of a file of `data/` by its name.
  /// - Returns: The facts.
  package static func checked(_ contents: @escaping @Sendable (String) -> [UInt8]) -> Facts {
    Facts(FactFiles(contents))
  }
}

extension Facts {
  package var processors: [Processor] { files.read { try $0.processors.all() } }
  package var accelerators: [Accelerator] { files.read { try $0.accelerators.all() } }
  package var sites: [SiteFact] { files.read { try $0.sites.all() } }
  package var flavors: [FlavorFact] { files.read { try $0.flavors.all() } }
  package var nodeTypes: [NodeTypeFact] { files.read { try $0.nodeTypes.all() } }
  package var fpgas: [FPGA] { files.read { try $0.fpgas.all() } }
  package var images: [ImageFact] { files.read { try $0.images.all() } }
  package var networks: [NetworkFact] { files.read { try $0.networks.all() } }
  package var identifiers: [IdentifierFact] { files.read { try $0.identifiers.all() } }
}

extension Facts {
  /// The processor with this canonical name.
  package func processor(named name: String) -> Processor? {
    files.read { try $0.processors.fact(name) }
  }

  /// The processor that a record means by `text`.
  package func processor(recordedAs text: String) -> Processor? {
    let words = ModelPattern.words(of: text)
    return processors.first { $0.patterns.contains { $0.matches(words) } }
  }

  /// The GPU with this canonical name.
  package func accelerator(named name: String) -> Accelerator? {
    files.read { try $0.accelerators.fact(name) }
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
    return fpgas.first { $0.patterns.contains { $0.matches(words) } }
  }

  /// The drive whose model is recorded as `text`.
  package func drive(recordedAs text: String) -> Drive? {
    files.read { try $0.drives.fact(recordedAs: text) }
  }

  /// The network adapter whose model is recorded as `text`.
  package func adapter(recordedAs text: String) -> Adapter? {
    files.read { try $0.adapters.fact(recordedAs: text) }
  }

  /// What is known of `nodeType` at `site`.
  package func nodeType(_ nodeType: String, at site: SiteID) -> NodeTypeFact? {
    files.read { try $0.nodeTypes.fact(nodeType, site.text) }
  }

  /// What is known of `flavor` at `site`.
  package func flavor(_ flavor: String, at site: SiteID) -> FlavorFact? {
    files.read { try $0.flavors.fact(flavor, site.text) }
  }

  /// What is known of `site`.
  package func site(_ site: SiteID) -> SiteFact? {
    files.read { try $0.sites.fact(site.text) }
  }

  /// The site whose object store a site uses; nil for none.
  ///
  /// Source: `services` of `data/sites.csv`; KVM@TACC uses that of CHI@TACC
  /// (https://chameleoncloud.readthedocs.io/en/latest/technical/swift/index.html).
  package func objectStore(of site: SiteID) -> SiteID? {
    if self.site(site)?.services.contains("object_store") == true { return site }
    return site.text == "kvm" ? SiteID("tacc") : nil
  }

  /// The image with this name, published by Chameleon now or in the past.
  package func image(named name: String) -> ImageFact? {
    files.read { try $0.images.fact(name) }
  }

  /// The network or subnet with this name that Chameleon runs for everybody.
  package func network(named name: String) -> NetworkFact? {
    files.read { try $0.networks.fact(name) }
  }

  /// What a UUID names that is the same for all projects of a site; lower case.
  package func identifier(_ uuid: String) -> IdentifierFact? {
    files.read { try $0.identifiers.fact(uuid) }
  }
}
