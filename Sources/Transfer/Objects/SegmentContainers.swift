package import OpenStack

/// Where the segments of large objects go: to a container of the same name, unless the objects
/// themselves go to one of another.
package struct SegmentContainers: Sendable, Hashable {
  /// The container of the objects.
  package let source: ContainerName
  /// Where the objects go.
  package let destination: ContainerName

  /// Takes the containers of the objects.
  package init(from source: ContainerName, to destination: ContainerName) {
    self.source = source
    self.destination = destination
  }

  /// The container at the destination for one at the source.
  ///
  /// `NAME_segments` and whatever else begins with the name of the objects' container, as clients make
  /// them, gets the new name too.
  ///
  /// - Throws: `ObjectNameError` when the new name would be too long.
  package func target(of container: ContainerName) throws(ObjectNameError) -> ContainerName {
    guard source != destination, container.bytes.starts(with: source.bytes) else {
      return container
    }
    let rest = container.bytes.dropFirst(source.bytes.count)
    guard let first = rest.first else { return destination }
    let separators = "_+-.".utf8
    guard separators.contains(first) else { return container }
    return try ContainerName(
      String(decoding: destination.bytes + rest, as: UTF8.self))
  }

  /// The layout that an object gets at the destination.
  func target(of layout: ObjectDescription.Layout) -> ObjectDescription.Layout {
    guard case .dynamic(let container, let prefix) = layout else { return layout }
    return .dynamic(container: (try? target(of: container)) ?? container, prefix: prefix)
  }
}

extension ObjectDescription.Layout {
  /// What a dynamic large object names; nil for others.
  var manifest: ObjectPath? {
    guard case .dynamic(let container, let prefix) = self else { return nil }
    return ObjectPath(container: container, name: prefix)
  }
}
