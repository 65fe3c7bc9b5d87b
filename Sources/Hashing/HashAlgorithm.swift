internal import CCrypto

/// The digests that image and object stores tell.
package enum HashAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// RFC 1321; Glance's `checksum` and the object store's `ETag`. It tells damage, not forgery.
  case md5
  /// FIPS 180-4.
  case sha256
  /// FIPS 180-4; what Glance's `os_hash_algo` is unless its operator chose another.
  case sha512

  /// How many bytes a digest has.
  package var lengthInBytes: Int {
    switch self {
    case .md5: 16
    case .sha256: 32
    case .sha512: 64
    }
  }

  var code: chiport_digest_algorithm {
    switch self {
    case .md5: CHIPORT_MD5
    case .sha256: CHIPORT_SHA256
    case .sha512: CHIPORT_SHA512
    }
  }
}
