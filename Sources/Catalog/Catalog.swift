import Hardware
import SQLite
import Testbed

/// A catalogue that is open for reading: the sites, their nodes and configurations.
///
/// The only place, with `CatalogWriter`, that knows SQL. Use it from one task at a time.
package final class Catalog {
  /// Where a catalogue came from.
  package enum Origin: Sendable, Hashable {
    /// Inside the program.
    case bundled
    case file(String)
  }

  package let origin: Origin
  let connection: Connection

  init(connection: Connection, origin: Origin) {
    self.connection = connection
    self.origin = origin
  }

  /// The catalogue inside the program, read-only.
  ///
  /// - Throws: `CatalogError` when the program was built without one.
  package static func bundled() throws(CatalogError) -> Catalog {
    let image = BundledData.bytes(of: "catalog.sqlite")
    guard image.count > 0 else {
      throw .notACatalog(
        path: "the bundled catalogue", reason: "this program was built without one")
    }
    return try wrap { () throws(SQLiteError) in
      Catalog(connection: try Connection(image: image), origin: .bundled)
    }
  }

  /// Opens the file at `path` for reading.
  ///
  /// A transaction that another process left half done is rolled back first, where the file may be
  /// written.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - exists: Whether there is a file at the path, so that a wrong one is told apart from a damaged
  ///     one.
  /// - Returns: The catalogue.
  /// - Throws: `CatalogError`.
  package static func open(_ path: String, exists: Bool) throws(CatalogError) -> Catalog {
    if let problem = CatalogPath(path: path).problem { throw problem }
    guard exists else { throw .notFound(path: path) }
    let connection = try connect(path)
    try check(connection, path: path)
    return Catalog(connection: connection, origin: .file(path))
  }

  private static func connect(_ path: String) throws(CatalogError) -> Connection {
    do {
      let connection = try Connection(path: path, mode: .readWrite)
      try connection.execute("PRAGMA query_only = 1; SELECT 1 FROM sqlite_schema LIMIT 1")
      return connection
    } catch  where [.readOnly, .cannotOpen].contains(error.code.primary) {
      return try wrap { () throws(SQLiteError) in try Connection(path: path, mode: .readOnly) }
    } catch {
      throw translated(error, path: path)
    }
  }

  static func check(_ connection: Connection, path: String) throws(CatalogError) {
    let version: Int
    let applicationID: Int
    let tableCount: Int
    do {
      version = try connection.integer("PRAGMA user_version")
      applicationID = try connection.integer("PRAGMA application_id")
      tableCount = try connection.integer("SELECT count(*) FROM sqlite_schema")
    } catch {
      throw translated(error, path: path)
    }
    if version == 0, applicationID == 0, tableCount == 0 {
      throw .notACatalog(path: path, reason: "it has no tables")
    }
    guard applicationID == Schema.applicationID else {
      throw .notACatalog(path: path, reason: "it is another program's database")
    }
    guard version <= Schema.version else {
      throw .newer(path: path, version: version, known: Schema.version)
    }
    guard version > 0 else {
      let isEmpty = tableCount == 0
      throw .notACatalog(
        path: path, reason: isEmpty ? "it has no tables" : "it is another program's database")
    }
  }

  static func translated(_ error: SQLiteError, path: String) -> CatalogError {
    switch error.code.primary {
    case .notADatabase: .notACatalog(path: path, reason: "it is not an SQLite database")
    case .corrupt: .damaged(path: path, reason: error.message)
    default: .database(error)
    }
  }

  static func wrap<Result>(
    _ body: () throws(SQLiteError) -> Result
  ) throws(CatalogError) -> Result {
    do { return try body() } catch { throw .database(error) }
  }

  func query<Element>(
    _ sql: String, _ values: [SQLValue] = [], row: (Statement) -> Element
  ) throws(CatalogError) -> [Element] {
    do {
      return try connection.query(sql, values, row: row)
    } catch {
      throw Catalog.translated(error, path: path)
    }
  }

  private var path: String {
    switch origin {
    case .bundled: "the bundled catalogue"
    case .file(let path): path
    }
  }
}

extension Connection {
  /// The number in the first row of a query; 0 when there is none.
  func integer(_ sql: String) throws(SQLiteError) -> Int {
    try query(sql) { $0.integer(0) ?? 0 }.first ?? 0
  }
}
