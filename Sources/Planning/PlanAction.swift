package import Resources
package import Testbed

/// What `chiport apply` does for a step.
package enum PlanAction: Sendable, Hashable {
  /// Copies an image; its id tells it from others of the name.
  case copyImage(id: String, name: String, newName: String, bytes: Int?)
  /// Copies all objects of a container, between the stores of other sites where those are named.
  case copyContainer(name: String, newName: String, bytes: Int?, stores: PlanStores? = nil)
  /// Makes a key pair from its public half.
  case importKeyPair(name: String, publicKey: String, type: String?)
  /// Makes a security group, or adds rules to one; a rule's remote group is a name at the target.
  case createSecurityGroup(name: String, description: String, rules: [SecurityGroupRule])
  /// Makes a network with a subnet.
  case createNetwork(name: String, subnets: [Subnet])
  /// Ports the files, with what was recorded as the map, and options of `chiport rewrite`.
  case rewriteFiles(paths: [String], options: [String])
  /// Reserves; only when the user asks for it.
  case createLease(PlanLease)

  /// How much is copied; nil when nothing is, or that is not known.
  package var bytes: Int? {
    switch self {
    case .copyImage(_, _, _, let bytes), .copyContainer(_, _, let bytes, _): bytes
    default: nil
    }
  }

  /// The ids at the source of what gets another at the target.
  var sourceIDs: [String] {
    switch self {
    case .copyImage(let id, _, _, _): [id]
    case .createNetwork(_, let subnets):
      subnets.flatMap { [$0.networkID, $0.id].compactMap { $0 } }
    default: []
    }
  }

  /// Whether what is made has another name than at the source.
  package var renames: Bool {
    switch self {
    case .copyImage(_, let name, let newName, _): newName != name
    case .copyContainer(let name, let newName, _, _): newName != name
    default: false
    }
  }

  /// Whether something is made at the target.
  package var changesTarget: Bool {
    if case .rewriteFiles = self { false } else { true }
  }
}

/// The sites whose object stores a copy is between, where a site of the plan has none of its own.
package struct PlanStores: Sendable, Hashable {
  package let from: SiteID
  package let to: SiteID

  /// Takes the two sites.
  package init(from: SiteID, to: SiteID) {
    self.from = from
    self.to = to
  }
}

/// A lease to be created.
package struct PlanLease: Sendable, Hashable {
  /// What one reservation of it asks for.
  package enum Resource: Sendable, Hashable {
    /// Nodes that a selector matches.
    case hosts(selector: String)
    /// Instances of a flavor, by Nova's id; by its name where nobody could ask for the id.
    case flavor(id: String)
  }

  package let name: String
  package let resource: Resource
  package let count: Int
  /// `2026-11-24 09:00`, UTC; nil for now.
  package let start: String?
  /// `2026-11-26 09:00`, UTC.
  package let end: String

  /// Makes a lease for so many of a resource.
  package init(name: String, resource: Resource, count: Int, start: String?, end: String) {
    self.name = name
    self.resource = resource
    self.count = count
    self.start = start
    self.end = end
  }

  /// The words of the command that creates it.
  package var command: [String] {
    let option =
      switch resource {
      case .hosts(let selector): ReservationOption.hosts(count: count, selector: selector)
      case .flavor(let id): ReservationOption.instances(count: count, flavor: id)
      }
    var words = ["openstack", "reservation", "lease", "create", "--reservation", option]
    if let start { words += ["--start-date", start] }
    return words + ["--end-date", end, name]
  }
}
