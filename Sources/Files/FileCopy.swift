import Glibc

/// Copies of files that a port does not change.
package enum FileCopy {
  /// Copies a file of any size.
  ///
  /// - Parameters:
  ///   - source: A regular file.
  ///   - destination: Folders on the way to it are made.
  ///   - overwrites: Whether another file that is there already may go.
  /// - Throws: `FileError`, also when there is another file and it may not go.
  package static func copy(
    _ source: FilePath, to destination: FilePath, overwrites: Bool = false
  ) throws(FileError) {
    let descriptor = source.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else { throw FileError(.copy, source) }
    defer { close(descriptor) }
    guard let status = FileStatus(descriptor: descriptor), status.kind == .regular else {
      throw FileError(.copy, source, reason: "it is not a regular file")
    }
    try AtomicFile.makeFolder(destination.parent)
    let file = try NewFile(for: destination)
    try transfer(descriptor, source) { bytes throws(FileError) in try file.write(bytes) }
    try file.setPermissions(status.permissions)
    if overwrites {
      try file.replace(destination)
    } else if try !file.appear(at: destination), try !isSame(file.path, destination) {
      throw FileError(
        .create, destination, reason: "there is another file already", hint: "--force overwrites it"
      )
    }
  }

  /// Makes a symbolic link that says what another says.
  package static func copyLink(_ source: FilePath, to destination: FilePath) throws(FileError) {
    var text = [CChar](repeating: 0, count: 4097)
    let length = source.withCString { readlink($0, &text, text.count - 1) }
    guard length >= 0 else { throw FileError(.copy, source) }
    try AtomicFile.makeFolder(destination.parent)
    text = Array(text[..<length]) + [0]
    let result = destination.withCString { symlink(text, $0) }
    guard result == 0 || errno == EEXIST else { throw FileError(.create, destination) }
  }

  private static func transfer(
    _ descriptor: Int32, _ source: FilePath, _ body: ([UInt8]) throws(FileError) -> Void
  ) throws(FileError) {
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(.copy, source) }
      if count == 0 { return }
      try body(count == chunk.count ? chunk : Array(chunk[..<count]))
    }
  }

  private static func isSame(_ a: FilePath, _ b: FilePath) throws(FileError) -> Bool {
    let descriptors = [a, b].map { path in path.withCString { open($0, O_RDONLY | O_CLOEXEC) } }
    defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
    guard descriptors.allSatisfy({ $0 >= 0 }) else { return false }
    var other = [UInt8](repeating: 0, count: 1 << 18)
    var isSame = true
    try transfer(descriptors[0], a) { bytes throws(FileError) in
      var filled = 0
      while isSame, filled < bytes.count {
        let count = other.withUnsafeMutableBytes {
          read(descriptors[1], $0.baseAddress, bytes.count - filled)
        }
        isSame = count > 0 && other[..<count] == bytes[filled..<(filled + count)]
        filled += max(count, 0)
      }
    }
    return isSame && other.withUnsafeMutableBytes { read(descriptors[1], $0.baseAddress, 1) } == 0
  }
}
