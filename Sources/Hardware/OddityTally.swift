package import Testbed

/// Oddities of many records, counted.
package struct OddityTally: Sendable {
  /// Nodes of one type at one site for which one rule gave one reason.
  package struct Group: Sendable, Hashable {
    package let site: SiteID
    package let nodeType: String
    /// What was found in the record of the first of `nodes`.
    package let oddity: Oddity
    /// The names of the nodes, in the order in which they were added, each once.
    package fileprivate(set) var nodes: [String]
  }

  private struct Key: Hashable {
    let site: SiteID
    let nodeType: String
    let rule: String
    let reason: String
  }

  private var groupsByKey: [Key: Group] = [:]

  package init() {}

  /// Adds what was odd in the record of one node.
  package mutating func add(_ oddities: [Oddity], node: String, nodeType: String, site: SiteID) {
    for oddity in oddities {
      let key = Key(site: site, nodeType: nodeType, rule: oddity.rule, reason: oddity.reason)
      let empty = Group(site: site, nodeType: nodeType, oddity: oddity, nodes: [])
      if groupsByKey[key, default: empty].nodes.last != node {
        groupsByKey[key, default: empty].nodes.append(node)
      }
    }
  }

  /// The groups by site, node type, number of nodes (large first), rule and reason.
  package var groups: [Group] {
    groupsByKey.values.sorted { a, b in
      if a.site != b.site { return a.site < b.site }
      if a.nodeType != b.nodeType { return a.nodeType < b.nodeType }
      if a.nodes.count != b.nodes.count { return a.nodes.count > b.nodes.count }
      return (a.oddity.rule, a.oddity.reason) < (b.oddity.rule, b.oddity.reason)
    }
  }
}
