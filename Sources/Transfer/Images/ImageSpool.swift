package import Files
import HTTP
package import Resources
import Testbed

/// A folder in which images wait between their download and their upload, over runs.
///
/// A file's name holds the beginning of the image's digest: what an earlier run has left is of the same
/// data, or the digest of the whole tells.
package struct ImageSpool: Sendable {
  private static let chunkInBytes = 1 << 20

  private let folder: TreeFolder

  /// Opens a folder, which is made when it is missing.
  ///
  /// - Throws: `FileError`.
  package init(_ path: FilePath) throws(FileError) { folder = try TreeFolder(path) }

  /// How many bytes of an image are there already.
  package func leftover(of image: Image) -> Int {
    let places = [
      place(of: image), FilePath(bytes: TreeFolder.partialName(of: place(of: image).name)),
    ]
    return places.compactMap { try? folder.entry(at: $0)?.sizeInBytes }.first ?? 0
  }

  /// Downloads an image, or the rest of it, and verifies it.
  ///
  /// - Parameters:
  ///   - image: What to download.
  ///   - stream: All its bytes, of which none has been taken.
  ///   - observer: Told of the bytes that need not be downloaded.
  /// - Returns: The file with all bytes.
  /// - Throws: `FileError`, and what `stream` throws; bytes that are wrong are thrown away.
  func fetch(
    _ image: Image, _ stream: ImageStream, observer: CopyObserver
  ) async throws -> ReadableFile {
    let place = place(of: image)
    if let size = image.size?.bytes, try folder.entry(at: place)?.sizeInBytes == size {
      observer.passing(size)
      return try folder.file(at: place)
    }
    let partial = try folder.partialFile(for: place)
    var offset = 0
    if partial.leftover > image.size?.bytes ?? 0 { try partial.resize(to: 0) }
    while true {
      let bytes = try partial.read(at: offset, count: ImageSpool.chunkInBytes)
      guard !bytes.isEmpty else { break }
      await stream.takeAsRead(bytes)
      offset += bytes.count
    }
    observer.passing(offset)
    do {
      while let bytes = try await stream.next() {
        try partial.write(bytes[...], at: offset)
        offset += bytes.count
      }
    } catch let error as ImageCopyError where error.isRetryable {
      // Too many or other bytes than the source says: nothing to go on from.
      try partial.resize(to: 0)
      throw error
    }
    try partial.publish(permissions: nil, modifiedNanoseconds: nil)
    return try folder.file(at: place)
  }

  /// Takes an image away that is not needed any more, or was damaged.
  func remove(_ image: Image) { folder.removeFile(at: place(of: image)) }

  /// Where the bytes of an unfinished download are.
  func partialPath(of image: Image) -> FilePath {
    folder.path.appending(TreeFolder.partialName(of: place(of: image).name))
  }

  private func place(of image: Image) -> FilePath {
    let digest = ImageDigest(of: image)?.value ?? image.id
    let name = image.name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" }
    return FilePath(
      bytes: Array(String(name).utf8.prefix(150)) + Array("-\(digest.prefix(16))".utf8))
  }
}

/// Images that are files here.
struct SpooledImages: ImageSource {
  let file: ReadableFile

  func image(id: String) async throws -> Image? { nil }
  func images(named name: String) async throws -> [Image] { [] }

  func open(_ image: Image, from offset: Int) async throws -> any ByteStream {
    FileStream(file, offset..<(image.size?.bytes ?? offset))
  }
}
