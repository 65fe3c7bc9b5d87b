import CSQLite

/// A result code of SQLite; unknown ones survive.
///
/// Source: https://www.sqlite.org/rescode.html
package struct ResultCode: RawRepresentable, Sendable, Hashable {
  /// The number of an `SQLITE_` constant, with its extension in the higher bytes.
  package let rawValue: Int32

  /// Takes any number, also one that this version of SQLite does not know.
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// Another connection held the lock for longer than the timeout.
  package static let busy = ResultCode(rawValue: SQLITE_BUSY)
  /// A value breaks a rule of its table: UNIQUE, CHECK, STRICT or a reference.
  package static let constraint = ResultCode(rawValue: SQLITE_CONSTRAINT)
  /// The file contradicts itself.
  package static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
  /// There is no such file, it is a folder, or it may not be opened.
  package static let cannotOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
  /// The file does not begin as databases do.
  package static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
  /// The file, its folder or the connection does not allow writing.
  package static let readOnly = ResultCode(rawValue: SQLITE_READONLY)

  /// The code without its extension, for example `SQLITE_IOERR` for `SQLITE_IOERR_READ`.
  package var primary: ResultCode { ResultCode(rawValue: rawValue & 0xFF) }
}

/// A failure of SQLite: the code, its message and the statement, never the bound values.
package struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The extended code; compare its `primary` with the constants.
  package let code: ResultCode
  /// SQLite's own words, in English.
  package let message: String
  /// The text of the statement, without values; nil where there was none.
  package let sql: String?
  /// The database file; nil for one in memory.
  package let path: String?

  /// One line: the file, the code, the message and the first 100 characters of the statement.
  package var description: String {
    let place = path.map { "\($0): " } ?? ""
    let statement = sql.map { ", while executing `\(SQLiteError.shortened($0))`" } ?? ""
    return "\(place)SQLite error \(code.rawValue): \(message)\(statement)"
  }

  private static func shortened(_ sql: String) -> String {
    let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count <= 100 ? line : line.prefix(97) + "..."
  }
}
