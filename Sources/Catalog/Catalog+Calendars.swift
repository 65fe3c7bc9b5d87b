import SQLite
package import Testbed

extension Catalog {
  /// The calendar of a site that was stored last.
  ///
  /// - Parameter site: The site.
  /// - Returns: What `storeCalendar` was given; nil when there is none, as in the bundled catalogue.
  /// - Throws: `CatalogError`.
  package func calendar(
    of site: SiteID
  ) throws(CatalogError) -> (bytes: [UInt8], readAt: String)? {
    // A catalogue of version 1 that is only read has no such table.
    guard
      try !query(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'calendar'", row: { _ in 1 }
      ).isEmpty
    else { return nil }
    let sql = "SELECT content, read_at FROM calendar WHERE site = ?"
    return try query(sql, [.text(site.text)]) { row in
      (bytes: Array((row.text(0) ?? "").utf8), readAt: row.text(1) ?? "")
    }.first
  }
}

extension CatalogWriter {
  /// Stores the calendar of a site in place of the one that was stored before.
  ///
  /// - Parameters:
  ///   - bytes: JSON in UTF-8, which is not looked into.
  ///   - site: The site; the catalogue need not have it.
  ///   - readAt: When it was read: UTC, ISO 8601.
  /// - Throws: `CatalogError`; then the catalogue is as it was.
  package func storeCalendar(
    _ bytes: [UInt8], of site: SiteID, readAt: String
  ) throws(CatalogError) {
    try run(
      """
      INSERT INTO calendar (site, read_at, content) VALUES (?, ?, ?)
      ON CONFLICT (site) DO UPDATE SET read_at = excluded.read_at, content = excluded.content
      """,
      [.text(site.text), .text(readAt), .text(String(decoding: bytes, as: UTF8.self))])
  }
}
