package import OpenStack

/// What a copy of objects has to do, before anything is done.
package struct ObjectCopyPlan: Sendable {
  /// One object that is copied or changed.
  package struct Item: Sendable {
    package let source: ObjectPath
    package let target: ObjectPath
    /// As far as it is known before the header is read.
    package let sizeInBytes: Int
    /// The header, where it had to be read; nil where the listing was enough.
    let description: ObjectDescription?
    /// Whether the content is there already, and only the metadata are replaced.
    package let isMetadataOnly: Bool
    /// Whether the listing says that it has segments.
    let isSegmented: Bool
  }

  /// One object that is left as it is, since something else is in its place.
  package struct Conflict: Sendable, Hashable {
    package let target: ObjectPath
    /// In what they differ.
    package let reason: String
  }

  /// Pieces first and large objects last, each by name: a large object then finds segments that are
  /// objects of the same container.
  package internal(set) var items: [Item] = []
  /// How many objects are at the destination already, and their bytes.
  package internal(set) var present = (count: 0, bytes: 0)
  package internal(set) var conflicts: [Conflict] = []
  /// How many objects are at the destination only; they stay.
  package internal(set) var extraCount = 0
  /// Whether the container is at the source.
  package internal(set) var isSourceMissing = false
  /// Whether the container has to be made at the destination.
  package internal(set) var makesContainer = false

  /// The bytes of all items.
  package var bytes: Int {
    items.lazy.filter { !$0.isMetadataOnly }.map(\.sizeInBytes).reduce(0, +)
  }
}
