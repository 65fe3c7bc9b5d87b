import Catalog
import Foundation
import SQLite
import TestSupport
import Testbed
import Testing

/// What kind of file is taken for a catalogue.
@Suite struct CatalogFileTests {
  let fixture: CatalogFixture
  var path: String { fixture.path }

  init() throws { fixture = try CatalogFixture() }

  private func fileBytes() throws -> [UInt8] {
    try #require(fixture.folder.contents(of: "catalog.sqlite"))
  }

  /// Expects that neither a reader nor a writer takes the file, with the same error, and that it stays
  /// as it is.
  private func expectRefusal(_ expected: CatalogError) throws {
    let bytes = try fileBytes()
    #expect(throws: expected) { try fixture.reader() }
    #expect(throws: expected) { try fixture.writer() }
    #expect(try fileBytes() == bytes)
    for suffix in ["-journal", "-wal"] {
      #expect(fixture.folder.contents(of: "catalog.sqlite" + suffix) == nil)
    }
  }

  @Test func isMadeWhenThereIsNone() throws {
    _ = try fixture.writer()
    #expect(try fixture.texts("PRAGMA application_id") == ["1667788916"])
    #expect(try fixture.texts("PRAGMA user_version") == ["3"])
    let catalog = try fixture.reader()
    #expect(try catalog.sites() == [])
    #expect(try catalog.configurations() == [])
    #expect(try catalog.changes() == [])
    #expect(catalog.origin == .file(path))
  }

  @Test func isMadeFromAnEmptyFile() throws {
    try fixture.folder.write("", to: "catalog.sqlite")
    _ = try fixture.writer()
    #expect(try fixture.reader().sites() == [])
  }

  @Test func everyTableIsStrictAndReferencesHold() throws {
    try fixture.writer().replace("uc", [try node("a"), try node("b")])
    let loose = try fixture.texts(
      """
      SELECT name FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND strict = 0
      """)
    #expect(loose == [])
    #expect(try fixture.texts("SELECT count(*) FROM sqlite_schema WHERE type = 'table'") != ["0"])
    #expect(try fixture.texts("PRAGMA foreign_key_check") == [])
    #expect(try fixture.texts("PRAGMA integrity_check") == ["ok"])
    let error = try #require(throws: SQLiteError.self) {
      try fixture.connection().run(
        "UPDATE node SET reservable = ? WHERE uid = 'a'", [.text("perhaps")])
    }
    #expect(error.code.primary == ResultCode(rawValue: 19))
  }

  @Test func isOpenedAgainAsItIs() throws {
    try fixture.writer().replace("uc", [try node("a")])
    let bytes = try fileBytes()
    _ = try fixture.writer()
    _ = try fixture.reader().configurations()
    #expect(try fileBytes() == bytes)
  }

  @Test func keepsNoStagedNodesInTheFile() throws {
    let writer = try fixture.writer()
    let bytes = try fileBytes()
    let site = try #require(SiteID("uc"))
    var stage = try writer.beginStaging(site)
    let nodes = try CatalogWriter.staged([try node("a")], at: site)
    #expect(try writer.add(nodes, to: &stage) == [])
    #expect(stage.nodeCount == 1)
    #expect(try fileBytes() == bytes)
  }

  @Test func isNotMadeForReading() throws {
    let error = CatalogError.notFound(path: path)
    #expect(throws: error) { try Catalog.open(path, exists: false) }
    #expect(error.description == "\(path): no such catalogue")
    #expect(error.hint(for: .option)?.contains("chiport harvest") == true)
    #expect(fixture.folder.contents(of: "catalog.sqlite") == nil)
  }

  @Test(arguments: ["DELETE", "WAL"])
  func isNotAnotherProgramsDatabase(_ journal: String) throws {
    do {
      let other = try Connection(path: path, mode: .create)
      try other.execute("PRAGMA journal_mode = \(journal); CREATE TABLE site (x)")
    }
    try expectRefusal(
      .notACatalog(path: path, reason: "it is another program's database"))
  }

  @Test(arguments: ["application_id = 7", "user_version = 4", "user_version = -1"])
  func isNotAnotherProgramsDatabaseWithoutTables(_ pragma: String) throws {
    try Connection(path: path, mode: .create).execute("PRAGMA \(pragma)")
    try expectRefusal(
      .notACatalog(path: path, reason: "it is another program's database"))
  }

  @Test func isNotOfALaterVersion() throws {
    _ = try fixture.writer()
    try fixture.connection().execute("PRAGMA user_version = 99; CREATE TABLE unheard_of (x)")
    let error = CatalogError.newer(path: path, version: 99, known: 3)
    try expectRefusal(error)
    #expect(
      error.description
        == "\(path): written by a later version of chiport (schema 99, this one knows 3)")
    #expect(error.hint(for: .own)?.contains("update chiport") == true)
  }

  @Test func isNotAText() throws {
    try fixture.folder.write(String(repeating: "no database. ", count: 500), to: "catalog.sqlite")
    let error = CatalogError.notACatalog(path: path, reason: "it is not an SQLite database")
    try expectRefusal(error)
    #expect(
      error.description == "\(path): not a catalogue of chiport: it is not an SQLite database")
    #expect(error.hint(for: .own)?.contains("bundled catalogue") == true)
    #expect(error.hint(for: .option) == "name another file, or leave --catalog out")
    #expect(error.hint(for: .variable) == "name another file, or unset CHIPORT_CATALOG")
  }

  @Test func isNotAnEmptyFileForReading() throws {
    try fixture.folder.write("", to: "catalog.sqlite")
    #expect(throws: CatalogError.notACatalog(path: path, reason: "it has no tables")) {
      try fixture.reader()
    }
  }

  @Test func isNotAFolder() throws {
    try fixture.folder.write("x", to: "catalog.sqlite/file")
    let error = CatalogError.notACatalog(path: path, reason: "it is a directory")
    #expect(throws: error) { try fixture.reader() }
    #expect(throws: error) { try fixture.writer() }
  }

  /// A table of something else under our number: a catalogue has a version.
  @Test func isNotADatabaseWithoutAVersion() throws {
    _ = try fixture.writer()
    try fixture.connection().execute("PRAGMA user_version = 0")
    try expectRefusal(
      .notACatalog(path: path, reason: "it is another program's database"))
  }

  /// A link to itself stands for all that the system refuses; a forbidden folder would let root in.
  @Test func isNotWhatTheSystemDoesNotReach() throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
    let error = CatalogError.unreachable(
      path: path, reason: "too many levels of symbolic links")
    #expect(throws: error) { try Catalog.open(path, exists: false) }
    #expect(throws: error) { try fixture.writer() }
    #expect(error.description == "\(path): too many levels of symbolic links")
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func isNotInAForbiddenFolder() throws {
    _ = try fixture.writer()
    chmod(fixture.folder.path, 0)
    defer { chmod(fixture.folder.path, 0o700) }
    #expect(throws: CatalogError.unreachable(path: path, reason: "permission denied")) {
      try Catalog.open(path, exists: false)
    }
  }

  /// Reads all there is; nil when it can be read.
  private func readingError() throws -> CatalogError? {
    do throws(CatalogError) {
      let catalog = try Catalog.open(path, exists: true)
      for site in try catalog.sites() {
        try catalog.forEachRecord(at: site.id) { _, _ in }
        for configuration in try catalog.configurations(at: [site.id]) {
          _ = try catalog.nodes(of: configuration.name, at: site.id)
        }
      }
      _ = try catalog.changes()
      _ = try catalog.nodeTypes()
      return nil
    } catch {
      return error
    }
  }

  @Test func isDamagedWhenItsEndIsMissing() throws {
    try fixture.writer().replace("uc", try (0..<50).map { try node("n\($0)") })
    let bytes = try fileBytes()
    #expect(try readingError() == nil)
    try fixture.folder.write(bytes.prefix(bytes.count / 2), to: "catalog.sqlite")
    let error = try #require(try readingError())
    guard case .damaged(path, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.hasPrefix("\(path): the catalogue is damaged: "))
    #expect(error.hint(for: .own)?.contains("bundled catalogue") == true)
    #expect(throws: CatalogError.self) { try fixture.writer().replace("uc", [try node("a")]) }
  }

  @Test func damageOfAnyKindIsAnErrorNeverACrash() throws {
    try fixture.writer().replace("uc", try (0..<20).map { try node("n\($0)") })
    let bytes = try fileBytes()
    var errors = 0
    for seed in UInt64(1)...150 {
      var generator = SplitMix64(seed: seed)
      var damaged = bytes
      for _ in 0..<3 {
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        for index in start..<min(start + 300, bytes.count) {
          damaged[index] = UInt8.random(in: 0...255, using: &generator)
        }
      }
      try fixture.folder.write(damaged, to: "catalog.sqlite")
      guard let error = try readingError() else { continue }
      errors += 1
      #expect(error.description.contains(path), "seed \(seed): \(error)")
    }
    #expect(errors > 50)
  }
}
