package import Testbed

/// What a project has and sees at a site.
package struct ProjectInventory: Sendable, Hashable {
  package let site: SiteID
  /// The id of the project at this site; nil when it is not known.
  package let projectID: String?
  /// For people, such as `CH-123456`; nil when it is not known.
  package let projectName: String?
  /// When the services were asked, UTC, ISO 8601, to the second.
  package let readAt: String

  package var images: Listing<Image>
  package var networks: Listing<Network>
  package var subnets: Listing<Subnet>
  package var flavors: Listing<Flavor>
  package var keyPairs: Listing<KeyPair>
  package var securityGroups: Listing<SecurityGroup>
  package var shares: Listing<Share>
  package var containers: Listing<Container>
  package var instances: Listing<Instance>
  package var floatingIPs: Listing<FloatingIP>

  /// An inventory of which nothing is known yet.
  ///
  /// - Parameters:
  ///   - site: Where.
  ///   - projectID: Whose.
  ///   - projectName: Whose, for people.
  ///   - readAt: UTC, ISO 8601.
  ///   - reason: Why nothing is known; it completes the sentence "unknown: ...".
  package init(
    site: SiteID, projectID: String? = nil, projectName: String? = nil, readAt: String,
    unknown reason: String = "not asked"
  ) {
    self.site = site
    self.projectID = projectID
    self.projectName = projectName
    self.readAt = readAt
    images = .unknown(reason)
    networks = .unknown(reason)
    subnets = .unknown(reason)
    flavors = .unknown(reason)
    keyPairs = .unknown(reason)
    securityGroups = .unknown(reason)
    shares = .unknown(reason)
    containers = .unknown(reason)
    instances = .unknown(reason)
    floatingIPs = .unknown(reason)
  }
}
