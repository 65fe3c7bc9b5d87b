import HTTP
package import Resources
import Testbed

/// What is to be done for one image.
package struct ImageCopyPlan: Sendable, Hashable {
  /// The image at the source, with its data.
  package let source: Image
  /// What the copy is called.
  package let name: String
  /// An image of that name with the same data, so that there is nothing to do; nil for none.
  package let present: Image?
  /// How many bytes an earlier run has left in the spool.
  package let spooledBytes: Int
  /// What the user should know, a sentence each.
  package let warnings: [String]

  /// How many bytes the copy has.
  package var size: Int { source.size?.bytes ?? 0 }
}

/// How images are looked up and judged before they are copied.
package struct ImageSurvey: Sendable {
  private let source: any ImageSource
  private let destination: any ImageDestination

  /// Looks at two sites.
  package init(from source: any ImageSource, to destination: any ImageDestination) {
    self.source = source
    self.destination = destination
  }

  /// The image that a user means.
  ///
  /// - Parameter text: An id or a name.
  /// - Returns: An image with data.
  /// - Throws: `ImageCopyError` when there is none, several have the name, or it has no data (yet).
  package func image(_ text: String) async throws -> Image {
    if Self.looksLikeID(text), let image = try await source.image(id: text) {
      return try checked(image)
    }
    let found = try await source.images(named: text)
    if let image = found.first, found.count == 1 { return try checked(image) }
    guard !found.isEmpty else {
      throw ImageCopyError(
        subject: "image '\(text)'", "there is none of this name or id at the source",
        hint: "chiport map lists the images of both sites")
    }
    let ids = found.map { "\($0.id) (\($0.createdAt ?? "no date"))" }.joined(separator: ", ")
    throw ImageCopyError(
      subject: "image '\(text)'", "\(found.count) images of the source have this name: \(ids)",
      hint: "give the id of one of them")
  }

  private static func looksLikeID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 36 && text.allSatisfy { $0.isHexDigit || $0 == "-" }
  }

  private func checked(_ image: Image) throws(ImageCopyError) -> Image {
    guard image.status == "active", image.size != nil else {
      throw ImageCopyError(
        image, "it is \(image.status ?? "in an unknown state"), and only active images have data")
    }
    return image
  }

  /// What is to be done.
  ///
  /// - Parameters:
  ///   - image: What `image(_:)` found.
  ///   - name: What the copy is to be called; nil for the same name.
  ///   - force: Whether images are copied that are too large to boot.
  ///   - isAssociate: Whether the target is an associate site, whose software may be older.
  ///   - spool: Where data of earlier runs may be; nil for none.
  /// - Returns: The plan.
  /// - Throws: `ImageCopyError` when something else has the name, and for an image that is too large.
  package func plan(
    _ image: Image, name: String?, force: Bool, isAssociate: Bool, spool: ImageSpool? = nil
  ) async throws -> ImageCopyPlan {
    let name = name ?? image.name
    guard (1...255).contains(name.unicodeScalars.count) else {
      throw ImageCopyError(
        image, "a name has 1 to 255 characters, not \(name.unicodeScalars.count)",
        hint: "--name gives the copy another name")
    }
    let present = try await presentCopy(of: image, named: name)
    var warnings: [String] = []
    if present == nil, let size = image.size, size > ImageLimits.large {
      guard size <= ImageLimits.tooLarge || force else {
        throw ImageCopyError(
          image, "images of more than 20 GB do not boot", hint: "--force copies it all the same")
      }
      warnings.append(
        "\(ImageCopyError.subject(of: image)) has more than "
          + (size > ImageLimits.tooLarge ? "20 GB: it will not boot" : "10 GB: it may not boot"))
    }
    if present == nil, isAssociate, image.diskFormat == "qcow2", try await isZstandard(image) {
      warnings.append(
        "\(ImageCopyError.subject(of: image)) is compressed with zstd, which an associate site may "
          + "not read; qemu-img convert -c -O qcow2 writes it anew")
    }
    return ImageCopyPlan(
      source: image, name: name, present: present, spooledBytes: spool?.leftover(of: image) ?? 0,
      warnings: warnings)
  }

  private func presentCopy(of image: Image, named name: String) async throws -> Image? {
    let found = try await destination.images(named: name)
    if let same = found.first(where: {
      $0.status == "active" && ImageDigest.sameData(image, $0) == true
    }) {
      return same
    }
    guard let other = found.first else { return nil }
    let what =
      other.status == "active"
      ? "other data\(ImageDigest(of: other).map { " (\($0))" } ?? "")"
      : "the status \(other.status ?? "unknown")"
    throw ImageCopyError(
      image, "the target has an image '\(name)' with \(what), \(other.id)",
      hint: "--name gives the copy another name", isConflict: true)
  }

  private func isZstandard(_ image: Image) async throws -> Bool {
    let body = try await source.open(image, from: 0)
    var header: [UInt8] = []
    while header.count < ImageLimits.headerInBytes, let bytes = try await body.next() {
      header += bytes.prefix(ImageLimits.headerInBytes)
    }
    return ImageLimits.isZstandard(header)
  }
}
