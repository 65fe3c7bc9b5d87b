/// One line of a `.gitignore`.
///
/// Source: gitignore(5).
struct IgnorePattern: Sendable {
  let isNegated: Bool
  /// Whether it asks for a folder, by a slash at its end.
  private let needsFolder: Bool
  private let form: Form

  private enum Form: Sendable {
    /// The name of a file at any depth.
    case name([UInt8])
    /// `*` and these bytes at the end of a name.
    case suffix([UInt8])
    case namePattern(Wildcard)
    /// A path from the folder of the `.gitignore`.
    case path([UInt8])
    /// What a path begins with, and a pattern for the rest.
    case pathPattern(prefix: [UInt8], Wildcard)
  }

  private static let special = Set("*?[\\".utf8)

  /// - Parameter line: Without its end; comments, empty lines and what cannot match give nil.
  init?(_ line: ArraySlice<UInt8>) {
    guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
    var rest = IgnorePattern.trimmed(line)
    isNegated = first == UInt8(ascii: "!")
    if isNegated { rest = rest.dropFirst() }
    needsFolder = rest.last == FilePath.slash
    if needsFolder { rest = rest.dropLast() }
    guard !rest.isEmpty else { return nil }
    guard
      let form = rest.contains(FilePath.slash)
        ? IgnorePattern.path(rest) : IgnorePattern.name(rest)
    else { return nil }
    self.form = form
  }

  private static func name(_ text: ArraySlice<UInt8>) -> Form? {
    guard text.contains(where: special.contains) else { return .name(Array(text)) }
    let tail = text.dropFirst()
    if text.first == UInt8(ascii: "*"), !tail.contains(where: special.contains) {
      return .suffix(Array(tail))
    }
    return Wildcard(text).map { .namePattern($0) }
  }

  private static func path(_ text: ArraySlice<UInt8>) -> Form? {
    let text = text.first == FilePath.slash ? text.dropFirst() : text
    guard let wild = text.firstIndex(where: special.contains) else { return .path(Array(text)) }
    // As git has it: the pattern begins where the plain text ends, so that `**` there is at a start.
    return Wildcard(text[wild...]).map { .pathPattern(prefix: Array(text[..<wild]), $0) }
  }

  /// Without blanks at the end, unless a backslash keeps one.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var index = line.startIndex
    while index < line.endIndex {
      let isEscape = line[index] == UInt8(ascii: "\\")
      if isEscape { index += 1 }
      if isEscape || line[index] != UInt8(ascii: " ") { end = min(index + 1, line.endIndex) }
      index += 1
    }
    return line[..<end]
  }

  /// - Parameters:
  ///   - path: From the folder of the `.gitignore`.
  ///   - name: The last part of `path`.
  ///   - isFolder: Whether it is a folder.
  /// - Returns: Whether the pattern says something of it.
  func matches(_ path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
    if needsFolder, !isFolder { return false }
    return switch form {
    case .name(let wanted): name.elementsEqual(wanted)
    case .suffix(let suffix): name.count >= suffix.count && name.suffix(suffix.count) == suffix[...]
    case .namePattern(let pattern): pattern.matches(name)
    case .path(let wanted): path.elementsEqual(wanted)
    case .pathPattern(let prefix, let pattern):
      path.starts(with: prefix) && pattern.matches(path.dropFirst(prefix.count))
    }
  }
}

/// What the `.gitignore` files above a place say together.
struct IgnoreRules: Sendable {
  private struct Level: Sendable {
    /// The length of the path of its folder with the slash, from the top of the work tree.
    let depth: Int
    let patterns: [IgnorePattern]
  }

  private var levels: [Level] = []

  /// Adds what a file says; it counts more than all before it.
  ///
  /// - Parameters:
  ///   - text: The file.
  ///   - folder: The folder that it speaks of, from the top of the work tree; empty for the top.
  mutating func add(_ text: [UInt8], in folder: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = text.starts(with: mark) ? text.dropFirst(mark.count) : text[...]
    let lines = text.split(separator: UInt8(ascii: "\n"))
    let patterns = lines.compactMap { line in
      IgnorePattern(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
    guard !patterns.isEmpty else { return }
    levels.append(Level(depth: folder.isEmpty ? 0 : folder.count + 1, patterns: patterns))
  }

  /// Whether git would ignore something whose folder it does not ignore.
  ///
  /// - Parameters:
  ///   - path: From the top of the work tree.
  ///   - isFolder: Whether it is a folder; a link to one is none.
  /// - Returns: What the last pattern that matches says.
  func ignores(_ path: [UInt8], isFolder: Bool) -> Bool {
    guard !levels.isEmpty else { return false }
    let name = path[((path.lastIndex(of: FilePath.slash) ?? -1) + 1)...]
    for level in levels.reversed() {
      for pattern in level.patterns.reversed()
      where pattern.matches(path[level.depth...], name: name, isFolder: isFolder) {
        return !pattern.isNegated
      }
    }
    return false
  }
}
