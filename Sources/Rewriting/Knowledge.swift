package import Hardware
package import Testbed

/// What is known of the testbed besides hardware.
package struct Knowledge: Sendable {
  let facts: Facts
  /// Site and name of every node type in the catalogue.
  let nodeTypes: [(nodeType: String, site: SiteID)]
  /// The site of the node with a UUID or name; nil for anything else.
  let siteOfNode: @Sendable (String) -> SiteID?

  package init(
    facts: Facts, nodeTypes: [(nodeType: String, site: SiteID)],
    siteOfNode: @escaping @Sendable (String) -> SiteID?
  ) {
    self.facts = facts
    self.nodeTypes = nodeTypes
    self.siteOfNode = siteOfNode
  }
}
