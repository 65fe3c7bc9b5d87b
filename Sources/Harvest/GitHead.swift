import FoundationEssentials

/// The commit that a git checkout stands at, read from its files.
///
/// Source of the format: gitrepository-layout(5), packed refs in git-pack-refs(1).
enum GitHead {
  /// The commit of the checkout that `folder` or one of the three folders above it is the top of;
  /// nil when there is none or it cannot be told.
  static func commit(near folder: String) -> String? {
    var folder = folder
    for _ in 0..<4 {
      if let git = gitFolder(in: folder) { return commit(in: git) }
      folder += "/.."
    }
    return nil
  }

  /// `.git`, or the folder that a file of this name points to, as in submodules.
  private static func gitFolder(in folder: String) -> String? {
    let path = folder + "/.git"
    guard let text = text(path) else {
      return FileManager.default.fileExists(atPath: path + "/HEAD") ? path : nil
    }
    guard text.hasPrefix("gitdir: ") else { return nil }
    let target = String(text.dropFirst("gitdir: ".count))
    return target.hasPrefix("/") ? target : "\(folder)/\(target)"
  }

  private static func commit(in git: String) -> String? {
    guard let head = text(git + "/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return isCommit(head) ? head : nil }
    let name = String(head.dropFirst("ref: ".count))
    // A second work tree has a head of its own; its branches are those of the first.
    let shared = text(git + "/commondir").map { $0.hasPrefix("/") ? $0 : "\(git)/\($0)" } ?? git
    if let commit = text("\(shared)/\(name)"), isCommit(commit) { return commit }
    let packed = (text(shared + "/packed-refs") ?? "").split(separator: "\n")
    return packed.first { $0.hasSuffix(" " + name) }.map { String($0.prefix { $0 != " " }) }
      .flatMap { isCommit($0) ? $0 : nil }
  }

  private static func isCommit(_ text: String) -> Bool {
    text.utf8.count >= 40 && text.allSatisfy(\.isHexDigit)
  }

  /// The text of a file without the line end at its end; nil for folders and what cannot be read.
  private static func text(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    var text = String(decoding: data, as: UTF8.self)
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
