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
  init(_ id: SiteID, facts: Facts, cloud: String? = nil) {
    let fact = facts.site(id)
    let services = fact?.services ?? []
    self.init(
      id: id, name: fact?.name ?? id.text, siteClass: fact?.siteClass ?? "baremetal",
      storeSite: PlanSite.store(of: id, services),
      hasShares: services.contains("shared_file_system"),
      cloud: cloud ?? id.text, isAssociate: fact?.note?.contains("Associate site") == true)
  }

  /// The site whose object store a site uses.
  ///
  /// Source: `services` of `data/sites.csv`; KVM@TACC uses that of CHI@TACC
  /// (https://chameleoncloud.readthedocs.io/en/latest/technical/swift/index.html).
  private static func store(of id: SiteID, _ services: [String]) -> SiteID? {
    if services.contains("object_store") { return id }
    return id.text == "kvm" ? SiteID("tacc") : nil
  }
}
