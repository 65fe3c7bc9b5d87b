import SQLite
import Selectors

/// Fills the selectors of a site's configurations, inside the transaction that stores it.
///
/// Only reservable nodes count: Blazar never gives the others. Those that no selector can tell apart
/// are one host of the synthesiser, so the work does not grow with the number of nodes.
struct SelectorTable {
  let connection: Connection
  let kinds: [SiteStage.Kind: Int]
  /// The row of each group's configuration.
  let configurations: [Int]

  func fill() throws(SQLiteError) {
    // In an order that depends on nothing but what they are.
    let hosts = kinds.map { (kind: $0.key, count: $0.value) }.sorted { $0.kind < $1.kind }
    var members: [Int: [Int]] = [:]
    for (index, host) in hosts.enumerated() {
      members[configurations[host.kind.group], default: []].append(index)
    }
    var synthesiser = SelectorSynthesiser(
      nodeTypes: hosts.map(\.kind.nodeType), weights: hosts.map(\.count)
    ) { hosts[$0].kind.properties.properties }
    for (configuration, group) in members.sorted(by: { $0.key < $1.key }) {
      guard let answer = synthesiser.selector(for: group) else { continue }
      try connection.run(
        "UPDATE configuration SET selector = ?, also_matches = ? WHERE id = ?",
        [
          .text(answer.selector.description), .integer(answer.alsoMatches),
          .integer(configuration),
        ])
    }
  }
}
