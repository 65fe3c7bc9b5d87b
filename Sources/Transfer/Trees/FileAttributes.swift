package import Files
package import OpenStack

/// What a tree keeps of a file beside its content, as metadata of its object.
package struct FileAttributes: Sendable, Hashable {
  /// Since 1970-01-01 00:00:00 UTC; nil when it is not known.
  package let modifiedNanoseconds: Int?
  /// The bits of `rwxrwxrwx`; nil when they are not known.
  package let permissions: UInt32?
  /// Whether whole blocks of zeros are to be holes.
  package let isSparse: Bool

  /// The content type of a symbolic link, whose text is the content.
  ///
  /// Source: the freedesktop.org shared MIME-info specification, section 2.12.
  package static let linkType = "inode/symlink"

  /// Takes those of a file.
  package init(_ entry: TreeEntry) {
    modifiedNanoseconds = entry.modifiedNanoseconds
    permissions = entry.permissions
    isSparse = entry.isSparse
  }

  /// Reads metadata; what cannot be read is left out.
  ///
  /// Source: `X-Object-Meta-Mtime` is seconds with a fraction, as the `swift` client and rclone have it.
  package init(_ metadata: ObjectMetadata) {
    modifiedNanoseconds = metadata["mtime"].flatMap(FileAttributes.nanoseconds)
    permissions = metadata["mode"].flatMap { UInt32($0, radix: 8) }.map { $0 & 0o777 }
    isSparse = metadata["sparse"] == "1"
  }

  /// As metadata, with a content type where the store shall not choose one.
  package func metadata(contentType: String? = nil) -> ObjectMetadata {
    var items: [ObjectMetadata.Item] = []
    if let modifiedNanoseconds {
      items.append(.init("mtime", FileAttributes.text(modifiedNanoseconds)))
    }
    if let permissions {
      let digits = String(permissions, radix: 8)
      items.append(.init("mode", String(repeating: "0", count: max(4 - digits.count, 0)) + digits))
    }
    if isSparse { items.append(.init("sparse", "1")) }
    return ObjectMetadata(contentType: contentType, items: items)
  }

  private static let second = 1_000_000_000

  private static func text(_ nanoseconds: Int) -> String {
    let (seconds, rest) = abs(nanoseconds).quotientAndRemainder(dividingBy: second)
    let digits = String(rest)
    let fraction = String(repeating: "0", count: 9 - digits.count) + digits
    return "\(nanoseconds < 0 ? "-" : "")\(seconds).\(fraction)"
  }

  private static func nanoseconds(_ text: String) -> Int? {
    let isNegative = text.hasPrefix("-")
    let parts = (isNegative ? text.dropFirst() : text[...]).split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let seconds = Int(first), seconds >= 0, seconds < 1 << 33
    else { return nil }
    let digits = parts.count == 2 ? parts[1].prefix(9) : ""
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    let fraction = Int(digits + String(repeating: "0", count: 9 - digits.count)) ?? 0
    return (isNegative ? -1 : 1) * (seconds * second + fraction)
  }
}
