package import HTTP
import Hashing

/// The bytes of another stream, counted and hashed on their way.
///
/// The last bytes are held back until all of them were found right: whoever sends them on cannot
/// complete anything with wrong content.
package actor VerifiedStream: ByteStream {
  private let base: any ByteStream
  private let subject: String
  private let sizeInBytes: Int
  private let expected: String?
  private let onBytes: @Sendable (Int) async throws -> Void
  private let digest: Digest

  /// How many bytes have passed: what was found wrong, and what the observer did not let pass, have not.
  package private(set) var count = 0

  /// Wraps a stream.
  ///
  /// - Parameters:
  ///   - base: Where the bytes come from.
  ///   - subject: What messages call it.
  ///   - sizeInBytes: How many there must be.
  ///   - md5: What they must have, in hexadecimal; nil when nobody knows.
  ///   - onBytes: Told how many bytes pass, before they do: it may wait, or end the transfer.
  /// - Throws: When MD5 is not to be had.
  package init(
    _ base: any ByteStream, of subject: String, sizeInBytes: Int, md5: String?,
    onBytes: @escaping @Sendable (Int) async throws -> Void
  ) throws {
    self.base = base
    self.subject = subject
    self.sizeInBytes = sizeInBytes
    expected = md5
    self.onBytes = onBytes
    digest = try Digest(.md5)
  }

  /// The next bytes.
  ///
  /// - Throws: `ObjectCopyError` when there are more or fewer than there must be, or others; what the
  ///   stream and the observer throw.
  package func next() async throws -> [UInt8]? {
    guard let bytes = try await base.next() else {
      guard count == sizeInBytes else {
        throw ObjectCopyError(
          subject: subject, reason: "\(count) bytes came of \(sizeInBytes)", isRetryable: true)
      }
      return nil
    }
    let total = count + bytes.count
    guard total <= sizeInBytes else {
      throw ObjectCopyError(
        subject: subject, reason: "more than its \(sizeInBytes) bytes came", isRetryable: true)
    }
    digest.update(bytes)
    if total == sizeInBytes, let expected, md5 != expected {
      throw ObjectCopyError(
        subject: subject,
        reason: "what came has the MD5 \(md5), and the source says \(expected)", isRetryable: true)
    }
    try await onBytes(bytes.count)
    count = total
    return bytes
  }

  /// The MD5 of all bytes, in hexadecimal; to be asked when there will be no more.
  package var md5: String { digest.hexadecimal() }
}
