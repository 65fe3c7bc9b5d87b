import Hashing
import Testing
import TestSupport

@Suite struct DigestTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let algorithm: HashAlgorithm
    let text: String
    let digest: String
    var testDescription: String { "\(algorithm) of \(text.count) bytes" }
  }

  private static let alphabet = "abcdefghijklmnopqrstuvwxyz"
  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let twoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

  /// RFC 1321, appendix A.5.
  private static let md5 = [
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
    ("abc", "900150983cd24fb0d6963f7d28e17f72"),
    ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    (alphabet, "c3fcd3d76192e4007dfb496cca67e13b"), (letters, "d174ab98d277d9f5a5611c2c9f419d9f"),
    (String(repeating: "1234567890", count: 8), "57edf4a22be3c955ac49da2e2107b67a"),
  ]

  /// The examples that go with FIPS 180-4, and of no bytes.
  ///
  /// Source: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  private static let sha256 = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (twoBlocks, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
  ]
  private static let sha512 = [
    (
      "",
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
        + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
    ),
    (
      "abc",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ]

  static let vectors =
    md5.map { Vector(algorithm: .md5, text: $0.0, digest: $0.1) }
    + sha256.map { Vector(algorithm: .sha256, text: $0.0, digest: $0.1) }
    + sha512.map { Vector(algorithm: .sha512, text: $0.0, digest: $0.1) }

  @Test(arguments: vectors)
  func publishedVectors(vector: Vector) throws {
    #expect(try Digest.of(Array(vector.text.utf8), vector.algorithm) == vector.digest)
  }

  @Test(arguments: HashAlgorithm.allCases)
  func piecesAddUp(algorithm: HashAlgorithm) throws {
    var random = SplitMix64(seed: 11)
    for round in 0..<100 {
      let bytes = (0..<Int.random(in: 0..<1000, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let digest = try Digest(algorithm)
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 0...rest.count, using: &random)
        digest.update(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      let whole = try Digest.of(bytes, algorithm)
      #expect(digest.hexadecimal() == whole, "round \(round)")
      #expect(digest.hexadecimal() == whole, "asked twice, round \(round)")
      #expect(digest.finish().count == algorithm.lengthInBytes)
    }
  }
}
