@testable import Catalog
import Hardware
import JSON
import SQLite
import TestSupport
import Testbed
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
          wasKnown: false))
    let catalog = try fixture.reader()
    #expect(
      try catalog.sites() == [
        SiteEntry(
          id: uc, name: "CHI@UC", siteClass: "baremetal", source: "/checkout",
          version: CatalogFixture.version, harvestedAt: "2026-06-26T12:00:00Z", nodeCount: 3)
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

  @Test func staysAPlainFileAfterCompacting() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", try (0..<50).map { try node("n\($0)") })
    try writer.replace("uc", [try node("n0")])
    let before = fixture.folder.contents(of: "catalog.sqlite")?.count ?? 0
    try writer.compact()
    let after = fixture.folder.contents(of: "catalog.sqlite")?.count ?? 0
    #expect(after < before)
    #expect(try fixture.reader().sites().map(\.nodeCount) == [1])
  }
}

/// What a second harvest writes down.
@Suite struct ChangeTests {
  let fixture: CatalogFixture
  static let first = "2026-06-26T12:00:00Z"
  static let second = "2026-07-01T12:00:00Z"

  init() throws { fixture = try CatalogFixture() }

  private func change(
    _ kind: Change.Kind, _ uid: String, _ property: String? = nil, _ old: String? = nil,
    _ new: String? = nil
  ) -> Change {
    Change(
      harvestedAt: Self.second, site: "uc", kind: kind, uid: uid, nodeName: "name of \(uid)",
      property: property, old: old, new: new)
  }

  @Test func areNotThereAfterTheFirstHarvest() throws {
    try fixture.writer().replace("uc", [try node("a")], at: Self.first)
    #expect(try fixture.reader().changes() == [])
  }

  @Test func tellNodesAndProperties() throws {
    let writer = try fixture.writer()
    try writer.replace(
      "uc",
      [
        try node("gone"), try node("same"),
        try node("new disk", #"{"extra": 1, "flag": true, "list": [1, 2]}"#),
      ], at: Self.first)
    let report = try writer.replace(
      "uc",
      [
        try node("same"), try node("came"),
        try node(
          "new disk",
          """
          {"flag": false, "list": [1], "storage_devices": [{"device": "sda", "interface": "SAS",
           "media_type": "SSD", "model": "SSDSC2KB480G8R", "size": 960000000000}], "empty": ""}
          """),
      ], at: Self.second)
    #expect(report.added == 1 && report.removed == 1 && report.changed == 1 && report.wasKnown)
    #expect(
      try fixture.reader().changes() == [
        change(.added, "came"),
        change(.removed, "gone"),
        change(.changed, "new disk", "empty", nil, ""),
        change(.changed, "new disk", "extra", "1", nil),
        change(.changed, "new disk", "flag", "True", "False"),
        change(.changed, "new disk", "list.1", "2", nil),
        change(.changed, "new disk", "storage_devices.0.size", "480000000000", "960000000000"),
      ])
  }

  /// Other texts of the same numbers, and null for what is missing, change no property.
  @Test func doNotTellOtherSpellings() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("a", #"{"x": 1.0, "y": 1000.0, "z": {}}"#)], at: Self.first)
    let record = try node("a", #"{"y": 1e3, "x": 1.00, "w": [null]}"#)
    let report = try writer.replace("uc", [record], at: Self.second)
    #expect(report.changed == 0 && report.wasKnown)
    #expect(try fixture.reader().changes() == [])
    let entry = try #require(try fixture.reader().nodes(named: "a").first)
    #expect(try fixture.reader().record(of: entry)?.compact == record.sorted.compact)
  }

  @Test func concernOneSiteOnly() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("a")], at: Self.first)
    try writer.replace("tacc", [try node("b")], at: Self.first)
    try writer.replace("uc", [try node("b")], at: Self.second)
    let changes = try fixture.reader().changes()
    #expect(Set(changes.map(\.site)) == ["uc"])
    #expect(Set(changes.map(\.uid)) == ["a", "b"])
    #expect(try fixture.texts("SELECT site || uid FROM node ORDER BY 1") == ["taccb", "ucb"])
  }

  @Test func areFilteredByDateAndNode() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [], at: "2026-01-01T00:00:00Z")
    try writer.replace("uc", [try node("a")], at: Self.first)
    try writer.replace("uc", [try node("a"), try node("b")], at: Self.second)
    let catalog = try fixture.reader()
    func uids(since: String? = nil, node: String? = nil, limit: Int = 10) throws -> [String] {
      try catalog.changes(since: since, node: node, limit: limit).map(\.uid)
    }
    #expect(try uids() == ["b", "a"])
    #expect(try uids(since: "2026-06-26") == ["b", "a"])
    #expect(try uids(since: "2026-06-27") == ["b"])
    #expect(try uids(since: "2026-07") == ["b"])
    #expect(try uids(since: "2027") == [])
    #expect(try uids(node: "a") == ["a"])
    #expect(try uids(node: "name of a") == ["a"])
    #expect(try uids(node: "c") == [])
    #expect(try uids(limit: 1) == ["b"])
  }

  @Test func surviveTheSitesReplacement() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("a")], at: Self.first)
    try writer.replace("uc", [try node("b")], at: Self.second)
    try writer.replace("uc", [try node("b")], at: "2026-07-02T12:00:00Z")
    #expect(try fixture.reader().changes().count == 2)
  }
}

/// Several connections to one file.
@Suite struct SharedCatalogTests {
  let fixture: CatalogFixture
  let uc: SiteID
  let tacc: SiteID

  init() throws {
    fixture = try CatalogFixture()
    uc = try #require(SiteID("uc"))
    tacc = try #require(SiteID("tacc"))
  }

  @Test func takesTwoWritersInTurns() throws {
    let first = try fixture.writer()
    let second = try fixture.writer()
    var firstStage = try first.beginStaging(uc)
    var secondStage = try second.beginStaging(tacc)
    for round in 0..<5 {
      let nodes = try CatalogWriter.staged([try node("n\(round)")], at: uc)
      #expect(try first.add(nodes, to: &firstStage) == [])
      let others = try CatalogWriter.staged([try node("n\(round)")], at: tacc)
      #expect(try second.add(others, to: &secondStage) == [])
    }
    #expect(try second.store(CatalogWriter.snapshot(tacc), secondStage).nodeCount == 5)
    #expect(try first.store(CatalogWriter.snapshot(uc), firstStage).nodeCount == 5)
    #expect(try fixture.reader().sites().map(\.nodeCount) == [5, 5])
    #expect(try fixture.texts("PRAGMA foreign_key_check") == [])
  }

  @Test func takesTwoWritersAtTheSameTime() async throws {
    _ = try fixture.writer()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for site in ["uc", "tacc"] {
        group.addTask {
          let writer = try fixture.writer()
          for round in 1...3 {
            try writer.replace(site, try (0..<round).map { try node("\(site) \($0)") })
          }
        }
      }
      try await group.waitForAll()
    }
    let catalog = try fixture.reader()
    #expect(try catalog.sites().map(\.nodeCount) == [3, 3])
    #expect(try catalog.changes().count == 4)
    #expect(try fixture.texts("PRAGMA integrity_check") == ["ok"])
    #expect(try fixture.texts("PRAGMA foreign_key_check") == [])
  }

  @Test func takesTwoWritersOfOneSite() throws {
    let first = try fixture.writer()
    let second = try fixture.writer()
    var firstStage = try first.beginStaging(uc)
    var secondStage = try second.beginStaging(uc)
    _ = try first.add(try CatalogWriter.staged([try node("a")], at: uc), to: &firstStage)
    _ = try second.add(
      try CatalogWriter.staged([try node("a"), try node("b")], at: uc), to: &secondStage)
    #expect(try first.store(CatalogWriter.snapshot(uc), firstStage).wasKnown == false)
    let report = try second.store(CatalogWriter.snapshot(uc), secondStage)
    #expect(report.wasKnown && report.added == 1 && report.nodeCount == 2)
  }

  @Test func showsReadersTheOldSiteUntilTheNewOneIsStored() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("old")])
    let reader = try fixture.reader()
    func uids() throws -> [String] {
      try reader.configurations(at: [uc]).flatMap { try reader.nodes(of: $0.name, at: uc) }
        .map(\.uid)
    }
    var stage = try writer.beginStaging(uc)
    #expect(try uids() == ["old"])
    _ = try writer.add(try CatalogWriter.staged([try node("new")], at: uc), to: &stage)
    #expect(try uids() == ["old"])
    _ = try writer.store(CatalogWriter.snapshot(uc), stage)
    #expect(try uids() == ["new"])
  }

  @Test func cannotBeWrittenThroughAReader() throws {
    try fixture.writer().replace("uc", [try node("a")])
    let bytes = fixture.folder.contents(of: "catalog.sqlite")
    let reader = try fixture.reader()
    _ = try reader.configurations()
    #expect(fixture.folder.contents(of: "catalog.sqlite") == bytes)
  }

  @Test func keepsTheOldSiteWhenTheNewOneCannotBeStored() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("old")])
    let bytes = fixture.folder.contents(of: "catalog.sqlite")
    var stage = try writer.beginStaging(uc)
    _ = try writer.add(try CatalogWriter.staged([try node("new")], at: uc), to: &stage)
    // A trigger fails where a full disk would.
    try writer.connection.execute(
      """
      CREATE TEMP TRIGGER full BEFORE INSERT ON main.node_record BEGIN
        SELECT raise(ABORT, 'the disk is full');
      END
      """)
    #expect(throws: CatalogError.self) { try writer.store(CatalogWriter.snapshot(uc), stage) }
    #expect(try fixture.texts("SELECT uid FROM node") == ["old"])
    #expect(fixture.folder.contents(of: "catalog.sqlite") == bytes)
  }
}
