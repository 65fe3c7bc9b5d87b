import Files
import Hashing
import OpenStack

/// MD5s of what is in files here.
enum LocalDigest {
  /// The MD5 of a part of a file, in hexadecimal.
  ///
  /// - Throws: `FileError`, `CancellationError`; when MD5 is not to be had.
  static func md5(of file: any PositionedReading, _ range: Range<Int>) throws -> String {
    let digest = try Digest(.md5)
    var offset = range.lowerBound
    while offset < range.upperBound {
      try Task.checkCancellation()
      let count = min(FileStream.chunkLength, range.upperBound - offset)
      let bytes = try file.read(at: offset, count: count)
      if bytes.isEmpty { break }
      digest.update(bytes)
      offset += bytes.count
    }
    return digest.hexadecimal()
  }

  /// Whether a file has the content of these pieces, one after the other.
  ///
  /// - Returns: False also when a piece has no MD5.
  static func matches(_ file: ReadableFile, _ pieces: [ContentPiece]) throws -> Bool {
    for piece in pieces {
      guard let expected = piece.md5, try md5(of: file, piece.range) == expected else {
        return false
      }
    }
    return true
  }
}
