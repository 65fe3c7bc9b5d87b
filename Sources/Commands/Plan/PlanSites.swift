import Hardware
import Planning
import Testbed

extension PlanSite {
  /// What the facts say of a site.
  ///
  /// - Parameters:
  ///   - id: Which.
  ///   - facts: What is known of sites.
  ///   - cloud: The login for it, as `--os-cloud` takes it; nil to call it like the site.
  ///   - storeCloud: The login for the site whose object store it uses; nil to call it like that.
  init(_ id: SiteID, facts: Facts, cloud: String? = nil, storeCloud: String? = nil) {
    let fact = facts.site(id)
    let services = fact?.services ?? []
    self.init(
      id: id, name: fact?.name ?? id.text, siteClass: fact?.siteClass ?? "baremetal",
      storeSite: facts.objectStore(of: id),
      hasShares: services.contains("shared_file_system"),
      cloud: cloud ?? id.text, storeCloud: storeCloud, isAssociate: fact?.isAssociate == true,
      retiresOn: fact?.retiresOn)
  }
}
