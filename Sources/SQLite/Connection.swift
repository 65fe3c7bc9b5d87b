import CSQLite

/// The one owner of a `sqlite3` handle; closed when the last reference goes.
///
/// Not safe to use from two tasks at once: give each its own.
@safe package final class Connection {
  /// What may be done with the file.
  package enum Mode: Sendable {
    case readOnly
    case readWrite
    /// Reads and writes; made when it does not exist.
    case create
  }

  private let handle: OpaquePointer
  private let path: String?
  private var cache: [String: Statement] = [:]

  /// Opens the database at `path`.
  ///
  /// - Parameters:
  ///   - path: A path in the file system; `:memory:` and an empty string have their SQLite meaning.
  ///   - mode: What may be done.
  ///   - busyTimeoutInMilliseconds: How long to wait for another process's lock.
  /// - Throws: `SQLiteError`, for example `cannotOpen`.
  package init(
    path: String, mode: Mode, busyTimeoutInMilliseconds: Int32 = 10_000
  ) throws(SQLiteError) {
    let flags =
      switch mode {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    unsafe handle = try Connection.open(path, flags)
    self.path = path
    unsafe sqlite3_busy_timeout(handle, busyTimeoutInMilliseconds)
  }

  /// Opens a database image that stays in memory, read-only; writes fail with `readOnly`.
  ///
  /// - Parameter image: The bytes of a database file, which must live as long as the process: they
  ///   are not copied.
  /// - Throws: `SQLiteError` when the image is refused.
  package init(image: UnsafeRawBufferPointer) throws(SQLiteError) {
    unsafe handle = try Connection.open(
      ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY)
    path = nil
    let bytes = unsafe UnsafeMutableRawPointer(mutating: image.baseAddress)?
      .assumingMemoryBound(to: UInt8.self)
    let size = sqlite3_int64(image.count)
    let code = unsafe sqlite3_deserialize(
      handle, "main", bytes, size, size, UInt32(SQLITE_DESERIALIZE_READONLY))
    guard code == SQLITE_OK else { throw error(code, sql: nil) }
  }

  deinit {
    cache = [:]
    unsafe sqlite3_close_v2(handle)
  }

  private static func open(_ path: String, _ flags: Int32) throws(SQLiteError) -> OpaquePointer {
    var opened: OpaquePointer?
    // One task at a time uses a connection, so it needs no lock of its own.
    let code = unsafe sqlite3_open_v2(
      path, &opened, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle = unsafe opened else {
      let message =
        unsafe opened.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      unsafe sqlite3_close_v2(opened)
      throw SQLiteError(code: ResultCode(rawValue: code), message: message, sql: nil, path: path)
    }
    return unsafe handle
  }

  /// Runs statements that return no rows of interest, one after the other.
  ///
  /// - Parameter sql: One or more statements.
  /// - Throws: `SQLiteError` of the first that fails; those before it took effect.
  package func execute(_ sql: String) throws(SQLiteError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql: sql) }
  }

  /// A compiled statement, reset and without bound values.
  ///
  /// Statements are kept and reused by their text.
  ///
  /// - Parameter sql: One statement.
  /// - Returns: The statement; it is the same object for the same text, so do not nest two uses.
  /// - Throws: `SQLiteError` when it does not compile.
  package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    if let statement = cache[sql] {
      statement.reset()
      return statement
    }
    var compiled: OpaquePointer?
    let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &compiled, nil)
    guard code == SQLITE_OK, let pointer = unsafe compiled else { throw error(code, sql: sql) }
    let statement = unsafe Statement(pointer, sql: sql, connection: handle, path: path)
    cache[sql] = statement
    return statement
  }

  /// Runs one statement with values and ignores its rows.
  ///
  /// - Parameters:
  ///   - sql: One statement.
  ///   - values: What is bound, in the order of the parameters.
  /// - Throws: `SQLiteError`.
  package func run(_ sql: String, _ values: [SQLValue] = []) throws(SQLiteError) {
    let statement = try prepare(sql)
    try statement.bind(values)
    while try statement.step() {}
    statement.reset()
  }

  /// The rows of a query, each made by `row`.
  ///
  /// - Parameters:
  ///   - sql: One query.
  ///   - values: What is bound, in the order of the parameters.
  ///   - row: Called once a row; it must not keep the row.
  /// - Returns: What `row` returned, in the order of the rows.
  /// - Throws: `SQLiteError`.
  package func query<Element>(
    _ sql: String, _ values: [SQLValue] = [], row: (Statement) -> Element
  ) throws(SQLiteError) -> [Element] {
    let statement = try prepare(sql)
    try statement.bind(values)
    var elements: [Element] = []
    while try statement.step() { elements.append(row(statement)) }
    statement.reset()
    return elements
  }

  /// Runs `body` in a transaction that takes the write lock at once; rolled back when it throws.
  ///
  /// - Parameter body: What is done together.
  /// - Returns: What `body` returned.
  /// - Throws: What `body` threw, or `SQLiteError`.
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // The first error is the one that matters; SQLite may have rolled back by itself already.
      try? execute("ROLLBACK")
      throw error
    }
  }

  /// Copies this database, as it is committed, over the one of `target`.
  ///
  /// - Parameter target: The connection whose main database is replaced.
  /// - Throws: `SQLiteError`.
  package func backUp(to target: Connection) throws(SQLiteError) {
    guard let backup = unsafe sqlite3_backup_init(target.handle, "main", handle, "main") else {
      throw unsafe target.error(sqlite3_extended_errcode(target.handle), sql: nil)
    }
    let code = unsafe sqlite3_backup_step(backup, -1)
    unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else { throw target.error(code, sql: nil) }
  }

  /// The rowid of the last row inserted.
  package var lastInsertRowID: Int { Int(unsafe sqlite3_last_insert_rowid(handle)) }

  private func error(_ code: Int32, sql: String?) -> SQLiteError {
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    return SQLiteError(code: ResultCode(rawValue: code), message: message, sql: sql, path: path)
  }
}
