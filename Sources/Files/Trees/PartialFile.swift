import Glibc

/// A file that grows beside the place that it will have, and is kept when the run ends too early.
package final class PartialFile: PositionedReading {
  private let folder: Int32
  private let descriptor: Int32
  private let name: FilePath
  private let partialName: FilePath
  private let shown: FilePath
  /// How many bytes an earlier run left; nobody knows if they are right.
  package let leftover: Int

  /// Takes over the descriptor of the folder.
  init(in folder: Int32, name: [UInt8], shown: FilePath) throws(FileError) {
    self.folder = folder
    self.name = FilePath(bytes: name)
    self.shown = shown
    partialName = FilePath(bytes: TreeFolder.partialName(of: name))
    descriptor = partialName.withCString {
      openat(folder, $0, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    }
    leftover = FileStatus(descriptor: descriptor)?.identity.size ?? 0
    guard descriptor >= 0 else { throw FileError(.create, shown) }
    guard FileStatus(descriptor: descriptor)?.kind == .regular,
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else {
      throw FileError(.create, shown, reason: "another run is writing it")
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    close(folder)
  }

  /// Sets the length; what is added is a hole.
  package func resize(to size: Int) throws(FileError) {
    guard ftruncate(descriptor, size) == 0 else { throw FileError(.write, shown) }
  }

  /// Writes all bytes at an offset.
  package func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(FileError) {
    var rest = bytes
    var offset = offset
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, offset) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(.write, shown, code: count < 0 ? errno : EIO) }
      rest = rest.dropFirst(count)
      offset += count
    }
  }

  /// Writes all bytes but whole blocks of zeros, which stay holes.
  ///
  /// - Parameters:
  ///   - bytes: What is to be read there.
  ///   - offset: Where; beyond the bytes written so far, or where there is a hole.
  /// - Throws: `FileError`.
  package func writeSparsely(_ bytes: [UInt8], at offset: Int) throws(FileError) {
    var start = 0
    while start < bytes.count {
      // Blocks are those of the file, not of the piece.
      let end = min(start + 4096 - (offset + start) % 4096, bytes.count)
      let block = bytes[start..<end]
      if block.contains(where: { $0 != 0 }) { try write(block, at: offset + start) }
      start = end
    }
  }

  /// Whether nothing was written in a range so far.
  package func isHole(_ range: Range<Int>) -> Bool {
    // SEEK_DATA of Linux (linux/fs.h); it fails with ENXIO where no data follow.
    let data = lseek(descriptor, range.lowerBound, 3)
    return data < 0 ? errno == ENXIO : data >= range.upperBound
  }

  /// Some of the bytes from an offset on; none at the end.
  package func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    guard let bytes = Positioned.read(descriptor, at: offset, count: count) else {
      throw FileError(.read, shown)
    }
    return bytes
  }

  /// Takes the final name, with everything on the disk.
  ///
  /// - Parameters:
  ///   - permissions: The bits of `rwxrwxrwx`; nil for those of a new file.
  ///   - modifiedNanoseconds: When it was last written; nil for now.
  /// - Throws: `FileError`; the partial file is still there then.
  package func publish(permissions: UInt32?, modifiedNanoseconds: Int?) throws(FileError) {
    guard fchmod(descriptor, permissions ?? AtomicFile.defaultPermissions) == 0 else {
      throw FileError(.write, shown)
    }
    if let modifiedNanoseconds {
      var (seconds, rest) = modifiedNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
      if rest < 0 { (seconds, rest) = (seconds - 1, rest + 1_000_000_000) }
      let time = timespec(tv_sec: seconds, tv_nsec: rest)
      // UTIME_OMIT (linux/stat.h): the time of the last reading stays.
      let times = [timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2), time]
      guard futimens(descriptor, times) == 0 else { throw FileError(.write, shown) }
    }
    guard fsync(descriptor) == 0 else { throw FileError(.write, shown) }
    let renamed = partialName.withCString { old in
      name.withCString { renameat(folder, old, folder, $0) }
    }
    guard renamed == 0 else { throw FileError(.create, shown) }
    fsync(folder)
  }
}
