import SQLite
import Selectors

/// Fills the selectors of a site's configurations, inside the transaction that stores it.
///
/// Only reservable nodes count: Blazar never gives the others. Those that no selector can tell apart
/// are one host of the synthesiser, so the work does not grow with the number of nodes.
struct SelectorTable {
  let connection: Connection
  let kinds: [SiteStage.Kind]
  /// The row of each group's configuration.
  let configurations: [Int]

  func fill() throws(SQLiteError) {
    // In an order that does not depend on the order in which the nodes came.
    let hosts = kinds.sorted { a, b in
      if a.nodeType != b.nodeType { return a.nodeType < b.nodeType }
      return a.key == b.key ? a.group < b.group : a.key < b.key
    }
    var members: [Int: [Int]] = [:]
    for (index, host) in hosts.enumerated() {
      members[configurations[host.group], default: []].append(index)
    }
    var synthesiser = SelectorSynthesiser(
      nodeTypes: hosts.map(\.nodeType), weights: hosts.map(\.nodeCount)
    ) { hosts[$0].properties }
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
