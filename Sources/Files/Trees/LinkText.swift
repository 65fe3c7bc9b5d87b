import Glibc

/// Symbolic links as texts.
package enum LinkText {
  /// What a symbolic link says.
  ///
  /// - Throws: `FileError` when there is no symbolic link.
  package static func read(_ path: FilePath) throws(FileError) -> [UInt8] {
    // Source: `PATH_MAX` of Linux, the most that a link can say.
    var text = [CChar](repeating: 0, count: 4096)
    let length = path.withCString { readlink($0, &text, text.count) }
    guard length >= 0 else { throw FileError(.read, path) }
    return text[..<length].map { UInt8(bitPattern: $0) }
  }

  /// Whether a link at `place` says a way that stays in the tree whose root the place is seen from.
  ///
  /// - Parameters:
  ///   - text: What it says.
  ///   - place: Where it is, from the root.
  /// - Returns: False for absolute ways, and for those that go above the root at any step.
  package static func staysInside(_ text: [UInt8], at place: FilePath) -> Bool {
    guard text.first != FilePath.slash else { return false }
    var depth = place.bytes.split(separator: FilePath.slash).count - 1
    for part in text.split(separator: FilePath.slash) {
      if part.elementsEqual([FilePath.dot]) { continue }
      depth += part.elementsEqual([FilePath.dot, FilePath.dot]) ? -1 : 1
      if depth < 0 { return false }
    }
    return true
  }
}
