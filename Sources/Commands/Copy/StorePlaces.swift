import Hardware
import OpenStack
import Testbed

/// The object stores that the user can log in at.
struct StorePlaces {
  private let logins: SiteLogins
  private let open: OpenCatalog
  private let facts: Facts
  private let limit: Int

  /// - Parameters:
  ///   - session: The environment, with the logins.
  ///   - catalog: Which sites there are.
  ///   - transfers: How many transfers are meant to run at once.
  /// - Throws: `CommandFailure` for files of logins that are malformed.
  init(_ session: Session, _ catalog: CatalogOptions, transfers: Int) throws {
    facts = try session.facts()
    open = try catalog.open(session)
    logins = try SiteLogins(session, facts: facts)
    // Questions shall not wait for transfers.
    limit = transfers + 4
  }

  /// The store at a site.
  ///
  /// - Parameters:
  ///   - site: In any spelling.
  ///   - cloud: The cloud that was named instead of the site's; nil for none.
  ///   - option: The option that names a cloud, for hints.
  /// - Returns: A store of which nothing was asked yet.
  /// - Throws: `CommandFailure` for a site or login that is not there.
  func store(at site: String, cloud: String?, option: String) throws -> StoreAtSite {
    let session = try SiteSession(
      site, cloud: cloud, option: option, logins: logins, open: open, facts: facts, limit: limit)
    return StoreAtSite(site: session.site, store: ObjectStore(session.cloud))
  }
}

/// An object store, and whose it is.
struct StoreAtSite: Sendable {
  let site: SiteID
  let store: ObjectStore
}
