package import Files
package import OpenStack

/// What a place in a tree of files is called in a container, and back.
package struct TreeNames: Sendable, Hashable {
  /// How all names begin: empty, or with a slash at the end.
  package let prefix: String

  /// Takes a prefix; a slash is put at its end where there is none.
  package init(prefix: String) {
    self.prefix = prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/"
  }

  /// The name of the object for a place.
  ///
  /// - Throws: `ObjectNameError` for names that are not UTF-8 or too long.
  package func name(of place: FilePath) throws(ObjectNameError) -> ObjectName {
    try ObjectName(bytes: Array(prefix.utf8) + place.bytes)
  }

  /// The place of an object in the tree.
  ///
  /// A slash at the end, as some clients have it for folders, does not count.
  ///
  /// - Parameter name: A name that begins with the prefix.
  /// - Returns: A relative path of parts that are all names of files.
  /// - Throws: `ObjectCopyError` when the name is no such path, or would lead out of the tree.
  package func place(of name: ObjectName) throws(ObjectCopyError) -> FilePath {
    func refuse(_ reason: String) -> ObjectCopyError {
      ObjectCopyError(subject: name.description, reason: reason)
    }
    var rest = name.bytes.dropFirst(prefix.utf8.count)
    if rest.last == UInt8(ascii: "/") { rest.removeLast() }
    guard !rest.isEmpty else { throw refuse("it has no name for a file") }
    for part in rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard !part.isEmpty else {
        throw refuse("it begins with a slash or has two in a row, as no path of a file does")
      }
      guard !part.elementsEqual(".".utf8), !part.elementsEqual("..".utf8) else {
        throw refuse("it could lead out of the folder: '\(String(decoding: part, as: UTF8.self))'")
      }
      guard part.count <= 255 else { throw refuse("a part of it has more than 255 bytes") }
      guard !TreeFolder.isPartialName(Array(part)) else {
        throw refuse("the name is one of a file that is being copied")
      }
    }
    return FilePath(bytes: Array(rest))
  }
}
