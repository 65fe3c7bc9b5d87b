import Selectors
import Testbed

/// The nodes of a site that can be reserved, found by what they are.
struct SiteIndex: Sendable {
  let inventory: SiteInventory
  /// One for each node, in the order of the inventory.
  let hosts: [Host]
  /// Those that can be reserved as hosts, by name.
  let configurations: [Configuration]
  private let byName: [String: Configuration]
  private let members: [String: Set<Int>]

  init(_ inventory: SiteInventory) {
    self.inventory = inventory
    hosts = inventory.nodes.map(\.host)
    configurations = inventory.configurations.filter { $0.kind == .host }
      .sorted { $0.name < $1.name }
    byName = Dictionary(configurations.map { ($0.name, $0) }) { first, _ in first }
    let reservable = inventory.nodes.indices.filter { inventory.nodes[$0].host.isReservable }
    members = Dictionary(grouping: reservable) { inventory.nodes[$0].configuration }
      .mapValues { Set($0) }
  }

  /// The configurations of a node type.
  func configurations(ofType name: String) -> [Configuration] {
    configurations.filter { $0.nodeType == name }
  }

  func configuration(named name: String) -> Configuration? { byName[name] }

  /// The nodes of a configuration that can be reserved.
  func nodes(of configuration: Configuration) -> Set<Int> { members[configuration.name] ?? [] }

  /// The configurations of some nodes with how many of these each has, most first.
  func configurations(of nodes: some Sequence<Int>) -> [(configuration: Configuration, nodes: Int)]
  {
    let counts = Dictionary(grouping: nodes) { inventory.nodes[$0].configuration }
      .mapValues(\.count)
    return counts.compactMap { name, count in byName[name].map { ($0, count) } }
      .sorted { ($1.nodes, $0.configuration.name) < ($0.nodes, $1.configuration.name) }
  }

  /// The nodes that match; none where Blazar refuses the selector.
  func nodes(matching selector: Selector) -> Set<Int> {
    Set((try? selector.match(among: hosts))?.hosts ?? [])
  }
}
