import JSON
import SQLite
import Selectors
import Testbed

/// Fills the selectors of a site's configurations, inside the transaction that stores it.
///
/// Only reservable nodes count: Blazar never gives the others.
struct SelectorTable {
  let connection: Connection
  let site: SiteID

  func fill() throws {
    let hosts = try connection.query(
      """
      SELECT staged.uid, staged.node_type, staged_group.configuration
      FROM staged JOIN staged_group ON staged_group.number = group_number
      WHERE site = ? AND reservable = 1 ORDER BY staged.node_type, staged.uid
      """, [.text(site.text)]
    ) { ($0.text(0) ?? "", $0.text(1) ?? "", $0.integer(2) ?? 0) }
    var members: [Int: [Int]] = [:]
    for (index, host) in hosts.enumerated() { members[host.2, default: []].append(index) }
    let record = try connection.prepare("SELECT record FROM staged WHERE site = ? AND uid = ?")
    var synthesiser = SelectorSynthesiser(nodeTypes: hosts.map(\.1)) { index in
      properties(of: hosts[index].0, record)
    }
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

  /// The properties of one staged node; none for a record that cannot be read back, which then no
  /// selector beyond its node type can tell from others.
  private func properties(of uid: String, _ statement: Statement) -> ResourceProperties {
    defer { statement.reset() }
    guard (try? statement.bind([.text(site.text), .text(uid)])) != nil,
      (try? statement.step()) == true, let text = statement.text(0),
      let record = try? JSONValue(parsing: text)
    else { return [:] }
    return ResourceProperties(record: record)
  }
}
