import Files
import HTTP
private import Synchronization

/// What is in a file already, and then what is still to come.
final class ResumedStream: ByteStream {
  private let file: PartialFile
  private let rest: any ByteStream
  private let offset = Mutex(0)

  init(_ file: PartialFile, then rest: any ByteStream) {
    self.file = file
    self.rest = rest
  }

  func next() async throws -> [UInt8]? {
    let place = offset.withLock { $0 }
    guard place < file.leftover else { return try await rest.next() }
    let count = min(FileStream.chunkLength, file.leftover - place)
    let bytes = try file.read(at: place, count: count)
    offset.withLock { $0 = place + max(bytes.count, 1) }
    return bytes.isEmpty ? try await rest.next() : bytes
  }
}
