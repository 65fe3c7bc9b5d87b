import CSQLite

/// A result code of SQLite; unknown ones survive.
///
/// Source: https://www.sqlite.org/rescode.html
package struct ResultCode: RawRepresentable, Sendable, Hashable {
  package let rawValue: Int32
  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let busy = ResultCode(rawValue: SQLITE_BUSY)
  package static let constraint = ResultCode(rawValue: SQLITE_CONSTRAINT)
  package static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
  package static let full = ResultCode(rawValue: SQLITE_FULL)
  package static let cannotOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
  package static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
  package static let readOnly = ResultCode(rawValue: SQLITE_READONLY)

  /// The code without its extension, for example `SQLITE_IOERR` for `SQLITE_IOERR_READ`.
  package var primary: ResultCode { ResultCode(rawValue: rawValue & 0xFF) }
}

/// A failure of SQLite: the code, its message and the statement, never the bound values.
package struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
  package let code: ResultCode
  package let message: String
  /// The text of the statement, without values; nil where there was none.
  package let sql: String?
  /// The database file; nil for one in memory.
  package let path: String?

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
