import Files
import JSON
import Planning

/// Files of JSON that a user names.
enum SavedDocument {
  /// Plans are some MB at most.
  private static let limit = 64 << 20

  /// Reads a file.
  ///
  /// - Throws: `CommandFailure` with the path, for what cannot be read or is no JSON.
  static func read(_ path: String) throws -> JSONValue {
    do {
      guard case .contents(let contents) = try FileContents.read(FilePath(path), limit: limit)
      else {
        throw CommandFailure("'\(path)' is not a text file")
      }
      return try JSONValue(parsing: contents.bytes)
    } catch let error as FileError {
      throw CommandFailure(error.description, hint: error.hint)
    } catch let error as JSONError {
      throw CommandFailure("'\(path)': \(error)")
    }
  }

  /// Reads a plan, which may have been edited.
  static func plan(_ path: String) throws -> Plan {
    do { return try Plan(document: read(path)) } catch let error as PlanError {
      throw CommandFailure("'\(path)': \(error)", hint: "'chiport plan' makes a new one")
    }
  }

  /// Writes a file as a whole, over what is there.
  static func write(_ text: String, to path: String) throws {
    do {
      try AtomicFile.create(
        FilePath(path), Array(text.utf8), permissions: AtomicFile.defaultPermissions,
        overwrites: true)
    } catch { throw CommandFailure(error.description, hint: error.hint) }
  }
}
