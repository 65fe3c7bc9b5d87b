@testable import Catalog
import Hardware
import JSON
import SQLite
import Testbed
import Testing

/// The catalogue that the program carries: the reference repository of 2026-06-26.
@Suite struct BundledCatalogTests {
  let catalog: Catalog

  init() throws { catalog = try Catalog.bundled() }

  @Test func hasEverySite() throws {
    let sites = try catalog.sites()
    #expect(sites.map(\.id.text) == ["edge", "kvm", "ncar", "nrp", "nu", "tacc", "uc"])
    #expect(sites.filter { $0.siteClass == "kvm" }.map(\.nodeCount) == [2])
    #expect(sites.filter { $0.siteClass != "kvm" }.compactMap(\.nodeCount).reduce(0, +) == 500)
    for site in sites {
      #expect(site.version?.hasPrefix("5da0590") == true, "\(site.id)")
      #expect(site.harvestedAt.hasPrefix("2026-"), "\(site.id)")
      #expect(!site.source.hasPrefix("/"), "\(site.id) is from \(site.source)")
    }
    #expect(catalog.origin == .bundled)
  }

  @Test func hasEveryConfiguration() throws {
    let configurations = try catalog.configurations()
    let kinds = Dictionary(grouping: configurations, by: \.kind).mapValues(\.count)
    #expect(kinds == [.host: 54, .hypervisor: 2, .flavor: 9])
    #expect(Set(configurations.map(\.qualifiedName)).count == configurations.count)
    for configuration in configurations where configuration.kind != .flavor {
      let nodes = try catalog.nodes(of: configuration.name, at: configuration.site)
      #expect(nodes.count == configuration.nodeCount, "\(configuration.qualifiedName)")
      #expect(nodes.allSatisfy { $0.isReservable == (configuration.kind == .host) })
    }
  }

  @Test func knowsTheHardwareOfEveryHost() throws {
    let facts = try BundledData.facts()
    for configuration in try catalog.configurations() where configuration.kind == .host {
      let name = configuration.qualifiedName
      let processor = try #require(configuration.hardware.processor.value, "\(name)")
      #expect(facts.processor(named: processor) != nil, "\(name): \(processor)")
      #expect(configuration.hardware.memory.value != nil, "\(name)")
      #expect(configuration.hardware.cores.value != nil, "\(name)")
      if let model = configuration.hardware.accelerator.value {
        #expect(facts.accelerator(named: model) != nil, "\(name): \(model)")
      }
    }
  }

  @Test func hasEveryRecord() throws {
    var count = 0
    for site in try catalog.sites() {
      try catalog.forEachRecord(at: site.id) { node, record in
        count += 1
        #expect(record?["uid"]?.string == node.uid)
        #expect(record?["node_type"]?.string == node.nodeType)
      }
    }
    #expect(count == 502)
  }

  /// A catalogue of an older schema would have to be made again; calendars and
  /// listings of Blazar are never bundled.
  @Test func hasTheSchemaOfThisProgram() throws {
    let fixture = try CatalogFixture()
    _ = try fixture.writer()
    let sql = """
      SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT IN ('calendar', 'blazar')
      ORDER BY name
      """
    #expect(try catalog.query(sql) { $0.text(0) } == fixture.texts(sql))
  }

  @Test func cannotBeWritten() throws {
    let error = try #require(throws: SQLiteError.self) {
      try catalog.connection.execute("DELETE FROM node")
    }
    #expect(error.code.primary == .readOnly)
  }

  /// `scripts/make-catalog` has to run again after the facts or the rules changed.
  @Test func isWhatThisProgramMakesOfItsRecords() throws {
    let facts = try BundledData.facts()
    let catalog = try Catalog.bundled()
    let normaliser = Normaliser(facts: facts)
    for site in try catalog.sites() {
      #expect(site.factsVersion == BundledData.factsVersion, "the facts have changed")
      var groups = ConfigurationGroups()
      var failed = 0
      try catalog.forEachRecord(at: site.id) { _, record in
        guard let record, let reading = try? normaliser.reading(of: record, at: site.id) else {
          failed += 1
          return
        }
        _ = groups.add(reading)
      }
      #expect(failed == 0)
      let made = groups.finish().groups
      let stored = try catalog.configurations(at: [site.id]).filter { $0.kind != .flavor }
      #expect(made.map(\.name).sorted() == stored.map(\.name).sorted())
      for configuration in stored {
        let group = made.first { $0.name == configuration.name }
        #expect(group?.hardware == configuration.hardware, "\(configuration.qualifiedName)")
        #expect(group?.nodeCount == configuration.nodeCount)
      }
    }
  }
}
