import SQLite
package import Testbed

extension Catalog {
  /// The hosts that a site's Blazar listed when it was asked last.
  ///
  /// - Parameter site: The site.
  /// - Returns: What `storeBlazarHosts` was given; nil when there is none, as in the bundled catalogue.
  /// - Throws: `CatalogError`.
  package func blazarHosts(
    of site: SiteID
  ) throws(CatalogError) -> (bytes: [UInt8], readAt: String)? {
    // A catalogue of an older version that is only read has no such table.
    guard
      try !query(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'blazar'", row: { _ in 1 }
      ).isEmpty
    else { return nil }
    let sql = "SELECT hosts, read_at FROM blazar WHERE site = ?"
    return try query(sql, [.text(site.text)]) { row in
      (bytes: Array((row.text(0) ?? "").utf8), readAt: row.text(1) ?? "")
    }.first
  }
}

extension CatalogWriter {
  /// Stores the hosts of a site in place of those that were stored before.
  ///
  /// - Parameters:
  ///   - bytes: JSON in UTF-8: `{"hosts": [...]}`, as `/v1/os-hosts` answers. It is not looked into.
  ///   - site: The site; the catalogue need not have it.
  ///   - source: Where they are from: Blazar's URL.
  ///   - readAt: When they were read: UTC, ISO 8601.
  /// - Throws: `CatalogError`; then the catalogue is as it was.
  package func storeBlazarHosts(
    _ bytes: [UInt8], of site: SiteID, source: String, readAt: String
  ) throws(CatalogError) {
    try run(
      """
      INSERT INTO blazar (site, read_at, source, hosts) VALUES (?, ?, ?, ?)
      ON CONFLICT (site) DO UPDATE SET read_at = excluded.read_at, source = excluded.source,
        hosts = excluded.hosts
      """,
      [
        .text(site.text), .text(readAt), .text(source),
        .text(String(decoding: bytes, as: UTF8.self)),
      ])
  }
}
