@testable import Catalog
import SQLite
import Testbed
import TestSupport
import Testing

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
