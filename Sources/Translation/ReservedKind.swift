package import Selectors

/// What a selector asks for.
package enum ReservedKind: String, Sendable {
  case hosts
  case networks
  case devices

  /// - Parameters:
  ///   - selector: What was written.
  ///   - resourceType: The `resource_type` of the reservation; nil where it is not known.
  ///   - hosts: Those of the site: one of them may have a property of that name after all.
  package init(of selector: Selector, resourceType: String? = nil, among hosts: [Host] = []) {
    switch resourceType {
    case "network": self = .networks
    case "device": self = .devices
    case .some: self = .hosts
    case nil:
      let names = selector.leaves.map(\.name)
      let isOfHosts = names.contains { name in hosts.contains { $0.properties[name] != nil } }
      if !isOfHosts, names.contains(where: NetworkSelectorRules.deviceNames.contains) {
        self = .devices
      } else if !isOfHosts, names.contains(where: NetworkSelectorRules.networkNames.contains) {
        self = .networks
      } else {
        self = .hosts
      }
    }
  }
}
