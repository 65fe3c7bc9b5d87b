import Glibc

/// A file that is being written beside the place that it will have; removed unless it gets there.
struct NewFile: ~Copyable {
  let path: FilePath
  private let descriptor: Int32
  private var isDone = false

  /// Begins a file that will be `destination`, whose folder must exist.
  init(for destination: FilePath) throws(FileError) {
    for _ in 0..<100 {
      let path = TemporaryName.beside(destination)
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
      let descriptor = path.withCString { open($0, flags, 0o600) }
      if descriptor >= 0 {
        // A run that finds the file and gets the lock knows that nobody writes it any more.
        flock(descriptor, LOCK_EX | LOCK_NB)
        self.path = path
        self.descriptor = descriptor
        return
      }
      guard errno == EEXIST else {
        throw FileError(
          .create, path, reason: "\(FileError.text(of: errno)); needed to write '\(destination)'")
      }
    }
    throw FileError(.create, destination, code: EEXIST)
  }

  deinit {
    if !isDone { _ = path.withCString { unlink($0) } }
    close(descriptor)
  }

  func write(_ bytes: [UInt8]) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(.write, path, code: count < 0 ? errno : EIO) }
      rest = rest.dropFirst(count)
    }
  }

  /// Gives the file the owner, group and permissions of another, as far as the user may.
  func imitate(_ status: FileStatus) throws(FileError) {
    var permissions = status.permissions
    if fchown(descriptor, status.owner, status.group) != 0,
      fchown(descriptor, uid_t.max, status.group) != 0, getegid() != status.group
    {
      // The bits of the group would now be for another group: it gets what everybody has.
      permissions = permissions & ~0o070 | (permissions & 0o007) << 3
    }
    guard fchmod(descriptor, permissions) == 0 else { throw FileError(.write, path) }
  }

  func setPermissions(_ permissions: UInt32) throws(FileError) {
    guard fchmod(descriptor, permissions) == 0 else { throw FileError(.write, path) }
  }

  /// Brings the bytes to the disk.
  func synchronise() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw FileError(.write, path) }
  }

  /// Takes the place of `destination`, whether there is a file or not.
  consuming func replace(_ destination: FilePath) throws(FileError) {
    let result = path.withCString { old in destination.withCString { rename(old, $0) } }
    guard result == 0 else { throw FileError(.replace, destination) }
    isDone = true
  }

  /// Becomes `destination`, which must not exist.
  ///
  /// - Returns: False when it exists.
  func appear(at destination: FilePath) throws(FileError) -> Bool {
    let result = path.withCString { old in destination.withCString { link(old, $0) } }
    if result == 0 { return true }
    if errno == EEXIST { return false }
    // File systems without hard links; the moment between the two calls is theirs.
    let exclusive = destination.withCString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC) }
    if exclusive < 0, errno == EEXIST { return false }
    guard exclusive >= 0 else { throw FileError(.create, destination) }
    close(exclusive)
    let renamed = path.withCString { old in destination.withCString { rename(old, $0) } }
    guard renamed == 0 else { throw FileError(.create, destination) }
    return true
  }
}
