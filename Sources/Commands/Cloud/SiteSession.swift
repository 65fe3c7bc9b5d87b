import Hardware
import OpenStack
import Testbed

/// A session at one site that the user named.
struct SiteSession: Sendable {
  let site: SiteID
  let cloud: CloudSession

  /// Takes a session of that site.
  init(site: SiteID, cloud: CloudSession) {
    self.site = site
    self.cloud = cloud
  }

  /// Logs in at a site, as soon as something is asked for.
  ///
  /// - Parameters:
  ///   - text: The site in any spelling: `uc`, `CHI@TACC`.
  ///   - cloud: The cloud of clouds.yaml that was named instead of the site's; nil for none.
  ///   - option: The option that names a cloud, for hints: `--from-cloud`.
  ///   - logins: What the user has.
  ///   - open: Which sites there are.
  ///   - facts: The aliases of sites.
  ///   - limit: How many requests go on at once.
  /// - Throws: `CommandFailure` when there is no such site, or no login for it.
  init(
    _ text: String, cloud: String?, option: String = "--os-cloud", logins: SiteLogins,
    open: OpenCatalog, facts: Facts, limit: Int = 8
  ) throws {
    site = try open.site(named: text, facts: facts)
    let login = try logins.login(for: site, cloud: cloud, option: option)
    self.cloud = logins.session(login, limit: limit)
  }
}
