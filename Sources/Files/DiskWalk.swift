import Glibc

/// The state of one count: a descent through folders that are open one in the other.
struct DiskWalk {
  private(set) var usage = DiskUsage.empty
  private let largeBytes: Int
  /// By the last of their names.
  private let rules: [[UInt8]: [FolderRule]]
  private let packedSuffixes: Set<UInt128>
  private var device: dev_t = 0
  /// Numbers of files with several names that were counted.
  private var counted: Set<ino_t> = []
  private var path: [UInt8] = []
  /// Whether what is met now is counted apart.
  private var isLeftOut = false

  private static let shownUnreadable = 20

  init(largeBytes: Int, rules: [FolderRule], packedSuffixes: [String]) {
    self.largeBytes = max(1, largeBytes)
    self.rules = Dictionary(grouping: rules) { $0.names[$0.names.count - 1] }
    self.packedSuffixes = Set(packedSuffixes.compactMap { DiskWalk.key(Array($0.utf8)[...]) })
  }

  mutating func start(at root: FilePath) throws(FileError) {
    let descriptor = root.withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw FileError(.list, root) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw FileError(.list, root)
    }
    device = status.st_dev
    path = root.bytes
    guard let amount = descend(descriptor, status) else { throw FileError(.list, root) }
    usage.total = amount
  }

  /// Counts a folder that is open, and closes it.
  ///
  /// - Returns: Nil when it cannot be listed.
  private mutating func descend(_ descriptor: Int32, _ status: stat) -> DiskUsage.Amount? {
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    defer { closedir(stream) }
    var amount = DiskUsage.Amount()
    amount.allocated = status.st_blocks * DiskWalk.block
    let length = path.count
    while let entry = readdir(stream) {
      let isOther = withUnsafeBytes(of: &entry.pointee.d_name) { name in
        DiskWalk.isDots(name) ? false : appendToPath(name)
      }
      guard isOther else { continue }
      var status = stat()
      let result = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 1) {
          fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW)
        }
      }
      if result != 0 {
        noteUnreadable()
      } else if status.st_mode & S_IFMT != S_IFDIR {
        amount += count(status)
      } else if status.st_dev != device {
        usage.mountPoints.append(FilePath(bytes: path))
      } else {
        let opened = withUnsafePointer(to: &entry.pointee.d_name) { name in
          name.withMemoryRebound(to: CChar.self, capacity: 1) {
            openat(descriptor, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
          }
        }
        amount += folder(opened, status)
      }
      path.removeLast(path.count - length)
    }
    return amount
  }

  /// Counts the folder at `path`, of which `opened` is the descriptor, or negative.
  ///
  /// - Returns: What of it belongs to the folder that it is in.
  private mutating func folder(_ opened: Int32, _ status: stat) -> DiskUsage.Amount {
    var own = DiskUsage.Amount()
    own.allocated = status.st_blocks * DiskWalk.block
    let rule = isLeftOut ? nil : matchingRule()
    if rule != nil { isLeftOut = true }
    var all = own
    if opened >= 0, let amount = descend(opened, status) {
      all = amount
    } else {
      noteUnreadable()
    }
    guard let rule else {
      if all.allocated >= largeBytes, !isLeftOut { note(all, isFolder: true) }
      return all
    }
    isLeftOut = false
    if rule.isForContents {
      all.allocated -= own.allocated
      usage.leftOut += all
      return own
    }
    usage.leftOut += all
    return DiskUsage.Amount()
  }

  /// Counts what is no folder.
  private mutating func count(_ status: stat) -> DiskUsage.Amount {
    var amount = DiskUsage.Amount()
    if status.st_nlink > 1, !counted.insert(status.st_ino).inserted { return amount }
    amount.fileCount = 1
    amount.allocated = status.st_blocks * DiskWalk.block
    guard status.st_mode & S_IFMT == S_IFREG else { return amount }
    amount.apparent = Int(status.st_size)
    if isPacked { amount.packed = amount.allocated }
    if amount.allocated >= largeBytes, !isLeftOut { note(amount, isFolder: false) }
    return amount
  }

  private mutating func note(_ amount: DiskUsage.Amount, isFolder: Bool) {
    usage.large.append(.init(path: FilePath(bytes: path), isFolder: isFolder, amount: amount))
  }

  private mutating func noteUnreadable() {
    usage.unreadableCount += 1
    if usage.unreadable.count < DiskWalk.shownUnreadable {
      usage.unreadable.append(FilePath(bytes: path))
    }
  }

  /// `st_blocks` counts these, whatever the blocks of the file system are (stat(2)).
  private static let block = 512
}

extension DiskWalk {
  private static func isDots(_ name: UnsafeRawBufferPointer) -> Bool {
    guard name[0] == FilePath.dot else { return false }
    return name[1] == 0 || name[1] == FilePath.dot && name[2] == 0
  }

  /// - Returns: True, as the caller's own name for what it is about to look at.
  private mutating func appendToPath(_ name: UnsafeRawBufferPointer) -> Bool {
    if path.last != FilePath.slash { path.append(FilePath.slash) }
    path.append(contentsOf: name.prefix { $0 != 0 })
    return true
  }

  private func matchingRule() -> FolderRule? {
    guard !rules.isEmpty else { return nil }
    let slash = path.lastIndex(of: FilePath.slash) ?? -1
    guard let candidates = rules[Array(path[(slash + 1)...])] else { return nil }
    return candidates.first { rule in
      let end = Array(rule.names.joined(separator: [FilePath.slash]))
      guard path.count > end.count, path.suffix(end.count).elementsEqual(end) else { return false }
      return path[path.count - end.count - 1] == FilePath.slash
    }
  }

  private var isPacked: Bool {
    guard !packedSuffixes.isEmpty, let dot = path.lastIndex(of: FilePath.dot),
      let key = DiskWalk.key(path[(dot + 1)...])
    else { return false }
    return packedSuffixes.contains(key)
  }

  /// Up to 16 bytes in lower case as one number, which is faster to look up than a text.
  private static func key(_ suffix: ArraySlice<UInt8>) -> UInt128? {
    guard !suffix.isEmpty, suffix.count <= 16 else { return nil }
    return suffix.reduce(0) { key, byte in
      let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      return key << 8 | UInt128(isUpper ? byte | 0x20 : byte)
    }
  }
}
