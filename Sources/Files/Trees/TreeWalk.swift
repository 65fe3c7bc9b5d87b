import Glibc

/// Goes through everything in a folder, however deep, without following symbolic links.
package struct TreeWalk: IteratorProtocol {
  /// What was found.
  package enum Item: Sendable {
    case entry(TreeEntry)
    /// A folder that has nothing in it.
    case emptyFolder(TreeEntry)
    /// What cannot be read; the rest goes on.
    case problem(FileError)
  }

  private let root: FilePath
  /// What is still to be looked at, the next one last.
  private var pending: [FilePath]

  /// Begins at a folder, which itself is not among what is found unless it is empty.
  package init(_ root: FilePath) {
    self.root = root
    pending = []
    open(FilePath("."))
  }

  private var problems: [FileError] = []
  private var empties: [TreeEntry] = []

  /// The next one; folders come before what is in them.
  package mutating func next() -> Item? {
    if let problem = problems.popLast() { return .problem(problem) }
    if let empty = empties.popLast() { return .emptyFolder(empty) }
    guard let path = pending.popLast() else { return nil }
    let place = root.appending(path.bytes)
    var status = stat()
    guard place.withCString({ lstat($0, &status) }) == 0 else {
      return .problem(FileError(.read, place))
    }
    let entry = TreeEntry(path, status)
    if entry.kind == .folder { open(path) }
    return .entry(entry)
  }

  private mutating func open(_ path: FilePath) {
    let place = path == FilePath(".") ? root : root.appending(path.bytes)
    do throws(FileError) {
      let entries = try Directory(place).entries
      pending += entries.reversed().map { path.appending($0.name) }
      var status = stat()
      if entries.isEmpty, place.withCString({ lstat($0, &status) }) == 0 {
        empties.append(TreeEntry(path, status))
      }
    } catch {
      problems.append(error)
    }
  }
}
