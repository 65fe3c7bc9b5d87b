import Files
import JSON
import Resources
import Testbed

/// Saved inventories.
enum InventoryFile {
  /// Reads the inventory of a site, also out of a saved map.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - option: What named it, for messages.
  ///   - site: The site that is meant.
  /// - Returns: What was saved.
  /// - Throws: `CommandFailure` for what cannot be read or is of another site.
  static func read(_ path: String, _ option: String, of site: SiteID) throws -> ProjectInventory {
    let document = try document(path, option)
    do { return try ProjectInventory(document: document, of: site) } catch {
      throw CommandFailure(
        "\(option): '\(path)': \(error)",
        hint: "'chiport map --save FILE' writes files that have both sites' inventories")
    }
  }

  /// Reads what copies have recorded.
  static func copies(_ path: String, _ option: String) throws -> [RecordedCopy] {
    let document = try document(path, option)
    do { return try RecordedCopies(document: document).copies } catch {
      throw CommandFailure("\(option): '\(path)': \(error)")
    }
  }

  private static func document(_ path: String, _ option: String) throws -> JSONValue {
    let contents: FileContents.Outcome
    do { contents = try FileContents.read(FilePath(path)) } catch {
      throw CommandFailure(error.description)
    }
    guard case .contents(let file) = contents else {
      throw CommandFailure("\(option): '\(path)' is not a text file")
    }
    do { return try JSONValue(parsing: file.bytes) } catch {
      throw CommandFailure("\(option): '\(path)': \(error)")
    }
  }
}
