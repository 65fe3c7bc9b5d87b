import SQLite
import TestSupport
import Testing

@Suite struct TransactionTests {
  struct Cancelled: Error {}

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func connection(wait milliseconds: Int32 = 0) throws -> Connection {
    let connection = try Connection(
      path: folder["a.sqlite"], mode: .create, busyTimeoutInMilliseconds: milliseconds)
    try connection.execute("CREATE TABLE IF NOT EXISTS t (x UNIQUE)")
    return connection
  }

  private func values(_ connection: Connection) throws -> [Int?] {
    try connection.query("SELECT x FROM t ORDER BY x") { $0.integer(0) }
  }

  @Test func keepsWhatIsDoneTogether() throws {
    let connection = try connection()
    let result = try connection.transaction {
      try connection.run("INSERT INTO t VALUES (1)")
      try connection.run("INSERT INTO t VALUES (2)")
      return "done"
    }
    #expect(result == "done")
    #expect(try values(try self.connection()) == [1, 2])
  }

  @Test func takesEverythingBackWhenTheBodyThrows() throws {
    let connection = try connection()
    #expect(throws: Cancelled.self) {
      try connection.transaction {
        try connection.run("INSERT INTO t VALUES (1)")
        throw Cancelled()
      }
    }
    #expect(try values(connection) == [])
    try connection.transaction { try connection.run("INSERT INTO t VALUES (2)") }
    #expect(try values(connection) == [2])
  }

  @Test func takesEverythingBackWhenAStatementFails() throws {
    let connection = try connection()
    try connection.run("INSERT INTO t VALUES (1)")
    let error = try #require(throws: SQLiteError.self) {
      try connection.transaction {
        try connection.run("INSERT INTO t VALUES (2)")
        try connection.run("INSERT INTO t VALUES (1)")
      }
    }
    #expect(error.code.primary == ResultCode(rawValue: 19))
    #expect(try values(connection) == [1])
  }

  @Test func reportsTheFirstErrorWhenSQLiteRolledBackByItself() throws {
    let connection = try connection()
    try connection.run("INSERT INTO t VALUES (1)")
    let error = try #require(throws: SQLiteError.self) {
      try connection.transaction { try connection.run("INSERT OR ROLLBACK INTO t VALUES (1)") }
    }
    #expect(error.sql == "INSERT OR ROLLBACK INTO t VALUES (1)")
    #expect(try values(connection) == [1])
  }

  @Test func isRefusedWhileAnotherOneWrites() throws {
    let first = try connection()
    let second = try connection()
    try first.transaction {
      try first.run("INSERT INTO t VALUES (1)")
      let error = try #require(throws: SQLiteError.self) {
        try second.transaction { try second.run("INSERT INTO t VALUES (2)") }
      }
      #expect(error.code.primary == .busy)
      #expect(error.sql == "BEGIN IMMEDIATE")
      #expect(try values(second) == [])
    }
    try second.transaction { try second.run("INSERT INTO t VALUES (2)") }
    #expect(try values(first) == [1, 2])
  }
}
