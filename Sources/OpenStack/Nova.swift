import HTTP
import JSON
package import Resources

/// What Nova lists of a project.
///
/// Source: Compute API v2.1, https://docs.openstack.org/api-ref/compute/.
package struct Nova: Sendable {
  let session: CloudSession

  /// The first version that names an instance's flavor; it also has types and pages of key pairs.
  static let microversion = HTTPHeader("OpenStack-API-Version", "compute 2.47")

  /// Asks with the token of a session.
  package init(_ session: CloudSession) { self.session = session }

  /// Flavors that the project may use.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func flavors() async throws -> [Flavor] {
    try await pages("/flavors/detail", "flavors").all().compactMap(Flavor.init(document:))
  }

  /// Key pairs of the user.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func keyPairs() async throws -> [KeyPair] {
    var pages = pages("/os-keypairs", "keypairs")
    pages.paging = .marker(of: { $0["keypair"]?["name"]?.string })
    return try await pages.all().compactMap { KeyPair(document: $0["keypair"] ?? $0) }
  }

  /// Instances of the project.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func instances() async throws -> [Instance] {
    try await pages("/servers/detail", "servers").all().compactMap(Instance.init(document:))
  }

  private func pages(_ path: String, _ member: String) -> ListingPages {
    ListingPages(
      session: session, service: .compute, path: path, member: member,
      microversion: Nova.microversion)
  }
}
