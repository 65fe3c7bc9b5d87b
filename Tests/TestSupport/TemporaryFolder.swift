import FoundationEssentials

/// A folder for one test; removed with everything in it when the last reference goes.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    let folder = FileManager.default.temporaryDirectory.path
    path = "\(folder)/chiport-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of `name` in the folder.
  package subscript(name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and makes the folders that it needs.
  ///
  /// - Parameters:
  ///   - bytes: The contents.
  ///   - name: The path in the folder.
  /// - Throws: What the file system says.
  package func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    let parent = self[name].split(separator: "/", omittingEmptySubsequences: false).dropLast()
    try FileManager.default.createDirectory(
      atPath: parent.joined(separator: "/"), withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: self[name]))
  }

  /// Writes a file and makes the folders that it needs.
  ///
  /// - Parameters:
  ///   - text: The contents.
  ///   - name: The path in the folder.
  /// - Throws: What the file system says.
  package func write(_ text: String, to name: String) throws {
    try write(text.utf8, to: name)
  }

  /// The bytes of a file; nil when there is none.
  package func contents(of name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: self[name]).map(Array.init)
  }

  /// Makes a symbolic link.
  ///
  /// - Parameters:
  ///   - target: What the link says; it need not exist.
  ///   - name: The path in the folder.
  /// - Throws: What the file system says.
  package func link(to target: String, at name: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: self[name], withDestinationPath: target)
  }

  /// Removes a file or folder.
  package func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: self[name])
  }
}
