/// How large a snapshot becomes, in bytes.
package struct SnapshotEstimate: Sendable, Hashable {
  /// Of the compressed image, which is what is copied and booted.
  package let image: ClosedRange<Int>
  /// Of the archive that is written first.
  package let archive: Int
  /// Of the disk in the image: what a node needs at least.
  package let disk: Int

  /// An estimate by what the files are called, as none is read.
  ///
  /// What is compressed stays as large as it is. The rest becomes 0.3 to 0.6 of its size: systems that
  /// Chameleon publishes become about 0.4, sources and logs 0.2 to 0.3, executables 0.4 to 0.5, arrays
  /// of floating-point numbers 0.6 and more, with zlib in clusters of 64 KiB as `qemu-img -c` has it.
  /// These ratios are estimates.
  package init(_ amount: MeasuredTree.Amount) {
    let loose = Double(max(0, amount.allocated - amount.packed))
    let packed = Double(amount.packed)
    image = Int(loose * 0.3 + packed * 0.95)...Int(loose * 0.6 + packed)
    archive = amount.apparent
    disk = amount.allocated + SnapshotTool.spareBytes
  }

  /// What it costs in `/tmp`, where the archive, the disk and the image are at the same time.
  package var temporarySpace: Int { archive + disk + image.upperBound }

  /// Endings of names of compressed files.
  package static let packedSuffixes = [
    "gz", "tgz", "xz", "txz", "bz2", "tbz2", "zst", "lz4", "zip", "7z", "rar", "jar", "whl", "deb",
    "rpm", "snap", "squashfs", "sif", "qcow2", "jpg", "jpeg", "png", "gif", "webp", "mp3", "mp4",
    "mkv", "avi", "mov", "webm", "flac", "ogg", "parquet", "orc", "npz", "tfrecord", "zarr", "docx",
    "xlsx", "pdf", "pt", "pth", "safetensors", "gguf", "onnx", "cram", "bam", "sra",
  ]
}

/// Whether a snapshot can be used.
package enum SnapshotVerdict: String, Sendable, Hashable {
  /// Under 10 GB.
  case fits
  /// Perhaps over 10 GB, or surely, but not over 20.
  case unreliable
  /// Over 20 GB at least in the worse case.
  case tooLarge = "too_large"

  /// Above this, snapshots are unreliable, in bytes.
  ///
  /// Source: "How to port your experiments between Chameleon sites" of 2023-05-01,
  /// https://blog.chameleoncloud.org/posts/how-to-port-your-experiments-between-chameleon-sites/.
  package static let unreliableBytes = 10_000_000_000
  /// Above this, no instance starts from them, in bytes; same source.
  package static let impossibleBytes = 20_000_000_000

  /// The verdict on an image of a size that is somewhere in a range.
  package init(_ image: ClosedRange<Int>) {
    if image.upperBound <= SnapshotVerdict.unreliableBytes {
      self = .fits
    } else if image.upperBound <= SnapshotVerdict.impossibleBytes {
      self = .unreliable
    } else {
      self = .tooLarge
    }
  }
}
