/// A number of bytes, 0 or more.
package struct ByteCount: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let bytes: Int

  /// A count of bytes, 0 or more.
  package init(_ bytes: Int) { self.bytes = bytes }

  /// `count` times 2^30 bytes.
  package static func gibibytes(_ count: Int) -> ByteCount { ByteCount(count << 30) }

  /// `count` times 10^9 bytes, as disk makers count.
  package static func gigabytes(_ count: Int) -> ByteCount { ByteCount(count * 1_000_000_000) }

  package static func < (a: ByteCount, b: ByteCount) -> Bool { a.bytes < b.bytes }

  /// The count in GiB.
  package var gibibytes: Double { Double(bytes) / 1_073_741_824 }

  /// The size as memory is named: whole GiB where that is within 1 %, else MiB or one decimal.
  package var description: String {
    let whole = gibibytes.rounded()
    if gibibytes < 1 { return "\(Int((gibibytes * 1024).rounded())) MiB" }
    if abs(gibibytes - whole) <= whole * 0.01 { return "\(Int(whole)) GiB" }
    return "\((gibibytes * 10).rounded() / 10) GiB"
  }

  /// The size as disks are named: `480 GB`, `1.92 TB`.
  package var decimalDescription: String {
    let gigabytes = Double(bytes) / 1e9
    if gigabytes < 999.5 { return "\(Int(gigabytes.rounded())) GB" }
    let hundredths = Int((gigabytes / 10).rounded())
    let fraction = hundredths % 100
    if fraction == 0 { return "\(hundredths / 100) TB" }
    let digits =
      fraction % 10 == 0 ? "\(fraction / 10)" : (fraction < 10 ? "0" : "") + "\(fraction)"
    return "\(hundredths / 100).\(digits) TB"
  }
}

/// A rate in bits per second, as the reference repository records links.
package struct BitRate: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let bitsPerSecond: Int

  /// A rate in bits per second, 0 or more.
  package init(bitsPerSecond: Int) { self.bitsPerSecond = bitsPerSecond }

  /// `count` times 10^9 bits per second.
  package static func gigabits(_ count: Double) -> BitRate {
    BitRate(bitsPerSecond: Int(count * 1e9))
  }

  package static func < (a: BitRate, b: BitRate) -> Bool { a.bitsPerSecond < b.bitsPerSecond }

  package var gigabitsPerSecond: Double { Double(bitsPerSecond) / 1e9 }

  /// For example `25G`.
  package var description: String {
    let value = gigabitsPerSecond
    return value == value.rounded() ? "\(Int(value))G" : "\((value * 10).rounded() / 10)G"
  }
}

/// A kind of drive, from slow to fast.
package enum StorageMedia: String, Sendable, Hashable, CaseIterable {
  case hardDisk = "HDD"
  case solidState = "SSD"
  case nvme = "NVMe"
  /// The record and the facts do not say.
  case unknown = "disk"
}

/// Drives of one kind and size in a node.
package struct StorageGroup: Sendable, Hashable, CustomStringConvertible {
  package let count: Int
  package let media: StorageMedia
  /// The nominal size; nil when it is not recorded and the model is not known.
  package let size: ByteCount?

  package init(count: Int, media: StorageMedia, size: ByteCount?) {
    self.count = count
    self.media = media
    self.size = size
  }

  /// For example `16x 2 TB HDD`.
  package var description: String {
    "\(count)x \(size.map { $0.decimalDescription + " " } ?? "")\(media.rawValue)"
  }

  /// A text that `init(key:)` reads back: count, media and bytes.
  package var key: String { "\(count)*\(media.rawValue)*\(size.map { String($0.bytes) } ?? "?")" }

  /// Reads `key`; nil for anything else.
  package init?(key: Substring) {
    let star = UInt8(ascii: "*")
    guard let first = key.utf8.firstIndex(of: star), let last = key.utf8.lastIndex(of: star),
      first < last, let count = Int(key[..<first]),
      let media = StorageMedia(rawValue: String(key[key.utf8.index(after: first)..<last]))
    else { return nil }
    let size = key[key.utf8.index(after: last)...]
    guard !size.isEmpty else { return nil }
    self.init(count: count, media: media, size: Int(size).map(ByteCount.init))
  }

  /// Reads `key`; nil for anything else.
  package init?(key: String) { self.init(key: key[...]) }
}
