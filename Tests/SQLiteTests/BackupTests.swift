import SQLite
import TestSupport
import Testing

@Suite struct BackupTests {
  @Test func copiesWhatIsCommitted() throws {
    let folder = try TemporaryFolder()
    let source = try Connection(path: folder["a.sqlite"], mode: .create)
    try source.execute("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2)")
    let target = try Connection(path: folder["b.sqlite"], mode: .create)
    try target.execute("CREATE TABLE former (y)")
    try source.backUp(to: target)
    #expect(try target.query("SELECT x FROM t") { $0.integer(0) } == [1, 2])
    let tables = try target.query("SELECT name FROM sqlite_schema") { $0.text(0) }
    #expect(tables == ["t"])
  }

  @Test func failsOnAReadOnlyTarget() throws {
    let folder = try TemporaryFolder()
    let source = try Connection(path: ":memory:", mode: .create)
    try source.execute("CREATE TABLE t (x)")
    try Connection(path: folder["b.sqlite"], mode: .create).execute("CREATE TABLE former (y)")
    let target = try Connection(path: folder["b.sqlite"], mode: .readOnly)
    let error = try #require(throws: SQLiteError.self) { try source.backUp(to: target) }
    #expect(error.code.primary == .readOnly)
    #expect(error.path == folder["b.sqlite"])
  }
}
