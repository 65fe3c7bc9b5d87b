import SQLite
import TestSupport
import Testing

@Suite struct ConnectionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func memory() throws -> Connection { try Connection(path: ":memory:", mode: .create) }

  struct Value: Sendable, CustomTestStringConvertible {
    let name: String
    let value: SQLValue
    var testDescription: String { name }
  }

  static let values: [Value] = [
    Value(name: "NULL", value: .null),
    Value(name: "zero", value: .integer(0)),
    Value(name: "largest integer", value: .integer(.max)),
    Value(name: "smallest integer", value: .integer(.min)),
    Value(name: "fraction", value: .real(0.1)),
    Value(name: "largest number", value: .real(.greatestFiniteMagnitude)),
    Value(name: "infinity", value: .real(-.infinity)),
    Value(name: "empty text", value: .text("")),
    Value(name: "emoji of several scalars", value: .text("👩‍💻🦎")),
    Value(name: "text with NUL inside", value: .text("a\u{0}b")),
    Value(name: "text with quotes", value: .text("'; DROP TABLE t; --\"")),
    Value(name: "decomposed letter", value: .text("e\u{301}")),
    Value(name: "long text", value: .text(String(repeating: "Ω", count: 100_000))),
  ]

  @Test(arguments: values)
  func returnsWhatWasBound(_ example: Value) throws {
    let connection = try memory()
    try connection.execute("CREATE TABLE t (value ANY) STRICT")
    try connection.run("INSERT INTO t VALUES (?)", [example.value])
    let found = try connection.query("SELECT value, typeof(value) FROM t") { row in
      switch row.text(1) {
      case "integer": row.integer(0).map(SQLValue.integer) ?? .null
      case "real": row.real(0).map(SQLValue.real) ?? .null
      case "text": row.text(0).map(SQLValue.text) ?? .null
      default: SQLValue.null
      }
    }
    #expect(found == [example.value])
    if case .text(let text) = example.value {
      let bytes = try connection.query("SELECT value FROM t") { Array(($0.text(0) ?? "").utf8) }
      #expect(bytes == [Array(text.utf8)])
    }
  }

  @Test func nullIsNoValueOfAnyType() throws {
    let connection = try memory()
    let row = try connection.query("SELECT NULL, '', 0") {
      ($0.text(0), $0.integer(0), $0.real(0), $0.text(1), $0.integer(2))
    }
    #expect(row.count == 1)
    #expect(row.first?.0 == nil && row.first?.1 == nil && row.first?.2 == nil)
    #expect(row.first?.3 == "")
    #expect(row.first?.4 == 0)
  }

  @Test func bindsNothingForAbsentValues() {
    #expect(SQLValue(nil as Int?) == .null)
    #expect(SQLValue(nil as Double?) == .null)
    #expect(SQLValue(nil as String?) == .null)
    #expect(SQLValue(nil as Bool?) == .null)
    #expect(SQLValue(true) == .integer(1))
    #expect(SQLValue(false) == .integer(0))
  }

  @Test func forgetsFormerValuesWhenAStatementIsUsedAgain() throws {
    let connection = try memory()
    let sql = "SELECT ?1, ?2"
    func rows(_ values: [SQLValue]) throws -> [[String?]] {
      try connection.query(sql, values) { [$0.text(0), $0.text(1)] }
    }
    #expect(try rows([.text("a"), .text("b")]) == [["a", "b"]])
    #expect(try rows([.text("c")]) == [["c", nil]])
    #expect(try connection.prepare(sql) === connection.prepare(sql))
    #expect(try connection.prepare(sql) !== connection.prepare(sql + " "))
  }

  @Test func startsAnUnfinishedStatementAgain() throws {
    let connection = try memory()
    let sql = "SELECT value FROM (SELECT 1 AS value UNION ALL SELECT 2)"
    #expect(try connection.prepare(sql).step())
    #expect(try connection.query(sql) { $0.integer(0) } == [1, 2])
  }

  @Test func aStatementOutlivesItsConnection() throws {
    func statement() throws -> Statement { try memory().prepare("SELECT 7") }
    let statement = try statement()
    #expect(try statement.step())
    #expect(statement.integer(0) == 7)
  }

  @Test func tellsTheLastRow() throws {
    let connection = try memory()
    try connection.execute(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, x); INSERT INTO t VALUES (41, 0)")
    try connection.run("INSERT INTO t (x) VALUES (1)")
    #expect(connection.lastInsertRowID == 42)
  }

  @Test func namesStatementAndFileInErrors() throws {
    let path = folder["a.sqlite"]
    let connection = try Connection(path: path, mode: .create)
    let error = try #require(throws: SQLiteError.self) {
      try connection.prepare("SELECT  a\n FROM nowhere")
    }
    #expect(error.code == ResultCode(rawValue: 1))
    #expect(error.sql == "SELECT  a\n FROM nowhere")
    #expect(error.path == path)
    #expect(
      error.description
        == "\(path): SQLite error 1: no such table: nowhere, while executing `SELECT a FROM nowhere`"
    )
  }

  @Test func neverTellsBoundValues() throws {
    let connection = try memory()
    try connection.execute(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT UNIQUE CHECK (x <> 'bad'), n INTEGER) STRICT")
    try connection.run("INSERT INTO t (x) VALUES (?)", [.text("secret")])
    let attempts: [(String, [SQLValue])] = [
      ("INSERT INTO t (x) VALUES (?)", [.text("secret")]),
      ("INSERT INTO t (n) VALUES (?)", [.text("secret")]),
      ("INSERT INTO t (id) VALUES (?)", [.text("secret")]),
      ("SELECT json(?)", [.text("secret")]),
      ("SELECT 1", [.text("secret")]),
    ]
    for (sql, values) in attempts {
      let error = try #require(throws: SQLiteError.self) { try connection.run(sql, values) }
      #expect(!"\(error) \(error.message)".contains("secret"))
      #expect(error.sql == sql)
    }
    let constraint = try #require(throws: SQLiteError.self) {
      try connection.run(attempts[0].0, attempts[0].1)
    }
    // SQLITE_CONSTRAINT_UNIQUE of https://www.sqlite.org/rescode.html
    #expect(constraint.code == ResultCode(rawValue: 2067))
    #expect(constraint.code.primary == ResultCode(rawValue: 19))
  }

  @Test func isUsableAfterAnError() throws {
    let connection = try memory()
    try connection.execute("CREATE TABLE t (x UNIQUE)")
    let sql = "INSERT INTO t VALUES (?)"
    try connection.run(sql, [.integer(1)])
    #expect(throws: SQLiteError.self) { try connection.run(sql, [.integer(1)]) }
    try connection.run(sql, [.integer(2)])
    #expect(try connection.query("SELECT count(*) FROM t") { $0.integer(0) } == [2])
  }

  @Test func shortensLongStatementsInMessages() throws {
    let connection = try memory()
    let sql = "SELECT nothing, " + String(repeating: "1, ", count: 100) + "1"
    let error = try #require(throws: SQLiteError.self) { try connection.prepare(sql) }
    #expect(error.sql == sql)
    #expect(error.description.hasSuffix("1, ...`"))
    #expect(error.description.utf8.count < 200)
  }

  @Test func doesNotMakeAFileUnlessAskedTo() throws {
    for mode in [Connection.Mode.readOnly, .readWrite] {
      let error = try #require(throws: SQLiteError.self) {
        try Connection(path: folder["none.sqlite"], mode: mode)
      }
      #expect(error.code.primary == .cannotOpen)
      #expect(error.path == folder["none.sqlite"])
      #expect(error.sql == nil)
    }
    #expect(folder.contents(of: "none.sqlite") == nil)
  }

  @Test func refusesToWriteReadOnly() throws {
    let path = folder["a.sqlite"]
    try Connection(path: path, mode: .create).execute("CREATE TABLE t (x)")
    let connection = try Connection(path: path, mode: .readOnly)
    let error = try #require(throws: SQLiteError.self) {
      try connection.execute("INSERT INTO t VALUES (1)")
    }
    #expect(error.code.primary == .readOnly)
  }

  @Test func tellsWhatIsNoDatabase() throws {
    try folder.write(String(repeating: "not a database. ", count: 100), to: "a.txt")
    let connection = try Connection(path: folder["a.txt"], mode: .readOnly)
    let error = try #require(throws: SQLiteError.self) {
      try connection.query("SELECT * FROM sqlite_schema") { _ in 0 }
    }
    #expect(error.code.primary == .notADatabase)
  }
}
