package import HTTP
package import OpenStack
package import Resources

/// Where images are read from.
package protocol ImageSource: Sendable {
  /// The image with this id; nil when there is none.
  func image(id: String) async throws -> Image?

  /// All images of exactly this name, hidden ones too.
  func images(named name: String) async throws -> [Image]

  /// The data of an image.
  ///
  /// - Parameters:
  ///   - image: One with data.
  ///   - offset: The first byte that is wanted, below the image's size.
  /// - Returns: The bytes from there on.
  /// - Throws: When there are none, or they break off.
  func open(_ image: Image, from offset: Int) async throws -> any ByteStream
}

/// Where images are made; it is read as well, to compare.
package protocol ImageDestination: ImageSource {
  /// Images that earlier copies of an image have left unfinished.
  ///
  /// - Parameter mark: What `create` was told then.
  /// - Returns: Those of this project.
  /// - Throws: When they cannot be listed.
  func leftovers(marked mark: String) async throws -> [Image]

  /// Makes an image without data.
  ///
  /// - Parameters:
  ///   - image: What it gets beside its data.
  ///   - mark: What to find it by until it is published.
  /// - Returns: The image, which is `queued`.
  /// - Throws: When it cannot be made.
  func create(_ image: NewImage, marked mark: String) async throws -> Image

  /// Gives an image its data, and returns when it has all of them.
  ///
  /// - Parameters:
  ///   - body: With its length, so that data that break off leave the image without any.
  ///   - image: One that `create` has made.
  /// - Throws: What `body` throws; when the data are not taken.
  func upload(_ body: StreamedBody, to image: Image) async throws

  /// Gives an image its final name, and takes its mark away, both at once.
  func publish(_ image: Image, as name: String) async throws -> Image

  /// Deletes an image, if it is there.
  func delete(_ image: Image) async throws
}
