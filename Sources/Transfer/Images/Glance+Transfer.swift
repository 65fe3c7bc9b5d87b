package import HTTP
package import OpenStack
package import Resources

extension Glance: ImageDestination {
  /// The property by which an unfinished copy is found.
  private static let markProperty = "chiport_copy_of"

  package func open(_ image: Image, from offset: Int) async throws -> any ByteStream {
    guard offset > 0 else { return try await open(image.id, range: nil).body }
    let response = try await open(image.id, range: offset...)
    // A service or store without ranges answers with everything.
    guard response.status.rawValue == 206 else {
      return SkippedStream(response.body, count: offset)
    }
    return response.body
  }

  package func leftovers(marked mark: String) async throws -> [Image] {
    let project = try await projectID()
    return try await images([(Glance.markProperty, mark)]).filter {
      $0.properties[Glance.markProperty] == mark && ($0.owner ?? project) == project
    }
  }

  package func create(_ image: NewImage, marked mark: String) async throws -> Image {
    var image = image
    image.properties[Glance.markProperty] = mark
    return try await create(image)
  }

  package func upload(_ body: StreamedBody, to image: Image) async throws {
    try await upload(image.id, body)
  }

  package func publish(_ image: Image, as name: String) async throws -> Image {
    do {
      return try await rename(image.id, to: name, removing: Glance.markProperty)
    } catch let error as OpenStackError {
      // The answer may have been lost, and the second request is one too many then.
      guard let image = try? await self.image(id: image.id), image.name == name,
        image.properties[Glance.markProperty] == nil
      else { throw error }
      return image
    }
  }

  package func delete(_ image: Image) async throws { try await delete(image.id) }
}

/// A stream without its first bytes.
private actor SkippedStream: ByteStream {
  private let base: any ByteStream
  private var left: Int

  init(_ base: any ByteStream, count: Int) {
    self.base = base
    left = count
  }

  func next() async throws -> [UInt8]? {
    while let bytes = try await base.next() {
      let skipped = min(left, bytes.count)
      left -= skipped
      if skipped < bytes.count { return skipped == 0 ? bytes : Array(bytes.dropFirst(skipped)) }
    }
    return nil
  }
}
