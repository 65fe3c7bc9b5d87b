package import OpenStack

/// Whether an object is at the destination already.
package enum ObjectComparison: Sendable, Hashable {
  /// There is nothing of that name.
  case missing
  /// The same content, as far as asked with the same metadata.
  case same
  /// The same content with other metadata; the text says which.
  case otherMetadata(String)
  /// Something else; the text says in what it differs.
  case other(String)
  /// The listings cannot tell: both headers have to be read.
  case unknown

  /// The content type that stands for a folder, by convention.
  ///
  /// Source: https://docs.openstack.org/swift/latest/api/pseudo-hierarchical-folders-directories.html
  package static let folderType = "application/directory"

  /// Compares two listed objects.
  ///
  /// A listing has the content's size, MD5 and type, but not its metadata. An object without content
  /// may be the manifest of a dynamic large one, and stores other than OpenStack Swift list size and MD5
  /// of the manifest of a static one rather than of its content: there only the headers tell.
  package init(_ source: ListedObject, _ destination: ListedObject?) {
    guard let destination else {
      self = .missing
      return
    }
    let isFolder =
      source.contentType == ObjectComparison.folderType
      && destination.contentType == ObjectComparison.folderType
    let hashesAgree =
      (source.largeObjectETag ?? source.hash) == (destination.largeObjectETag ?? destination.hash)
    let mayBeDynamic = source.sizeInBytes == 0 && !isFolder
    if source.sizeInBytes == destination.sizeInBytes, hashesAgree,
      source.contentType == destination.contentType, !mayBeDynamic
    {
      self = .same
    } else {
      self = .unknown
    }
  }

  /// Compares two objects by their headers.
  ///
  /// - Parameters:
  ///   - source: What is to be copied.
  ///   - destination: What is there.
  ///   - containers: Where the segments go.
  package init(
    _ source: ObjectDescription, _ destination: ObjectDescription?, _ containers: SegmentContainers
  ) {
    guard let destination else {
      self = .missing
      return
    }
    guard containers.target(of: source.layout) == destination.layout else {
      self = .other("\(source.layout.words), and there \(destination.layout.words)")
      return
    }
    guard source.sizeInBytes == destination.sizeInBytes,
      source.etag == destination.etag || destination.isCopy(of: source)
    else {
      // Of two dynamic objects with the same manifest, segments are missing or others.
      if case .dynamic = source.layout {
        self = .missing
      } else {
        self = .other(source.difference(from: destination))
      }
      return
    }
    let differences = source.metadata.withoutSourceTag
      .differences(from: destination.metadata.withoutSourceTag)
    self = differences.isEmpty ? .same : .otherMetadata(differences.joined(separator: ", "))
  }
}

extension ObjectDescription {
  /// In what the content of another object differs, for messages.
  fileprivate func difference(from other: ObjectDescription) -> String {
    guard let sizeInBytes, let there = other.sizeInBytes, sizeInBytes != there else {
      return "other content"
    }
    return "\(sizeInBytes) bytes, and there \(there)"
  }
}

extension ObjectDescription.Layout {
  /// For messages.
  package var words: String {
    switch self {
    case .plain: "one piece"
    case .segmented: "a static large object"
    case .dynamic(let container, let prefix): "a dynamic large object of \(container)/\(prefix)"
    }
  }
}

extension ObjectMetadata {
  /// The names of what differs, as headers have them.
  func differences(from other: ObjectMetadata) -> [String] {
    var names: [String] = []
    if contentType != other.contentType { names.append("content-type") }
    if deleteAt != other.deleteAt { names.append("x-delete-at") }
    let fields = Set(contentFields).symmetricDifference(other.contentFields).map(\.name)
    let notes = Set(items).symmetricDifference(other.items).map { "x-object-meta-\($0.name)" }
    return names + Set(fields + notes).sorted()
  }
}
