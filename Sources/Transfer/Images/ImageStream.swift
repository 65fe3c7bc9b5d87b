import HTTP
import Hashing
import OpenStack
package import Resources
import Testbed

/// The data of an image, verified, and fetched on from where they broke off.
///
/// It ends only when all bytes came and hash to what the source says; whoever sends them on holds the
/// last of them back until then, so that nothing wrong is ever complete.
package actor ImageStream: ByteStream {
  private let source: any ImageSource
  private let image: Image
  private let size: Int
  private let expected: ImageDigest?
  private let digest: Digest
  private let attempts: CopyAttempts
  private let observer: CopyObserver
  private var body: (any ByteStream)?
  private var count = 0

  /// Begins at the first byte, or after bytes that are there already.
  ///
  /// - Parameters:
  ///   - image: One with a size.
  ///   - source: Where it is.
  ///   - expected: What the bytes must hash to; nil to compute only SHA-512.
  ///   - attempts: How often to go on after a failure that may pass, in a row.
  ///   - observer: Told of the bytes before they pass.
  /// - Throws: When nothing can be hashed here; `ImageCopyError` for an image without a size.
  package init(
    _ image: Image, of source: any ImageSource, expected: ImageDigest?, attempts: CopyAttempts,
    observer: CopyObserver
  ) throws {
    guard let size = image.size else { throw ImageCopyError(image, "the source tells no size") }
    self.source = source
    self.image = image
    self.size = size.bytes
    self.expected = expected
    self.attempts = attempts
    self.observer = observer
    digest = try Digest(expected?.algorithm ?? .sha512)
  }

  /// Takes bytes for read that are there from an earlier run, before the first `next`.
  package func takeAsRead(_ bytes: [UInt8]) {
    digest.update(bytes)
    count += bytes.count
  }

  /// The next bytes.
  ///
  /// - Throws: `ImageCopyError` for too few, too many or other bytes; what the source throws.
  package func next() async throws -> [UInt8]? {
    guard count < size else { return try await end() }
    let bytes = try await attempt()
    digest.update(bytes)
    count += bytes.count
    guard count <= size else {
      throw ImageCopyError(image, "more than its \(size) bytes came", isRetryable: true)
    }
    try await observer.sending(bytes.count)
    return bytes
  }

  /// The next bytes, after as many attempts as are allowed; a failure is final.
  private func attempt() async throws -> [UInt8] {
    do {
      return try await attempts.run { try await self.fetch() }
    } catch let error as ImageCopyError {
      throw ImageCopyError(image, error.reason, hint: error.hint)
    } catch let error as OpenStackError where error.isRetryable {
      throw ImageCopyError(image, "\(error)", hint: error.hint)
    } catch let error as CurlError where error.isRetryable {
      throw ImageCopyError(image, "\(error)")
    }
  }

  /// What all bytes hash to; to be asked after the end.
  package var result: ImageDigest { ImageDigest(digest.algorithm, digest.hexadecimal()) }

  /// The next bytes, from a new beginning when the last attempt has failed.
  private func fetch() async throws -> [UInt8] {
    do {
      let body = try await opened()
      if let bytes = try await body.next() { return bytes }
    } catch {
      body = nil
      throw error
    }
    body = nil
    throw ImageCopyError(image, "\(count) bytes came of \(size)", isRetryable: true)
  }

  private func opened() async throws -> any ByteStream {
    if let body { return body }
    let opened = try await source.open(image, from: count)
    body = opened
    return opened
  }

  private func end() async throws -> [UInt8]? {
    if let body, try await body.next() != nil {
      throw ImageCopyError(image, "more than its \(size) bytes came", isRetryable: true)
    }
    body = nil
    guard let expected, expected != result else { return nil }
    throw ImageCopyError(
      image, "digest mismatch: expected \(expected), \(result) came from the source",
      isRetryable: true)
  }
}
