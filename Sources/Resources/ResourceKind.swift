/// The kinds of resources that an inventory has.
package enum ResourceKind: String, Sendable, Hashable, CaseIterable {
  case image, network, subnet, flavor
  case keyPair = "key_pair"
  case securityGroup = "security_group"
  case share, container, instance
  case floatingIP = "floating_ip"

  /// One of them, for people: `key pair`.
  package var label: String {
    switch self {
    case .floatingIP: "floating IP"
    default: rawValue.replacing("_", with: " ")
    }
  }

  /// Several of them, as members of inventories are called: `key_pairs`.
  package var plural: String { rawValue + "s" }

  /// What the `openstack` client calls it: `server` for an instance.
  ///
  /// Source: python-openstackclient 8, its command list.
  package var command: String {
    switch self {
    case .keyPair: "keypair"
    case .securityGroup: "security group"
    case .floatingIP: "floating ip"
    case .instance: "server"
    default: rawValue
    }
  }
}
