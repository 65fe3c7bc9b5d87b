import HTTP
import JSON
package import Resources

extension Nova {
  /// Makes a key pair of a public key.
  ///
  /// Source: Compute API v2.1, "Import (or create) Keypair" (`type` since microversion 2.2).
  ///
  /// - Parameters:
  ///   - name: What it is called; 1 to 255 characters.
  ///   - publicKey: As in `authorized_keys`; of the type `x509` a certificate.
  ///   - type: `ssh` or `x509`; nil for what Nova takes it for, `ssh`.
  /// - Returns: What Nova says of it.
  /// - Throws: `OpenStackError`, with the status 409 when there is one of the name; `CancellationError`.
  package func importKeyPair(
    name: String, publicKey: String, type: String? = nil
  ) async throws -> KeyPair {
    var members: [JSONValue.Member] = [
      .init("name", .string(name)), .init("public_key", .string(publicKey)),
    ]
    var request = CloudRequest.making("/os-keypairs", ["keypair": .object(members)])
    // Older services know no types, and no others than this one.
    if let type, type != "ssh" {
      members.append(.init("type", .string(type)))
      request = .making(
        "/os-keypairs", ["keypair": .object(members)], headers: [Nova.microversion])
    }
    let answer = try await session.json(.compute, request)
    return KeyPair(document: answer["keypair"] ?? answer)
      ?? KeyPair(name: name, publicKey: publicKey, type: type)
  }
}

extension CloudRequest {
  /// A request that makes something: sent once, as a second one would make a second thing.
  static func making(
    _ path: String, _ body: JSONValue, headers: [HTTPHeader] = []
  ) -> CloudRequest {
    CloudRequest(
      path, method: .post, headers: [HTTPHeader("Content-Type", "application/json")] + headers,
      body: Array(body.compact.utf8), isIdempotent: false)
  }
}
