import HTTP
package import Resources
package import Testbed

/// Asks a site's services for what a project has there.
///
/// A service that fails leaves the others' listings intact.
package struct InventoryReader: Sendable {
  /// Services that are asked at once.
  private static let concurrency = 4

  private let session: CloudSession

  /// Asks with the token of a session.
  package init(_ session: CloudSession) { self.session = session }

  /// Reads everything.
  ///
  /// - Parameters:
  ///   - site: What the site is called.
  ///   - kinds: What is read; the rest is unknown.
  ///   - time: UTC, ISO 8601, for `readAt`.
  /// - Returns: What the services listed, and why others did not.
  /// - Throws: `OpenStackError` when one cannot log in, `CancellationError`.
  package func read(
    _ site: SiteID, kinds: Set<ResourceKind> = Set(ResourceKind.allCases), at time: String
  ) async throws -> ProjectInventory {
    var inventory = ProjectInventory(
      site: site, projectID: try await session.projectID(),
      projectName: try await Projects(session).currentName(), readAt: time)
    let wanted = ResourceKind.allCases.filter(kinds.contains)
    for part in try await ConcurrentWork.map(
      wanted, atOnce: InventoryReader.concurrency,
      { kind in
        try await part(kind)
      })
    {
      part.add(to: &inventory)
    }
    return inventory
  }

  private func part(_ kind: ResourceKind) async throws -> Part {
    let nova = Nova(session)
    let neutron = Neutron(session)
    switch kind {
    case .image: return .images(try await listing { try await Glance(session).images() })
    case .network: return .networks(try await listing(neutron.networks))
    case .subnet: return .subnets(try await listing(neutron.subnets))
    case .flavor: return .flavors(try await listing(nova.flavors))
    case .keyPair: return .keyPairs(try await listing(nova.keyPairs))
    case .securityGroup: return .securityGroups(try await listing(neutron.securityGroups))
    case .share: return .shares(try await listing(Manila(session).shares))
    case .container: return .containers(try await listing(ObjectStore(session).containers))
    case .instance: return .instances(try await listing(nova.instances))
    case .floatingIP: return .floatingIPs(try await listing(neutron.floatingIPs))
    }
  }

  private func listing<Element>(
    _ read: () async throws -> [Element]
  ) async throws -> Listing<Element> {
    do { return .known(try await read()) } catch let error as OpenStackError {
      return .unknown(error.isNoService ? ResourceMap.Gap.absent : error.description)
    }
  }

  /// One kind of an inventory.
  private enum Part: Sendable {
    case images(Listing<Image>)
    case networks(Listing<Network>)
    case subnets(Listing<Subnet>)
    case flavors(Listing<Flavor>)
    case keyPairs(Listing<KeyPair>)
    case securityGroups(Listing<SecurityGroup>)
    case shares(Listing<Share>)
    case containers(Listing<Container>)
    case instances(Listing<Instance>)
    case floatingIPs(Listing<FloatingIP>)

    func add(to inventory: inout ProjectInventory) {
      switch self {
      case .images(let listing): inventory.images = listing
      case .networks(let listing): inventory.networks = listing
      case .subnets(let listing): inventory.subnets = listing
      case .flavors(let listing): inventory.flavors = listing
      case .keyPairs(let listing): inventory.keyPairs = listing
      case .securityGroups(let listing): inventory.securityGroups = listing
      case .shares(let listing): inventory.shares = listing
      case .containers(let listing): inventory.containers = listing
      case .instances(let listing): inventory.instances = listing
      case .floatingIPs(let listing): inventory.floatingIPs = listing
      }
    }
  }
}
