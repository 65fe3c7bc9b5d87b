import Glibc

/// A folder that files are put into, at places that somebody else has named.
///
/// Every step of a way is opened without following symbolic links, so that no name leads out of the
/// folder, whatever is in it.
package final class TreeFolder: Sendable {
  /// As the user named it.
  package let path: FilePath
  private let descriptor: Int32

  /// Opens a folder; it is made when it is missing.
  ///
  /// - Throws: `FileError`.
  package init(_ path: FilePath) throws(FileError) {
    self.path = path
    try AtomicFile.makeFolder(path)
    descriptor = path.withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw FileError(.create, path) }
  }

  deinit { close(descriptor) }

  /// What is at a place; nil when there is nothing.
  ///
  /// - Throws: `FileError` when the way to it leads over something that is no folder.
  package func entry(at place: FilePath) throws(FileError) -> TreeEntry? {
    guard let parent = try parent(of: place, makes: false) else { return nil }
    defer { close(parent) }
    var status = stat()
    let result = FilePath(bytes: place.name).withCString {
      fstatat(parent, $0, &status, AT_SYMLINK_NOFOLLOW)
    }
    return result == 0 ? TreeEntry(place, status) : nil
  }

  /// The text of a symbolic link.
  package func linkText(at place: FilePath) throws(FileError) -> [UInt8] {
    try LinkText.read(path.appending(place.bytes))
  }

  /// Opens a file for reading.
  package func file(at place: FilePath) throws(FileError) -> ReadableFile {
    guard let parent = try parent(of: place, makes: false) else {
      throw FileError(.read, shown(place), code: ENOENT)
    }
    close(parent)
    return try ReadableFile(path.appending(place.bytes))
  }

  /// Makes a folder, and those on the way to it; one that is there stays, and gets the permissions.
  package func makeFolder(
    at place: FilePath, permissions: UInt32?
  ) throws(FileError) {
    guard let parent = try parent(of: place, makes: true) else { return }
    defer { close(parent) }
    let name = FilePath(bytes: place.name)
    guard name.withCString({ mkdirat(parent, $0, 0o777) }) == 0 || errno == EEXIST else {
      throw FileError(.create, shown(place))
    }
    let folder = name.withCString { openat(parent, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW) }
    guard folder >= 0 else { throw FileError(.create, shown(place)) }
    defer { close(folder) }
    if let permissions, fchmod(folder, permissions) != 0 {
      throw FileError(.write, shown(place))
    }
  }

  /// Makes a symbolic link, in the place of whatever file or link is there.
  package func makeLink(at place: FilePath, text: [UInt8]) throws(FileError) {
    guard let parent = try parent(of: place, makes: true) else { return }
    defer { close(parent) }
    let temporary = FilePath(bytes: TreeFolder.partialName(of: place.name))
    _ = temporary.withCString { unlinkat(parent, $0, 0) }
    let made = FilePath(bytes: text).withCString { text in
      temporary.withCString { symlinkat(text, parent, $0) }
    }
    guard made == 0 else { throw FileError(.create, shown(place)) }
    let result = temporary.withCString { old in
      FilePath(bytes: place.name).withCString { renameat(parent, old, parent, $0) }
    }
    guard result == 0 else { throw FileError(.create, shown(place)) }
  }

  /// Begins a file, or goes on with what an earlier run left of it.
  package func partialFile(for place: FilePath) throws(FileError) -> PartialFile {
    guard let parent = try parent(of: place, makes: true) else {
      throw FileError(.create, shown(place), code: ENOENT)
    }
    return try PartialFile(in: parent, name: place.name, shown: shown(place))
  }

  /// Takes a file away, if it is there and that is allowed, and what an unfinished run left of it.
  package func removeFile(at place: FilePath) {
    guard let parent = try? parent(of: place, makes: false) else { return }
    defer { close(parent) }
    for name in [place.name, TreeFolder.partialName(of: place.name)] {
      _ = FilePath(bytes: name).withCString { unlinkat(parent, $0, 0) }
    }
  }

  /// The name that a file has while it is written; a later run finds it.
  package static func partialName(of name: [UInt8]) -> [UInt8] {
    [FilePath.dot] + name.prefix(255 - 1 - partialSuffix.count) + partialSuffix
  }

  /// Whether a name is of this kind.
  package static func isPartialName(_ name: [UInt8]) -> Bool {
    name.first == FilePath.dot && name.suffix(partialSuffix.count) == partialSuffix[...]
  }

  private static let partialSuffix = Array(".chiport-partial".utf8)

  private func shown(_ place: FilePath) -> FilePath { path.appending(place.bytes) }

  /// A descriptor of the folder that a place is in, which the caller closes; nil when it is not there.
  private func parent(of place: FilePath, makes: Bool) throws(FileError) -> Int32? {
    var current = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard current >= 0 else { throw FileError(.create, shown(place)) }
    for part in place.bytes.split(separator: FilePath.slash).dropLast() {
      let name = FilePath(bytes: Array(part))
      let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
      var next = name.withCString { openat(current, $0, flags) }
      if next < 0, errno == ENOENT, makes {
        _ = name.withCString { mkdirat(current, $0, 0o777) }
        next = name.withCString { openat(current, $0, flags) }
      }
      let code = errno
      close(current)
      if next < 0, code == ENOENT, !makes { return nil }
      guard next >= 0 else {
        throw FileError(
          .create, shown(place), reason: "'\(name)' on the way to it is no folder",
          hint: "symbolic links are not followed")
      }
      current = next
    }
    return current
  }
}
