import Glibc

/// Reading that does not move anything.
enum Positioned {
  /// Some of the bytes from an offset on; none at the end, nil with the reason in `errno` when it fails.
  static func read(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8]? {
    var length = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      repeat {
        length = pread(descriptor, buffer.baseAddress, count, offset)
      } while length < 0 && errno == EINTR
      filled = max(length, 0)
    }
    return length < 0 ? nil : bytes
  }
}

/// A file that can be read at any place.
package protocol PositionedReading: Sendable {
  /// Some of the bytes from an offset on.
  ///
  /// - Parameters:
  ///   - offset: Where to begin.
  ///   - count: How many bytes at most.
  /// - Returns: None at the end of the file.
  /// - Throws: `FileError`.
  func read(at offset: Int, count: Int) throws(FileError) -> [UInt8]
}
