import CSQLite
import Glibc

/// A value to bind.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int)
  case real(Double)
  case text(String)

  package init(_ value: Int?) { self = value.map(SQLValue.integer) ?? .null }
  package init(_ value: Double?) { self = value.map(SQLValue.real) ?? .null }
  package init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }
  package init(_ value: Bool?) { self = value.map { .integer($0 ? 1 : 0) } ?? .null }
}

/// A compiled statement; finalised when the last reference goes.
@safe package final class Statement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private let sql: String
  private let path: String?

  init(_ handle: OpaquePointer, sql: String, connection: OpaquePointer, path: String?) {
    unsafe self.handle = handle
    unsafe self.connection = connection
    self.sql = sql
    self.path = path
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Binds `values` to the parameters from the first on.
  ///
  /// - Parameter values: As many as there are parameters.
  /// - Throws: `SQLiteError`, for example for too many values.
  package func bind(_ values: [SQLValue]) throws(SQLiteError) {
    for (position, value) in values.enumerated() {
      let index = Int32(position + 1)
      let code =
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): unsafe sqlite3_bind_int64(handle, index, Int64(number))
        case .real(let number): unsafe sqlite3_bind_double(handle, index, number)
        case .text(let text): bind(text, at: index)
        }
      guard code == SQLITE_OK else { throw error(code) }
    }
  }

  private func bind(_ text: String, at index: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
        unsafe chiport_bind_text(
          handle, index, characters.baseAddress, Int32(characters.count))
      }
    }
  }

  /// Goes to the next row.
  ///
  /// - Returns: False when there are no more.
  /// - Throws: `SQLiteError`.
  package func step() throws(SQLiteError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let failure = error(code)
      reset()
      throw failure
    }
  }

  /// Makes the statement ready to run again, without values.
  package func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
  }

  /// The column as an integer; nil for NULL.
  ///
  /// Other types are converted as SQLite does.
  package func integer(_ column: Int32) -> Int? {
    isNull(column) ? nil : Int(unsafe sqlite3_column_int64(handle, column))
  }

  /// The column as a number; nil for NULL.
  package func real(_ column: Int32) -> Double? {
    isNull(column) ? nil : unsafe sqlite3_column_double(handle, column)
  }

  /// The column as text; nil for NULL.
  package func text(_ column: Int32) -> String? {
    guard let bytes = unsafe sqlite3_column_text(handle, column) else { return nil }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// Whether the column is this text, told without making a string of it; false for NULL.
  package func holds(_ text: String, at column: Int32) -> Bool {
    guard let bytes = unsafe sqlite3_column_text(handle, column) else { return false }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    guard count == text.utf8.count else { return false }
    let isEqual = unsafe text.utf8.withContiguousStorageIfAvailable { wanted in
      guard let start = wanted.baseAddress else { return count == 0 }
      return unsafe memcmp(bytes, start, count) == 0
    }
    return isEqual ?? false
  }

  private func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  private func error(_ code: Int32) -> SQLiteError {
    let message = unsafe String(cString: sqlite3_errmsg(connection))
    return SQLiteError(code: ResultCode(rawValue: code), message: message, sql: sql, path: path)
  }
}
