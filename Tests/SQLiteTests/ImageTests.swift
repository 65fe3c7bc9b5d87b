import SQLite
import TestSupport
import Testing

@Suite struct ImageTests {
  /// Keeps the bytes of an image where they are while it is open.
  private func withImage<Result>(
    _ bytes: [UInt8], _ body: (Connection) throws -> Result
  ) throws -> Result {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: bytes.count, alignment: MemoryLayout<Int>.alignment)
    buffer.copyBytes(from: bytes)
    defer { buffer.deallocate() }
    return try body(try Connection(image: UnsafeRawBufferPointer(buffer)))
  }

  private func image() throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try Connection(path: folder["a.sqlite"], mode: .create)
      .execute("CREATE TABLE t (x); INSERT INTO t VALUES ('🦎')")
    return try #require(folder.contents(of: "a.sqlite"))
  }

  @Test func isReadFromMemory() throws {
    let rows = try withImage(try image()) { try $0.query("SELECT x FROM t") { $0.text(0) } }
    #expect(rows == ["🦎"])
  }

  @Test func isReadOnly() throws {
    let image = try image()
    try withImage(image) { connection in
      for sql in ["INSERT INTO t VALUES (1)", "DROP TABLE t", "CREATE TABLE u (y)"] {
        let error = try #require(throws: SQLiteError.self) { try connection.execute(sql) }
        #expect(error.code.primary == .readOnly, "\(sql)")
        #expect(error.path == nil)
      }
      #expect(try connection.query("SELECT x FROM t") { $0.text(0) } == ["🦎"])
    }
  }

  @Test func takesTemporaryTablesAllTheSame() throws {
    try withImage(try image()) { connection in
      try connection.execute("CREATE TEMP TABLE u AS SELECT * FROM t")
      #expect(try connection.query("SELECT count(*) FROM temp.u") { $0.integer(0) } == [1])
    }
  }

  @Test func tellsBytesThatAreNoDatabase() throws {
    try withImage(Array(repeating: 0x41, count: 4096)) { connection in
      let error = try #require(throws: SQLiteError.self) {
        try connection.query("SELECT * FROM sqlite_schema") { _ in 0 }
      }
      #expect(error.code.primary == .notADatabase)
    }
  }
}
