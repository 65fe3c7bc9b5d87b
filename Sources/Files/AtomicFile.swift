import Glibc

/// Writing files so that each is the old one or the new one at any moment, also after a crash.
package enum AtomicFile {
  /// Puts new bytes in the place of a file's.
  ///
  /// Permissions stay, owner and group as far as the user may set them. A symbolic link
  /// stays one: its target is written.
  ///
  /// - Parameters:
  ///   - contents: The file as it was read; refused when it is another by now.
  ///   - bytes: What it becomes.
  ///   - backup: What is appended to the name of a copy of the old bytes; nil for no copy. An older
  ///     copy is never overwritten.
  /// - Throws: `FileError`; the file is then as it was.
  package static func replace(
    _ contents: FileContents, with bytes: [UInt8], backup: String? = nil
  ) throws(FileError) {
    let path = contents.path
    let target = try path.resolved()
    let status = try unchangedStatus(of: target, contents)
    try checkWritable(target, status, path)
    if let backup { try backUp(contents, status, at: target, suffix: backup) }
    let file = try NewFile(for: target)
    try file.write(bytes)
    try file.imitate(status)
    try file.synchronise()
    _ = try unchangedStatus(of: target, contents)
    try file.replace(target)
    synchroniseFolder(of: target)
  }

  /// Makes a file where there is none.
  ///
  /// - Parameters:
  ///   - path: The file; folders on the way to it are made.
  ///   - bytes: Its contents.
  ///   - permissions: The bits of `rwxrwxrwx`.
  ///   - overwrites: Whether a file that is there already, with other bytes, may go.
  /// - Throws: `FileError`, also when there is another file and it may not go.
  package static func create(
    _ path: FilePath, _ bytes: [UInt8], permissions: UInt32, overwrites: Bool = false
  ) throws(FileError) {
    try makeFolder(path.parent)
    let file = try NewFile(for: path)
    try file.write(bytes)
    try file.setPermissions(permissions)
    try file.synchronise()
    if overwrites {
      if FileStatus(of: path, followsLinks: false)?.kind == .directory {
        throw FileError(.create, path, code: EISDIR)
      }
      try file.replace(path)
    } else if try !file.appear(at: path), try !holds(path, bytes) {
      throw FileError(
        .create, path, reason: "there is another file already", hint: "--force overwrites it")
    }
    synchroniseFolder(of: path)
  }

  /// What a new file may be used for, by the user's `umask`.
  package static var defaultPermissions: UInt32 {
    let mask = umask(0)
    umask(mask)
    return 0o666 & ~mask
  }

  /// Removes what a run that was killed left of a file it was writing.
  ///
  /// - Parameter path: A file with the name of one that is being written.
  /// - Returns: False when another run is writing it just now, or it cannot be removed.
  package static func removeLeftover(_ path: FilePath) -> Bool {
    guard TemporaryName.isOne(path.name) else { return false }
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard FileStatus(descriptor: descriptor)?.kind == .regular,
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else { return false }
    return path.withCString { unlink($0) } == 0
  }

  /// Makes a folder and those that it is in.
  package static func makeFolder(_ path: FilePath) throws(FileError) {
    if FileStatus(of: path, followsLinks: true)?.kind == .directory { return }
    if path.parent != path { try makeFolder(path.parent) }
    guard path.withCString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST else {
      throw FileError(.create, path)
    }
  }
}

extension AtomicFile {
  private static func unchangedStatus(
    of target: FilePath, _ contents: FileContents
  ) throws(FileError) -> FileStatus {
    guard let status = FileStatus(of: target, followsLinks: false) else {
      throw FileError(.replace, contents.path)
    }
    guard status.identity == contents.identity else {
      throw FileError(
        .replace, contents.path, reason: "it changed since it was read", hint: "run again")
    }
    return status
  }

  private static func checkWritable(
    _ target: FilePath, _ status: FileStatus, _ path: FilePath
  ) throws(FileError) {
    if status.linkCount > 1 {
      throw FileError(
        .replace, path, reason: "it has \(status.linkCount) hard links, which would be parted",
        hint: "make it a file of its own, as with: cp -p FILE NEW && mv NEW FILE")
    }
    // The permissions are asked too, as root may write everything.
    if status.permissions & 0o222 == 0 || target.withCString({ access($0, W_OK) }) != 0 {
      throw FileError(
        .replace, path, reason: "it is read-only", hint: "allow it with: chmod u+w FILE")
    }
    if target.parent.withCString({ access($0, W_OK | X_OK) }) != 0 {
      throw FileError(
        .replace, path,
        reason: "its folder '\(target.parent)' cannot be written: \(FileError.text(of: errno))")
    }
  }

  /// A copy rather than a link: a run that is killed now shall not leave a file with two links.
  private static func backUp(
    _ contents: FileContents, _ status: FileStatus, at target: FilePath, suffix: String
  ) throws(FileError) {
    let path = FilePath(bytes: target.bytes + suffix.utf8)
    let file = try NewFile(for: path)
    try file.write(contents.bytes)
    try file.imitate(status)
    try file.synchronise()
    if try !file.appear(at: path), try !holds(path, contents.bytes) {
      throw FileError(
        .backUp, contents.path, reason: "'\(path)' exists and holds something else",
        hint: "choose another --backup, or remove it")
    }
    synchroniseFolder(of: target)
  }

  private static func holds(_ path: FilePath, _ bytes: [UInt8]) throws(FileError) -> Bool {
    guard FileStatus(of: path, followsLinks: false)?.kind == .regular,
      case .contents(let contents) = try FileContents.read(path, limit: .max)
    else { return false }
    return contents.bytes == bytes
  }

  /// Brings the name of a file to the disk, as far as the file system can.
  private static func synchroniseFolder(of path: FilePath) {
    let descriptor = path.parent.withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
