import Testbed

/// What sites have for everybody, as far as the facts of the program say.
package struct PublishedNames: Sendable {
  /// Names of images that the source publishes.
  package var sourceImages: Set<String>
  /// Names of images that the target publishes.
  package var targetImages: Set<String>
  /// Names of networks and subnets that the target has for everybody.
  package var targetNetworks: [String]

  /// Takes the names; without any, only the inventories count.
  package init(
    sourceImages: Set<String> = [], targetImages: Set<String> = [], targetNetworks: [String] = []
  ) {
    self.sourceImages = sourceImages
    self.targetImages = targetImages
    self.targetNetworks = targetNetworks
  }
}

extension ResourceMap {
  /// The kinds that have counterparts.
  package static let pairedKinds: [ResourceKind] = [
    .image, .network, .subnet, .flavor, .keyPair, .securityGroup, .share, .container,
  ]

  /// Pairs what a project has and sees at one site with what it has and sees at another.
  ///
  /// Instances and floating IPs have no counterparts: they are made anew.
  ///
  /// - Parameters:
  ///   - source: What is to be found at the target.
  ///   - target: Where it is looked for.
  ///   - published: What the sites have for everybody.
  ///   - copies: What was carried over before; it counts more than names as long as it is there.
  ///   - cloud: The login at the target, as `--os-cloud` takes it, for advice; nil for one that is
  ///     called like the site.
  /// - Complexity: O(*n* + *m*) in the sizes of the two inventories.
  package init(
    from source: ProjectInventory, to target: ProjectInventory,
    published: PublishedNames = PublishedNames(), copies: [RecordedCopy] = [],
    cloud: String? = nil
  ) {
    let pairing = Pairing(
      source: source, target: target, published: published, copies: copies,
      cloud: cloud ?? target.site.text)
    let images = pairing.images()
    let networks = pairing.networks()
    let pairs: [[ResourcePair]] = [
      images, networks, pairing.subnets(after: networks), pairing.flavors(), pairing.keyPairs(),
      pairing.securityGroups(), pairing.shares(), pairing.containers(),
    ]
    self.init(
      source: source.site, target: target.site, pairs: pairs.flatMap { $0 },
      gaps: source.gaps + target.gaps)
  }
}

extension ProjectInventory {
  /// The kinds that are paired and could not be listed here.
  fileprivate var gaps: [ResourceMap.Gap] {
    func gap<Element: Resource>(_ listing: Listing<Element>) -> ResourceMap.Gap? {
      guard case .unknown(let reason) = listing else { return nil }
      return ResourceMap.Gap(kind: Element.kind, site: site, reason: reason)
    }
    return [
      gap(images), gap(networks), gap(subnets), gap(flavors), gap(keyPairs), gap(securityGroups),
      gap(shares), gap(containers),
    ].compactMap { $0 }
  }
}
