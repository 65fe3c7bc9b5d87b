import Catalog
import Selectors
import Testbed
import Translation

extension OpenCatalog {
  /// What translation needs to know of a site.
  ///
  /// Where Blazar was asked (`chiport harvest --blazar`), its hosts take the place of the records: a
  /// node that it does not list cannot be reserved. Elsewhere only the name of a host is known:
  /// Ironic's UUID of the node, which is its `uid`.
  ///
  /// - Parameter site: A site of the catalogue.
  /// - Returns: All its nodes, those that cannot be reserved too: their properties exist.
  /// - Throws: `CatalogError`.
  /// - Complexity: O(*n*) in the size of the site's records, all of which are read.
  func inventory(of site: SiteID) throws -> SiteInventory {
    var nodes: [SiteInventory.Node] = []
    let listed = try blazarHosts(of: site)?.hosts
    try catalog.forEachRecord(at: site) { node, record in
      let recorded = Host(
        id: node.uid, properties: record.map { ResourceProperties(record: $0) } ?? [:],
        columns: [.hypervisorHostname: .text(node.uid)],
        isReservable: node.isReservable && listed == nil)
      let host = listed?[node.uid] ?? recorded
      nodes.append(
        SiteInventory.Node(
          uid: node.uid, name: node.name, nodeType: node.nodeType,
          configuration: node.configuration, host: host))
    }
    let configurations = try catalog.configurations(at: [site]).filter { $0.kind != .hypervisor }
    return SiteInventory(site: site, configurations: configurations, nodes: nodes)
  }
}
