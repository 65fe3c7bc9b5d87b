package import OpenStack

/// Goes through a container's objects in the order of their names, a page at a time.
package struct ListingCursor {
  private let reader: any ObjectReader
  private let container: ContainerName
  private let prefix: String
  private var page: ArraySlice<ListedObject> = []
  private var last: ObjectName?
  private var isAtEnd = false

  /// Begins before the first object.
  package init(_ reader: any ObjectReader, _ container: ContainerName, prefix: String) {
    self.reader = reader
    self.container = container
    self.prefix = prefix
  }

  /// Whether the container was missing when it was first asked for.
  package private(set) var isMissing = false

  /// The next object; nil after the last, and for a container that is not there.
  ///
  /// - Throws: What the reader throws, and `ObjectCopyError` for a list out of order, which could not be
  ///   compared with another.
  package mutating func next() async throws -> ListedObject? {
    if page.isEmpty, !isAtEnd {
      let elements = try await reader.page(of: container, prefix: prefix, after: last)
      isMissing = elements == nil && last == nil
      page = (elements ?? [])[...]
      isAtEnd = page.isEmpty
    }
    guard let object = page.popFirst() else { return nil }
    if let last, object.name <= last {
      throw ObjectCopyError(
        subject: "container '\(container)'",
        reason: "its list is not in the order of names: '\(object.name)' comes after '\(last)'")
    }
    last = object.name
    return object
  }

  /// All objects that are left.
  package mutating func rest() async throws -> [ListedObject] {
    var objects: [ListedObject] = []
    while let object = try await next() { objects.append(object) }
    return objects
  }
}
