import Glibc

/// The path of a file as the system has it: bytes, which need not be UTF-8.
package struct FilePath: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let bytes: [UInt8]

  /// Takes the bytes as they are; there is no NUL in a path of the system.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Takes a path as a user wrote it; slashes at its end do not count.
  package init(_ text: String) {
    var bytes = Array(text.utf8)
    while bytes.count > 1, bytes.last == FilePath.slash { bytes.removeLast() }
    self.bytes = bytes
  }

  static let slash = UInt8(ascii: "/")
  static let dot = UInt8(ascii: ".")

  /// For messages; bytes that are not UTF-8 become U+FFFD.
  package var description: String { String(decoding: bytes, as: UTF8.self) }

  package static func < (a: FilePath, b: FilePath) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }

  /// What follows the last slash.
  package var name: [UInt8] {
    guard let slash = bytes.lastIndex(of: FilePath.slash) else { return bytes }
    return Array(bytes[(slash + 1)...])
  }

  /// The folder that the path is in, as the path writes it; `.` where it writes none.
  package var parent: FilePath {
    guard let slash = bytes.lastIndex(of: FilePath.slash) else { return FilePath(".") }
    return FilePath(bytes: Array(bytes[..<max(slash, 1)]))
  }

  /// The path of something in this folder; what is in `.` or in the empty path has its name alone.
  package func appending(_ name: some Sequence<UInt8>) -> FilePath {
    if bytes.isEmpty || bytes == [FilePath.dot] { return FilePath(bytes: Array(name)) }
    return FilePath(
      bytes: bytes.last == FilePath.slash ? bytes + name : bytes + [FilePath.slash] + name)
  }

  /// The path without symbolic links, `.` and `..`.
  ///
  /// - Throws: `FileError` when there is nothing at the path.
  package func resolved() throws(FileError) -> FilePath {
    let resolved = withCString { realpath($0, nil) }
    guard let resolved else { throw FileError(.find, self) }
    defer { free(resolved) }
    return FilePath(bytes: Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
  }

  /// The path as seen from a folder, both resolved; nil when it is not inside.
  package func relative(to folder: FilePath) -> FilePath? {
    if self == folder { return FilePath(bytes: []) }
    let prefix =
      folder.bytes.last == FilePath.slash ? folder.bytes : folder.bytes + [FilePath.slash]
    guard bytes.starts(with: prefix) else { return nil }
    return FilePath(bytes: Array(bytes[prefix.count...]))
  }

  /// Calls `body` with the path as C has it.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    var text = bytes.map { CChar(bitPattern: $0) }
    text.append(0)
    return text.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("the buffer is not empty") }
      return body(start)
    }
  }
}
