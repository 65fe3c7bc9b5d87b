import Glibc

/// The one owner of a descriptor of a file that is read at any place.
package final class ReadableFile: PositionedReading {
  private let descriptor: Int32
  private let path: FilePath

  /// Opens a regular file; a symbolic link is refused.
  ///
  /// - Throws: `FileError`.
  package init(_ path: FilePath) throws(FileError) {
    self.path = path
    descriptor = path.withCString {
      open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    }
    guard descriptor >= 0 else { throw FileError(.read, path) }
    guard FileStatus(descriptor: descriptor)?.kind == .regular else {
      throw FileError(.read, path, reason: "it is not a regular file")
    }
  }

  deinit { close(descriptor) }

  /// Which file it is, in which state by now.
  package func identity() throws(FileError) -> FileIdentity {
    guard let status = FileStatus(descriptor: descriptor) else { throw FileError(.read, path) }
    return status.identity
  }

  /// Some of the bytes from an offset on.
  ///
  /// - Parameters:
  ///   - offset: Where to begin.
  ///   - count: How many bytes at most.
  /// - Returns: None at the end of the file.
  /// - Throws: `FileError`.
  package func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    guard let bytes = Positioned.read(descriptor, at: offset, count: count) else {
      throw FileError(.read, path)
    }
    return bytes
  }
}
