package import Testbed

/// What of an image tells that it will hardly boot at the target.
package enum ImageLimits {
  /// Above this, the sites' own tool for snapshots warns.
  ///
  /// Source: Chameleon's documentation, "Snapshotting instances": images of more than 10 GB may fail.
  package static let large = ByteCount.gigabytes(10)

  /// Above this, snapshots do not boot; copied only with `--force`.
  package static let tooLarge = ByteCount.gigabytes(20)

  /// How many bytes of an image `isZstandard` needs.
  package static let headerInBytes = 105

  /// Whether a qcow2 image is compressed with zstd, which older QEMU and Ironic do not read.
  ///
  /// - Parameter header: The first bytes of the image.
  /// - Returns: False for other formats, and for a header that is cut.
  ///
  /// Source: QEMU, `docs/interop/qcow2.txt`: version at byte 4, `incompatible_features` at byte 72, of
  /// which bit 3 says that byte 104 is the compression type (1 is zstd); the length of the header at
  /// byte 100.
  package static func isZstandard(_ header: [UInt8]) -> Bool {
    guard header.count >= headerInBytes, header.starts(with: [0x51, 0x46, 0x49, 0xFB]) else {
      return false
    }
    func number(at offset: Int) -> UInt32 {
      header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    let hasCompressionType = number(at: 76) & (1 << 3) != 0
    return number(at: 4) >= 3 && hasCompressionType && number(at: 100) > 104 && header[104] == 1
  }
}
