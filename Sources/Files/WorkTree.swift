/// The git work tree that a folder is in, as far as it tells what is ignored.
struct WorkTree {
  /// What holds in the folder, its own `.gitignore` not counted.
  var rules = IgnoreRules()
  /// The folder as seen from the top of the work tree; empty for the top.
  var prefix: [UInt8] = []

  /// The work tree around a folder; without one, the folder is its own top.
  ///
  /// Where a folder is ignored as a whole but was named all the same, what is above it says nothing.
  ///
  /// - Parameter folder: The folder that a user named.
  init(around folder: FilePath) {
    guard let place = try? folder.resolved(), let top = WorkTree.top(above: place),
      let inner = place.relative(to: top)
    else { return }
    rules = WorkTree.exclusions(of: top)
    var path: [UInt8] = []
    for part in inner.bytes.split(separator: FilePath.slash) {
      let level = path.isEmpty ? top : top.appending(path)
      WorkTree.add(level.appending(".gitignore".utf8), in: path, to: &rules)
      path += (path.isEmpty ? [] : [FilePath.slash]) + part
      if rules.ignores(path, isFolder: true) {
        rules = IgnoreRules()
        return
      }
    }
    prefix = path
  }

  /// The nearest folder with a `.git`, from the folder itself upwards.
  private static func top(above folder: FilePath) -> FilePath? {
    var place = folder
    while FileStatus(of: place.appending(".git".utf8), followsLinks: true) == nil {
      let parent = place.parent
      guard parent != place else { return nil }
      place = parent
    }
    return place
  }

  /// What `.git/info/exclude` says, also where `.git` is a file that tells where the rest is.
  ///
  /// Source: gitrepository-layout(5).
  static func exclusions(of top: FilePath) -> IgnoreRules {
    var rules = IgnoreRules()
    var folder = top.appending(".git".utf8)
    if let pointer = text(of: folder), pointer.starts(with: "gitdir: ".utf8) {
      folder = path(pointer.dropFirst("gitdir: ".utf8.count), from: top)
      if let common = text(of: folder.appending("commondir".utf8)) {
        folder = path(common[...], from: folder)
      }
    }
    add(folder.appending("info/exclude".utf8), in: [], to: &rules)
    return rules
  }

  /// Adds the rules of a file, where it is one.
  static func add(_ file: FilePath, in folder: [UInt8], to rules: inout IgnoreRules) {
    // Git does not follow a `.gitignore` that is a link.
    guard FileStatus(of: file, followsLinks: false)?.kind == .regular, let text = text(of: file)
    else { return }
    rules.add(text, in: folder)
  }

  private static func text(of file: FilePath) -> [UInt8]? {
    guard case .contents(let contents) = try? FileContents.read(file) else { return nil }
    return contents.bytes
  }

  private static func path(_ line: ArraySlice<UInt8>, from folder: FilePath) -> FilePath {
    let bytes = Array(line.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    return bytes.first == FilePath.slash ? FilePath(bytes: bytes) : folder.appending(bytes)
  }
}
