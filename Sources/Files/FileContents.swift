import Glibc

/// The bytes of a file, and which file they are of.
package struct FileContents: Sendable {
  /// What keeps a file from being read whole.
  package enum Outcome: Sendable {
    case contents(FileContents)
    /// More bytes than the limit.
    case huge
    /// A NUL is in its first 8,000 bytes, which is how git tells binary files.
    case binary
    /// A device, a pipe or a socket.
    case special
  }

  /// The path that was asked for.
  package let path: FilePath
  package let bytes: [UInt8]
  package let identity: FileIdentity
  /// The bits of `rwxrwxrwx`.
  package let permissions: UInt32

  /// Files above this many bytes are left alone: people write none, and each is held in memory.
  package static let limit = 20 << 20

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file, or a symbolic link to it.
  ///   - limit: How many bytes it may have.
  /// - Returns: The contents, or why there are none.
  /// - Throws: `FileError` when the system does not let it be read.
  package static func read(
    _ path: FilePath, limit: Int = FileContents.limit
  ) throws(FileError) -> Outcome {
    // A pipe would otherwise wait for its other end.
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else { throw FileError(.read, path) }
    defer { close(descriptor) }
    guard let status = FileStatus(descriptor: descriptor) else { throw FileError(.read, path) }
    if status.kind == .directory { throw FileError(.read, path, code: EISDIR) }
    guard status.kind == .regular else { return .special }
    guard status.identity.size <= limit else { return .huge }
    let bytes = try FileContents.bytes(descriptor, status.identity.size, path)
    if bytes.prefix(8000).contains(0) { return .binary }
    return .contents(
      FileContents(
        path: path, bytes: bytes, identity: status.identity,
        permissions: UInt32(status.permissions)))
  }

  /// All that comes on standard input.
  ///
  /// - Parameter limit: How many bytes there may be.
  /// - Returns: The bytes; nil when there are more.
  /// - Throws: `FileError`.
  package static func standardInput(limit: Int = FileContents.limit) throws(FileError) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = chunk.withUnsafeMutableBytes {
        Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(.read, FilePath("-")) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
    return nil
  }

  private static func bytes(
    _ descriptor: Int32, _ size: Int, _ path: FilePath
  ) throws(FileError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = Glibc.read(
          descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
        if count < 0, errno == EINTR { continue }
        if count < 0 { code = errno }
        // A file that got shorter meanwhile is noticed by its identity when it is replaced.
        guard count > 0 else { return }
        filled += count
      }
    }
    guard code == 0 else { throw FileError(.read, path, code: code) }
    return bytes
  }
}
