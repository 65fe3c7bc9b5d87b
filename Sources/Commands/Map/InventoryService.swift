import Hardware
import Resources
import Testbed

/// Where inventories come from: a file, or a site's services.
struct InventoryService: Sendable {
  let session: Session
  let facts: Facts

  /// What the project has at a site.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - file: Where it was saved; nil to ask the site.
  ///   - option: What named the file, for messages.
  /// - Returns: What is known.
  /// - Throws: `CommandFailure` when the file cannot be read or one cannot log in.
  func inventory(
    of site: SiteID, saved file: String?, _ option: String
  ) async throws -> ProjectInventory {
    if let file { return try InventoryFile.read(file, option, of: site) }
    throw CommandFailure("no login for '\(site)'")
  }
}
