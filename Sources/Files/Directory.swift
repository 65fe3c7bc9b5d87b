import Glibc

/// What is in a folder.
struct Directory {
  enum Kind {
    case file, directory, link, other
  }

  struct Entry {
    let name: [UInt8]
    let kind: Kind

    /// What entries are sorted by, so that whole paths come in the order of their bytes.
    func precedes(_ other: Entry) -> Bool {
      let common = min(name.count, other.name.count)
      for index in 0..<common where name[index] != other.name[index] {
        return name[index] < other.name[index]
      }
      return byte(at: common) < other.byte(at: common)
    }

    private func byte(at index: Int) -> UInt8 {
      if index < name.count { return name[index] }
      return index == name.count && kind == .directory ? FilePath.slash : 0
    }
  }

  /// By name, without `.` and `..`.
  var entries: [Entry]

  init(_ path: FilePath) throws(FileError) {
    guard let stream = path.withCString(opendir) else { throw FileError(.list, path) }
    defer { closedir(stream) }
    entries = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name == [FilePath.dot] || name == [FilePath.dot, FilePath.dot] { continue }
      entries.append(
        Entry(name: name, kind: Directory.kind(entry.pointee.d_type, path.appending(name))))
    }
    guard errno == 0 else { throw FileError(.list, path) }
    entries.sort { $0.precedes($1) }
  }

  func has(_ name: String, _ kind: Kind? = nil) -> Bool {
    entries.contains { $0.name.elementsEqual(name.utf8) && (kind == nil || $0.kind == kind) }
  }

  private static func kind(_ type: UInt8, _ path: FilePath) -> Kind {
    switch Int(type) {
    case Int(DT_REG): return .file
    case Int(DT_DIR): return .directory
    case Int(DT_LNK): return .link
    case Int(DT_UNKNOWN): break
    default: return .other
    }
    // Some file systems do not tell the type in their listings.
    guard let status = FileStatus(of: path, followsLinks: false) else { return .other }
    return switch status.kind {
    case .regular: .file
    case .directory: .directory
    case .link: .link
    case .other: .other
    }
  }
}
