import Files
package import OpenStack

/// From which size on files are stored in segments, and how large these are.
package struct SegmentLimits: Sendable, Hashable {
  /// The largest file that is stored in one piece.
  package let largestPiece: Int
  /// Of all segments but the last.
  package let segmentLength: Int
  /// The most segments that an object may have.
  package let maximumSegments: Int

  /// The least that a segment may have in OpenStack Swift as it comes is 1 byte; below 1 MiB the
  /// requests cost more than the bytes.
  package static let shortestSegment = 1 << 20

  /// Makes limits.
  ///
  /// - Parameters:
  ///   - largestPiece: The largest file that is stored in one piece, 4 GiB unless the store allows less:
  ///     the limit of one object is 5 GiB.
  ///   - segmentLength: Of all segments but the last.
  ///   - capabilities: What the store says of itself.
  package init(
    largestPiece: Int = 4 << 30, segmentLength: Int = 1 << 30,
    capabilities: ObjectStoreCapabilities? = nil
  ) {
    let limit = capabilities?.maximumObjectSizeInBytes ?? .max
    self.largestPiece = min(largestPiece, limit)
    self.segmentLength = min(segmentLength, limit)
    // Source: https://docs.openstack.org/swift/latest/overview_large_objects.html
    // (`max_manifest_segments`, 1000).
    maximumSegments = max(capabilities?.maximumSegments ?? 1000, 1)
  }

  /// How a file is cut.
  ///
  /// The names are built as those of the `swift` client, but for nanoseconds where that has seconds
  /// with a fraction: they tell the state of the file, so that the segments of another state are never
  /// taken for these.
  ///
  /// - Throws: `ObjectNameError` when the names would be too long.
  func layout(of item: TreeUploadItem, in container: ContainerName) throws -> SegmentLayout {
    let size = item.sizeInBytes
    // Files with more segments than allowed get longer ones, in whole MiB.
    let shortest = (size + maximumSegments - 1) / maximumSegments
    let rounded = (shortest + (1 << 20) - 1) & ~((1 << 20) - 1)
    let length = max(segmentLength, size > segmentLength * maximumSegments ? rounded : 0)
    let modified = item.entry.modifiedNanoseconds
    let prefix = "\(item.name)/slo/\(modified)/\(size)/\(length)/"
    let segments = ContainerName.segments(of: container)
    let place = try ContainerName(segments)
    return SegmentLayout(
      container: place, prefix: prefix,
      segments: try stride(from: 0, to: size, by: length).enumerated().map { index, start in
        let digits = String(index)
        let number = String(repeating: "0", count: max(8 - digits.count, 0)) + digits
        return SegmentLayout.Segment(
          path: ObjectPath(container: place, name: try ObjectName(prefix + number)),
          range: start..<min(start + length, size))
      })
  }
}

extension ContainerName {
  /// Where clients put the segments of objects in a container.
  fileprivate static func segments(of container: ContainerName) -> String {
    "\(container)_segments"
  }
}

/// How a file is cut into segments.
struct SegmentLayout: Sendable, Hashable {
  /// One of them.
  struct Segment: Sendable, Hashable {
    let path: ObjectPath
    /// In the file.
    let range: Range<Int>
  }

  let container: ContainerName
  /// How the names of all segments begin.
  let prefix: String
  /// In order.
  let segments: [Segment]
}
