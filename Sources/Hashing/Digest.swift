private import CCrypto

/// The one owner of a running digest of libcrypto, to which bytes are added piece by piece.
///
/// It belongs to one task at a time.
@safe package final class Digest {
  /// What is computed.
  package let algorithm: HashAlgorithm
  private let context: UnsafeMutableRawPointer
  private var result: [UInt8]?

  /// Begins a digest of no bytes yet; the first one of the process loads libcrypto.
  ///
  /// - Parameter algorithm: What to compute.
  /// - Throws: When libcrypto is not installed, or refuses the algorithm as FIPS systems refuse MD5.
  package init(_ algorithm: HashAlgorithm) throws(HashingError) {
    if let reason = unsafe chiport_crypto_load_error() {
      throw unsafe HashingError(description: String(cString: reason))
    }
    guard let context = unsafe chiport_digest_new(algorithm.code) else {
      throw HashingError(description: "libcrypto offers no \(algorithm.rawValue) on this system")
    }
    self.algorithm = algorithm
    unsafe self.context = context
  }

  deinit { unsafe chiport_digest_free(context) }

  /// Adds bytes to those before, in order, until the digest is asked for.
  package func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Adds a part of an array.
  package func update(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  private func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(result == nil, "a digest that is finished takes no more bytes")
    // Fails only for digests that are not begun, and this one is.
    let isDone = unsafe chiport_digest_update(context, bytes.baseAddress, bytes.count)
    precondition(isDone, "EVP_DigestUpdate failed")
  }

  /// The digest of all bytes so far, the same at every call.
  package func finish() -> [UInt8] {
    if let result { return result }
    var count: UInt32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(CHIPORT_DIGEST_MAXIMUM)) {
      buffer, size in
      guard let base = buffer.baseAddress, unsafe chiport_digest_finish(context, base, &count)
      else { preconditionFailure("EVP_DigestFinal_ex failed") }
      size = Int(count)
    }
    result = bytes
    return bytes
  }

  /// The digest in lower-case hexadecimal, as the stores spell it.
  package func hexadecimal() -> String { Digest.hexadecimal(finish()) }

  /// Bytes in lower-case hexadecimal.
  package static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest of bytes that are all there, in lower-case hexadecimal.
  package static func of(
    _ bytes: [UInt8], _ algorithm: HashAlgorithm
  ) throws(HashingError) -> String {
    let digest = try Digest(algorithm)
    digest.update(bytes)
    return digest.hexadecimal()
  }
}
