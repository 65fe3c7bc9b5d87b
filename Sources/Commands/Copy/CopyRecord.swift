import Files
import FoundationEssentials
import JSON
import Resources

/// The file in which copies note what they have made.
enum CopyRecord {
  /// Adds a copy to what a file has, or begins the file; runs that end together lose nothing.
  ///
  /// - Parameters:
  ///   - copy: What was copied.
  ///   - path: The file, as `--record` names it.
  /// - Throws: `CommandFailure` for a file that is no record, `FileError`.
  static func add(_ copy: RecordedCopy, to path: String) throws {
    try FileLock.whileHolding(FilePath(path)) {
      let isThere = FileManager.default.fileExists(atPath: path)
      var record = RecordedCopies(isThere ? try InventoryFile.copies(path, "--record") : [])
      record.add(copy)
      try AtomicFile.create(
        FilePath(path), Array((record.document.pretty + "\n").utf8),
        permissions: AtomicFile.defaultPermissions, overwrites: true)
    }
  }
}
