import JSON
import SQLite
package import Testbed

extension Catalog {
  /// What the services of a site call a flavor: Nova's id.
  ///
  /// - Parameters:
  ///   - name: The flavor's name, as its configuration has it.
  ///   - site: The site.
  /// - Returns: The `uid` of its record; nil when there is no such flavor.
  /// - Throws: `CatalogError`.
  package func flavorID(of name: String, at site: SiteID) throws(CatalogError) -> String? {
    let flavors = try query(
      "SELECT uid, record FROM flavor WHERE site = ?", [.text(site.text)]
    ) { row in
      (uid: row.text(0) ?? "", record: row.text(1) ?? "")
    }
    return flavors.first { flavor in
      (try? JSONValue(parsing: flavor.record))?["name"]?.string == name
    }?.uid
  }
}
