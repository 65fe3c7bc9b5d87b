package import JSON
import SQLite

extension Catalog {
  /// The records of CHI@Edge's devices, by `uuid`.
  package func devices() throws(CatalogError) -> [JSONValue] {
    try query("SELECT record FROM device ORDER BY uuid") { row in
      row.text(0).flatMap { try? JSONValue(parsing: $0) }
    }.compactMap { $0 }
  }
}
