/// Nodes of one site and node type that have the same hardware, or one flavor of virtual machines.
///
/// All comparing and scoring is between configurations, so its cost does not grow with the number of
/// nodes. A node type only names them: some types have several, and some hardware has several types.
package struct Configuration: Sendable, Hashable {
  /// How it is reserved.
  package enum Kind: String, Sendable, Hashable {
    /// Bare metal: Blazar's `physical:host`.
    case host
    /// A virtual machine: Blazar's `flavor:instance`.
    case flavor
    /// A hypervisor that cannot be reserved as a host (`lease_mode: flavor` in its record).
    case hypervisor
  }

  package let site: SiteID
  package let nodeType: String
  /// The node type, and where the type has several configurations, `-` and four hexadecimal digits
  /// that follow from the hardware and stay the same from harvest to harvest.
  package let name: String
  package let kind: Kind
  package let nodeCount: Int
  package let hardware: NodeHardware
  /// What reserves exactly these nodes; nil for flavors and hypervisors.
  package let selector: SelectorAnswer?

  package init(
    site: SiteID, nodeType: String, name: String, kind: Kind, nodeCount: Int,
    hardware: NodeHardware, selector: SelectorAnswer?
  ) {
    self.site = site
    self.nodeType = nodeType
    self.name = name
    self.kind = kind
    self.nodeCount = nodeCount
    self.hardware = hardware
    self.selector = selector
  }

  /// `name@site`, unique in a catalogue.
  package var qualifiedName: String { "\(name)@\(site)" }
}

/// A `resource_properties` text for a set of nodes, with how well it fits.
package struct SelectorAnswer: Sendable, Hashable {
  package let text: String
  /// The number of other reservable nodes that it matches too; 0 when it is exact.
  package let alsoMatches: Int

  package init(text: String, alsoMatches: Int) {
    self.text = text
    self.alsoMatches = alsoMatches
  }

  package var isExact: Bool { alsoMatches == 0 }
}
