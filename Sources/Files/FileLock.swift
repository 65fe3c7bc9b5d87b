import Glibc

/// Keeps runs of the program from changing one file at the same time.
package enum FileLock {
  /// Runs `body` while nobody else holds the lock of a file.
  ///
  /// The lock is a file beside it with `.lock` at its end, which stays: removing it could part two that
  /// wait. A process that ends, in whatever way, lets go of it.
  ///
  /// - Parameters:
  ///   - path: The file; its folder is made if need be.
  ///   - body: What must not happen twice at once.
  /// - Returns: What `body` returned.
  /// - Throws: `FileError` when there can be no lock, what `body` throws.
  package static func whileHolding<Result>(
    _ path: FilePath, _ body: () throws -> Result
  ) throws -> Result {
    try AtomicFile.makeFolder(path.parent)
    let lock = FilePath(bytes: path.bytes + ".lock".utf8)
    let descriptor = lock.withCString { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
    guard descriptor >= 0 else { throw FileError(.create, lock) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileError(.create, lock) }
    }
    return try body()
  }
}
