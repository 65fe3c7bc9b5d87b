import JSON

/// A project that a user may log in to.
package struct Project: Sendable, Hashable {
  package let id: String
  /// For people, such as `CH-123456`.
  package let name: String
}

/// What Keystone lists of a user.
///
/// Source: Identity API v3, https://docs.openstack.org/api-ref/identity/v3/.
package struct Projects: Sendable {
  private let session: CloudSession

  /// Asks with the token of a session.
  package init(_ session: CloudSession) { self.session = session }

  /// Projects that the user may log in to, in the order of Keystone.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func all() async throws -> [Project] {
    let listing = ListingPages(
      session: session, service: .identity, path: "/v3/auth/projects", member: "projects",
      paging: .none)
    return try await listing.all().compactMap { record in
      record["id"]?.string.map { Project(id: $0, name: record["name"]?.string ?? "") }
    }
  }

  /// What the session's own project is called; nil when Keystone does not tell.
  ///
  /// - Throws: `OpenStackError` when one cannot log in; `CancellationError`.
  package func currentName() async throws -> String? {
    let id = try await session.projectID()
    do { return try await all().first { $0.id == id }?.name } catch is OpenStackError {
      return nil
    }
  }
}
