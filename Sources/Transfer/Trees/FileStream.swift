import Files
import HTTP
private import Synchronization

/// A part of a file as a stream.
final class FileStream: ByteStream {
  private let file: ReadableFile
  private let end: Int
  private let offset: Mutex<Int>

  static let chunkLength = 1 << 18

  /// Begins at the lower end of `range`.
  init(_ file: ReadableFile, _ range: Range<Int>) {
    self.file = file
    end = range.upperBound
    offset = Mutex(range.lowerBound)
  }

  /// The next bytes; nil at the end of the range, or of the file when it became shorter.
  func next() async throws -> [UInt8]? {
    let place = offset.withLock { $0 }
    let bytes = try file.read(at: place, count: min(FileStream.chunkLength, end - place))
    offset.withLock { $0 = place + bytes.count }
    return bytes.isEmpty ? nil : bytes
  }
}
