import Files
import HTTP
private import Synchronization

/// A part of a file as a stream.
final class FileStream: ByteStream {
  private let file: ReadableFile
  private let end: Int
  private let check: @Sendable () throws -> Void
  private let offset: Mutex<Int>

  static let chunkLength = 1 << 18

  /// Begins at the lower end of `range`; `check` is asked before the last bytes are given, and what it
  /// throws keeps them back.
  init(
    _ file: ReadableFile, _ range: Range<Int>,
    _ check: @escaping @Sendable () throws -> Void = {}
  ) {
    self.file = file
    self.check = check
    end = range.upperBound
    offset = Mutex(range.lowerBound)
  }

  /// The next bytes; nil at the end of the range, or of the file when it became shorter.
  func next() async throws -> [UInt8]? {
    let place = offset.withLock { $0 }
    let bytes = try file.read(at: place, count: min(FileStream.chunkLength, end - place))
    if place + bytes.count == end { try check() }
    offset.withLock { $0 = place + bytes.count }
    return bytes.isEmpty ? nil : bytes
  }
}
