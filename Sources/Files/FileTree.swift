/// The files at some paths and in the folders below them, one after the other.
///
/// Within each path they come in the order of the bytes of their paths. Only the names of the folders
/// that lead to the present file are held in memory.
package struct FileTree: IteratorProtocol {
  package struct Item: Sendable {
    package enum Kind: Sendable {
      case file
      /// A symbolic link within a tree.
      case link
      /// What a run that was killed left of a file that it was writing.
      case leftover
    }

    package let path: FilePath
    /// From the folder that was named; the name alone of a file that was named.
    package let relative: FilePath
    package let kind: Kind
    /// Which of the paths it was found at, from 0.
    package let root: Int
  }

  /// What was left out until now.
  package private(set) var skipped = Skipped()

  private struct Folder {
    let path: FilePath
    let relative: FilePath
    /// From the top of the work tree.
    let inner: [UInt8]
    let rules: IgnoreRules
    /// Those still to come, the next one last.
    var entries: [Directory.Entry]
  }

  private let roots: [FilePath]
  private var nextRoot = 0
  private var folders: [Folder] = []
  /// Folders that were walked, and files that were given by name, so that paths inside of each other
  /// give nothing twice; not kept for a single path.
  private var seen: Set<Place> = []
  private let excluded: Place?

  private struct Place: Hashable {
    let device: UInt64
    let inode: UInt64

    init?(_ path: FilePath) {
      guard let status = FileStatus(of: path, followsLinks: true) else { return nil }
      device = status.identity.device
      inode = status.identity.inode
    }
  }

  /// - Parameters:
  ///   - paths: Files and folders as a user named them; links there are followed.
  ///   - excluded: A folder that is not walked, such as the one that is written to.
  package init(_ paths: [FilePath], excluding excluded: FilePath? = nil) {
    roots = paths
    self.excluded = excluded.flatMap { Place($0) }
    guard paths.count > 1 else { return }
    for path in paths where FileStatus(of: path, followsLinks: true)?.kind == .regular {
      if let place = Place(path) { seen.insert(place) }
    }
  }

  package mutating func next() -> Item? {
    while true {
      if folders.isEmpty {
        guard nextRoot < roots.count else { return nil }
        nextRoot += 1
        if let item = begin(roots[nextRoot - 1]) { return item }
        continue
      }
      guard let entry = folders[folders.count - 1].entries.popLast() else {
        folders.removeLast()
        continue
      }
      if let item = take(entry, in: folders[folders.count - 1]) { return item }
    }
  }

  /// What a user named is read even where a rule would leave it out.
  private mutating func begin(_ root: FilePath) -> Item? {
    guard let status = FileStatus(of: root, followsLinks: true) else {
      skipped.add(FileError(.read, root))
      return nil
    }
    switch status.kind {
    case .regular:
      let isRepeated = roots[..<(nextRoot - 1)].contains { $0 == root }
      guard !isRepeated else { return nil }
      return Item(
        path: root, relative: FilePath(bytes: root.name), kind: .file, root: nextRoot - 1)
    case .directory:
      let tree = WorkTree(around: root)
      open(root, relative: FilePath(bytes: []), inner: tree.prefix, tree.rules, isRoot: true)
    // Named by the user, so it must not go by unread.
    case .link, .other:
      skipped.add(FileError(.read, root, reason: "it is a device, a pipe or a socket"))
    }
    return nil
  }

  private mutating func open(
    _ path: FilePath, relative: FilePath, inner: [UInt8], _ rules: IgnoreRules, isRoot: Bool
  ) {
    guard isNew(path) else { return }
    do throws(FileError) {
      var directory = try Directory(path)
      if !isRoot, Vendored.isVendored(path.name, directory) { return skipped.add(.vendored) }
      var (inner, rules) = (inner, rules)
      if !isRoot, directory.has(".git") {
        // A repository within: what is above does not speak of it.
        (inner, rules) = ([], WorkTree.exclusions(of: path))
      }
      if directory.has(".gitignore", .file) {
        WorkTree.add(path.appending(".gitignore".utf8), in: inner, to: &rules)
      }
      directory.entries.reverse()
      folders.append(
        Folder(
          path: path, relative: relative, inner: inner, rules: rules, entries: directory.entries))
    } catch {
      skipped.add(error)
    }
  }

  /// Whether a folder is neither left out on purpose nor walked already.
  private mutating func isNew(_ path: FilePath) -> Bool {
    guard excluded != nil || roots.count > 1, let place = Place(path) else { return true }
    if place == excluded { return false }
    return roots.count == 1 || seen.insert(place).inserted
  }

  private mutating func take(_ entry: Directory.Entry, in folder: Folder) -> Item? {
    if entry.name.elementsEqual(".git".utf8) { return nil }
    let path = folder.path.appending(entry.name)
    let relative = folder.relative.appending(entry.name)
    let inner = folder.inner.isEmpty ? entry.name : folder.inner + [FilePath.slash] + entry.name
    func item(_ kind: Item.Kind) -> Item {
      Item(path: path, relative: relative, kind: kind, root: nextRoot - 1)
    }
    if entry.kind == .file, TemporaryName.isOne(entry.name) { return item(.leftover) }
    if folder.rules.ignores(inner, isFolder: entry.kind == .directory) {
      skipped.add(.ignored)
      return nil
    }
    switch entry.kind {
    case .directory:
      if Vendored.names.contains(entry.name) {
        skipped.add(.vendored)
      } else {
        open(path, relative: relative, inner: inner, folder.rules, isRoot: false)
      }
    case .file:
      if entry.name.starts(with: "terraform.tfstate".utf8) {
        skipped.add(.state)
      } else if roots.count == 1 || !isNamed(path) {
        return item(.file)
      }
    case .link:
      skipped.add(.link)
      return item(.link)
    case .other: skipped.add(.special)
    }
    return nil
  }

  /// Whether a file in a tree was also given by its name, where it is read.
  private func isNamed(_ path: FilePath) -> Bool {
    guard !seen.isEmpty, let place = Place(path) else { return false }
    return seen.contains(place)
  }
}

/// Folders that hold other people's code or a tool's own files.
enum Vendored {
  static let names = Set(
    [
      "node_modules", "site-packages", "third_party", ".terraform", ".tox", "__pycache__",
      ".ipynb_checkpoints", ".virtual_documents",
    ].map { Array($0.utf8) })

  /// Whether a folder is vendored by what is in it: `pyvenv.cfg` makes a Python environment of any
  /// folder, and Go's files a `vendor` of Go's.
  static func isVendored(_ name: [UInt8], _ directory: Directory) -> Bool {
    if directory.has("pyvenv.cfg") { return true }
    guard name.elementsEqual("vendor".utf8) else { return false }
    return directory.has("modules.txt") || directory.has("go.mod")
  }
}
