package import JSON

/// A key pair of Nova: its public half, as Nova never tells the other one again.
///
/// Source of the members: Compute API v2.1, "List Keypairs" (`type` since microversion 2.2).
package struct KeyPair: Resource {
  package static let kind = ResourceKind.keyPair

  /// Unique among a user's key pairs; Nova has no other id for it.
  package let name: String
  /// MD5 of the key as 16 pairs of hexadecimal digits with colons, the same at every site.
  ///
  /// Source: nova 33.0.1, `nova/crypto.py`, `generate_fingerprint`.
  package let fingerprint: String?
  /// As in `authorized_keys`.
  package let publicKey: String?
  /// `ssh` or `x509`.
  package let type: String?

  package var id: String { name }

  /// Makes a key pair.
  package init(
    name: String, fingerprint: String? = nil, publicKey: String? = nil, type: String? = "ssh"
  ) {
    self.name = name
    self.fingerprint = fingerprint
    self.publicKey = publicKey
    self.type = type
  }

  package init?(document: JSONValue) {
    guard let name = document.text("name") else { return nil }
    self.init(
      name: name, fingerprint: document.text("fingerprint"),
      publicKey: document.text("public_key"), type: document.text("type"))
  }

  package var document: JSONValue {
    var record = Members()
    record.add("name", name)
    record.add("fingerprint", fingerprint)
    record.add("public_key", publicKey)
    record.add("type", type)
    return record.object
  }
}
