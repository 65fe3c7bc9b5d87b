package import Selectors
package import Testbed

/// What translation needs to know of one site.
package struct SiteInventory: Sendable {
  /// A node of the site.
  package struct Node: Sendable, Hashable {
    package let uid: String
    /// For people; sites also use it as `node_name`.
    package let name: String
    package let nodeType: String
    /// The name of its configuration.
    package let configuration: String
    /// What a selector is compared with.
    package let host: Host

    package init(
      uid: String, name: String, nodeType: String, configuration: String, host: Host
    ) {
      self.uid = uid
      self.name = name
      self.nodeType = nodeType
      self.configuration = configuration
      self.host = host
    }
  }

  package let site: SiteID
  /// Hosts and flavors, no hypervisors.
  package let configurations: [Configuration]
  package let nodes: [Node]

  package init(site: SiteID, configurations: [Configuration], nodes: [Node]) {
    self.site = site
    self.configurations = configurations
    self.nodes = nodes
  }
}
