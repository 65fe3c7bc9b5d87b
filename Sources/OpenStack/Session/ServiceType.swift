/// A kind of service in a catalogue, by its official name.
///
/// Source: the service types authority, https://service-types.openstack.org/service-types.json
package enum ServiceType: String, Sendable, Hashable, CaseIterable {
  case identity
  case compute
  case image
  case network
  case reservation
  case objectStore = "object-store"
  case sharedFileSystem = "shared-file-system"
  case blockStorage = "block-storage"
  case orchestration
  case bareMetal = "baremetal"
  case loadBalancer = "load-balancer"
  case container = "application-container"

  /// Other names under which catalogues have it, newest first.
  var aliases: [String] {
    switch self {
    case .sharedFileSystem: ["sharev2", "share"]
    case .blockStorage: ["volumev3", "volumev2", "volume", "block-store"]
    case .bareMetal: ["bare-metal"]
    case .container: ["container"]
    case .reservation: ["lease"]
    default: []
    }
  }

  /// The official name and the aliases, in the order in which they are looked for.
  var names: [String] { [rawValue] + aliases }

  /// The service as people know it, for messages.
  package var title: String {
    switch self {
    case .identity: "Keystone"
    case .compute: "Nova"
    case .image: "Glance"
    case .network: "Neutron"
    case .reservation: "Blazar"
    case .objectStore: "object store"
    case .sharedFileSystem: "Manila"
    case .blockStorage: "Cinder"
    case .orchestration: "Heat"
    case .bareMetal: "Ironic"
    case .loadBalancer: "Octavia"
    case .container: "Zun"
    }
  }
}
