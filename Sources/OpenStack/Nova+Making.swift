import HTTP
import JSON
package import Resources

extension Nova {
  /// Makes a key pair of a public key.
  ///
  /// Source: Compute API v2.1, "Import (or create) Keypair".
  ///
  /// - Parameters:
  ///   - name: What it is called; 1 to 255 characters.
  ///   - publicKey: As in `authorized_keys`.
  /// - Returns: What Nova says of it.
  /// - Throws: `OpenStackError`, with the status 409 when there is one of the name; `CancellationError`.
  package func importKeyPair(name: String, publicKey: String) async throws -> KeyPair {
    let body: JSONValue = [
      "keypair": ["name": .string(name), "public_key": .string(publicKey)]
    ]
    let answer = try await session.json(.compute, .making("/os-keypairs", body))
    return KeyPair(document: answer["keypair"] ?? answer)
      ?? KeyPair(name: name, publicKey: publicKey)
  }
}

extension CloudRequest {
  /// A request that makes something: sent once, as a second one would make a second thing.
  static func making(_ path: String, _ body: JSONValue) -> CloudRequest {
    CloudRequest(
      path, method: .post, headers: [HTTPHeader("Content-Type", "application/json")],
      body: Array(body.compact.utf8), isIdempotent: false)
  }
}
