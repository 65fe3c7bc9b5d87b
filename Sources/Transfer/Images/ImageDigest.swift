package import Hashing
package import Resources

/// What the data of an image hash to, by one algorithm.
package struct ImageDigest: Sendable, Hashable, CustomStringConvertible {
  package let algorithm: HashAlgorithm
  /// In lower-case hexadecimal.
  package let value: String

  /// Takes a digest.
  package init(_ algorithm: HashAlgorithm, _ value: String) {
    self.algorithm = algorithm
    self.value = value
  }

  /// The best that a service tells of an image: `os_hash_value`, else `checksum`, which is MD5.
  ///
  /// Nil when it tells none, or by algorithms that are not computed here.
  ///
  /// Source: Image API v2, "Show image".
  package init?(of image: Image) {
    if let value = image.hashValue,
      let algorithm = image.hashAlgorithm.flatMap(HashAlgorithm.init(rawValue:))
    {
      self.init(algorithm, value.lowercased())
    } else if let checksum = image.checksum {
      self.init(.md5, checksum.lowercased())
    } else {
      return nil
    }
  }

  /// What a service tells of an image by one algorithm; nil when it does not.
  package init?(_ algorithm: HashAlgorithm, of image: Image) {
    if let value = image.hashValue, image.hashAlgorithm == algorithm.rawValue {
      self.init(algorithm, value.lowercased())
    } else if algorithm == .md5, let checksum = image.checksum {
      self.init(.md5, checksum.lowercased())
    } else {
      return nil
    }
  }

  /// Whether two images have the same data; nil when that cannot be told from what services say.
  package static func sameData(_ a: Image, _ b: Image) -> Bool? {
    if let first = a.size, let second = b.size, first != second { return false }
    for algorithm in [HashAlgorithm.sha512, .sha256, .md5] {
      guard let first = ImageDigest(algorithm, of: a), let second = ImageDigest(algorithm, of: b)
      else { continue }
      return first == second
    }
    if a.hashAlgorithm == b.hashAlgorithm, let first = a.hashValue, let second = b.hashValue {
      return first.lowercased() == second.lowercased()
    }
    return nil
  }

  /// `sha512:ab12…`, the first twelve digits, which tell any two apart.
  package var description: String {
    "\(algorithm.rawValue):\(value.prefix(12))" + (value.count > 12 ? "…" : "")
  }
}
