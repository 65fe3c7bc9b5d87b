@testable import Catalog
import Hardware
import JSON
import SQLite
import Testbed
import TestSupport
import Testing

@Suite struct CatalogWriterTests {
  let fixture: CatalogFixture
  let uc: SiteID
  let tacc: SiteID

  init() throws {
    fixture = try CatalogFixture()
    uc = try #require(SiteID("uc"))
    tacc = try #require(SiteID("tacc"))
  }

  @Test func storesASite() throws {
    let report = try fixture.writer().replace(
      "uc", [try node("b"), try node("a"), try node("c", #"{"gpu": null}"#)])
    #expect(
      report
        == StoreReport(
          site: uc, nodeCount: 3, configurationCount: 2, added: 0, removed: 0, changed: 0,
          wasKnown: false, leftOut: []))
    let catalog = try fixture.reader()
    #expect(
      try catalog.sites() == [
        SiteEntry(
          id: uc, name: "CHI@UC", siteClass: "baremetal", source: "/checkout",
          version: CatalogFixture.version, harvestedAt: "2026-06-26T12:00:00Z",
          factsVersion: BundledData.factsVersion, leftOut: 0,
          nodeCount: 3)
      ])
    let configurations = try catalog.configurations()
    #expect(configurations.map(\.nodeCount) == [2, 1])
    #expect(configurations.map(\.nodeType) == ["compute_test", "compute_test"])
    let first = try #require(configurations.first)
    #expect(try catalog.nodes(of: first.name, at: uc).map(\.uid) == ["a", "b"])
    #expect(try catalog.nodes(of: first.name, at: tacc) == [])
    #expect(try catalog.nodeTypes().map(\.nodeType) == ["compute_test"])
  }

  @Test func findsNodesByNameAndUID() throws {
    try fixture.writer().replace(
      "uc", [try node("a"), try node("b", #"{"lease_mode": "flavor"}"#)])
    let catalog = try fixture.reader()
    let byUID = try catalog.nodes(named: "b")
    #expect(byUID.map(\.name) == ["name of b"])
    #expect(byUID.map(\.isReservable) == [false])
    #expect(try catalog.nodes(named: "name of b") == byUID)
    #expect(try catalog.nodes(named: "c") == [])
    #expect(try catalog.nodes(named: "%") == [])
  }

  @Test func keepsTheWholeRecord() throws {
    let record = try node("a", #"{"anything": {"é": [1.0, null, {"z": 1e3, "a": ""}]}}"#)
    try fixture.writer().replace("uc", [record])
    let catalog = try fixture.reader()
    let entry = try #require(try catalog.nodes(named: "a").first)
    #expect(try catalog.record(of: entry)?.compact == record.sorted.compact)
    var records: [String?] = []
    try catalog.forEachRecord(at: uc) { records.append($1?.compact) }
    #expect(records == [record.sorted.compact])
  }

  /// Every kind of value and origin, through the columns and back.
  @Test(arguments: [
    "{}", #"{"gpu": null, "infiniband": null, "storage_devices": [], "network_adapters": []}"#,
    #"{"gpu": {"gpu": true, "gpu_count": 2, "gpu_model": "GK210GL [Tesla K80]"}}"#,
    #"{"infiniband": true, "fpga": {"board_model": "Alveo U280"}, "main_memory": null}"#,
    #"{"architecture": null, "processor": null}"#,
    """
    {"storage_devices": [{"size": 1}, {"model": "SSDSC2KB480G8R"}, {"device": "nvme0n1"},
     {"size": 2000398934016, "media_type": "Rotational"}]}
    """,
  ])
  func givesHardwareBackAsItWasRead(_ patch: String) throws {
    let record = try node("a", patch)
    try fixture.writer().replace("uc", [record])
    let reading = try Normaliser(facts: try CatalogFixture.facts.get()).reading(of: record, at: uc)
    #expect(try fixture.reader().configurations().map(\.hardware) == [reading.hardware])
  }

  @Test func keepsWhatEachRecordSaysBesideTheValue() throws {
    try fixture.writer().replace(
      "uc", [try node("a"), try node("b", #"{"architecture": {"smt_size": 48}}"#)])
    let rows = try fixture.connection().query(
      """
      SELECT uid, threads, threads_origin, raw_threads, configuration_name FROM node_hardware
      ORDER BY uid
      """
    ) { row in (0..<5).map { row.text($0) ?? "NULL" } }
    #expect(
      rows == [
        ["a", "96", "recorded", "96", "compute_test"],
        ["b", "96", "inferred from the processor model and 2 sockets", "48", "compute_test"],
      ])
  }

  @Test func findsConfigurationsByTypeNameAndSite() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("a"), try node("b", #"{"gpu": null}"#)])
    try writer.replace("tacc", [try node("a")])
    let catalog = try fixture.reader()
    #expect(try catalog.configurations(named: "compute_test").map(\.site) == [tacc, uc, uc])
    let name = try #require(try catalog.configurations(at: [uc]).first?.name)
    #expect(name != "compute_test")
    #expect(try catalog.configurations(named: name).map(\.qualifiedName) == ["\(name)@uc"])
    #expect(try catalog.configurations(named: "nothing") == [])
    #expect(try catalog.configurations(at: []) == [])
    #expect(try catalog.configurations(at: [uc, tacc]).count == 3)
  }

  @Test func storesFlavorsAsConfigurations() throws {
    let record: JSONValue = ["name": "g1.h100.pci.1", "vcpus": 48, "ram_size": 268_435_456_000]
    let report = try fixture.writer().replace("kvm", [try node("a")], flavors: [record, [:]])
    #expect(report.nodeCount == 1)
    let catalog = try fixture.reader()
    let flavor = try #require(try catalog.configurations(named: "g1.h100.pci.1").first)
    #expect(flavor.kind == .flavor)
    #expect(flavor.nodeCount == 16)
    #expect(try catalog.sites().map(\.nodeCount) == [1])
    #expect(try fixture.texts("SELECT record FROM flavor") == [record.sorted.compact])
  }

  /// A listing that repeats itself must not keep the site from being stored.
  @Test func storesARepeatedFlavorOrClusterOnce() throws {
    let writer = try fixture.writer()
    var stage = try writer.beginStaging(uc)
    _ = try writer.add(try CatalogWriter.staged([try node("a")], at: uc), to: &stage)
    var snapshot = CatalogWriter.snapshot(
      uc, flavors: [["name": "m1"], ["name": "m1", "vcpus": 2], ["name": "compute_test"]])
    snapshot.clusters += snapshot.clusters
    #expect(try writer.store(snapshot, stage).nodeCount == 1)
    #expect(
      try fixture.texts("SELECT name FROM configuration ORDER BY 1") == ["compute_test", "m1"])
    #expect(try fixture.texts("SELECT uid FROM cluster") == ["chameleon"])
  }

  @Test func leavesRepeatedNodesOutAndTellsThem() throws {
    let writer = try fixture.writer()
    var stage = try writer.beginStaging(uc)
    let first = try CatalogWriter.staged([try node("a"), try node("b")], at: uc)
    let again = try CatalogWriter.staged([try node("b", #"{"gpu": null}"#), try node("c")], at: uc)
    #expect(try writer.add(first, to: &stage) == [])
    #expect(try writer.add(again, to: &stage) == ["b"])
    #expect(stage.nodeCount == 3)
    #expect(try writer.store(CatalogWriter.snapshot(uc), stage).nodeCount == 3)
    #expect(try fixture.reader().configurations().map(\.nodeCount) == [3])
  }

  @Test func dropsWhatWasStagedBefore() throws {
    let writer = try fixture.writer()
    var abandoned = try writer.beginStaging(uc)
    _ = try writer.add(try CatalogWriter.staged([try node("old")], at: uc), to: &abandoned)
    try writer.replace("uc", [try node("new")])
    #expect(try fixture.texts("SELECT uid FROM node") == ["new"])
  }

  @Test func storesDevices() throws {
    let writer = try fixture.writer()
    let devices: [JSONValue] = [
      ["uuid": "1", "device_name": "nano", "device_type": "jetson-nano"], ["device_name": "lost"],
      ["uuid": "2", "device_name": .null], ["uuid": "1", "device_name": "again"],
    ]
    #expect(try writer.store(devices: devices) == 3)
    #expect(try fixture.texts("SELECT name FROM device ORDER BY uuid") == ["again", nil])
    #expect(try writer.store(devices: []) == 0)
    #expect(try fixture.texts("SELECT name FROM device") == [])
  }

  /// A selector is not found for a record whose properties cannot be read, and other sites are not
  /// kept from being stored.
  @Test func refusesARecordThatCannotBeReadBack() throws {
    let writer = try fixture.writer()
    var deep: JSONValue = 1
    for _ in 0..<200 { deep = .array([deep]) }
    let record = JSONValue.object((try node("a").members ?? []) + [.init("x", deep)])
    let error = try #require(throws: CatalogError.self) { try writer.replace("uc", [record]) }
    #expect(error.isAboutContent)
    #expect(error.description.contains("a record cannot be read back"))
    #expect(try fixture.reader().sites().isEmpty)
    try writer.replace("tacc", [try node("b")])
    #expect(try fixture.reader().sites().map(\.id.text) == ["tacc"])
  }
}
