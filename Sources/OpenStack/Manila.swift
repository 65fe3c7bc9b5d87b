import HTTP
import JSON
package import Resources

/// What Manila lists of a project.
///
/// Source: Shared File Systems API v2, https://docs.openstack.org/api-ref/shared-file-system/.
package struct Manila: Sendable {
  private let session: CloudSession

  /// The first version that lists export locations apart from shares.
  private static let microversion = HTTPHeader("X-OpenStack-Manila-API-Version", "2.9")

  /// Shares whose locations are asked for at once.
  private static let concurrency = 4

  /// Asks with the token of a session.
  package init(_ session: CloudSession) { self.session = session }

  /// Shares that the project sees, with what they are mounted from.
  ///
  /// A share whose locations cannot be had is listed without.
  ///
  /// - Throws: `OpenStackError` when the shares cannot be listed; `CancellationError`.
  package func shares() async throws -> [Share] {
    let found = try await ListingPages(
      session: session, service: .sharedFileSystem, path: "/shares/detail", member: "shares",
      paging: .offset, microversion: Manila.microversion
    ).all().compactMap(Share.init(document:))
    return try await ConcurrentWork.map(found, atOnce: Manila.concurrency) { share in
      guard share.exportLocations.isEmpty else { return share }
      do {
        return share.located(at: try await locations(of: share))
      } catch is OpenStackError {
        return share
      }
    }
  }

  /// What a share is mounted from: the preferred ones first, none for administrators only.
  private func locations(of share: Share) async throws -> [String] {
    let answer = try await session.json(
      .sharedFileSystem,
      CloudRequest(
        "/shares/\(PercentEncoding.encode(share.id.utf8, keepingSlashes: false))/export_locations",
        headers: [Manila.microversion]))
    let open = (answer["export_locations"]?.array ?? []).filter {
      $0["is_admin_only"]?.bool != true
    }
    let preferred = open.filter { $0["preferred"]?.bool == true }
    let others = open.filter { $0["preferred"]?.bool != true }
    return (preferred + others).compactMap { $0["path"]?.string }
  }
}
