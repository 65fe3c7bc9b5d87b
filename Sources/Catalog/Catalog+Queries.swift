package import JSON
import SQLite
package import Testbed

/// A site as the catalogue knows it.
package struct SiteEntry: Sendable, Hashable {
  package let id: SiteID
  /// For example `CHI@TACC`.
  package let name: String
  package let siteClass: String?
  package let source: String
  package let version: String?
  /// UTC, ISO 8601.
  package let harvestedAt: String
  /// Compare with `BundledData.factsVersion`.
  package let factsVersion: String
  /// Records that could not be taken when it was harvested.
  package let leftOut: Int
  /// Nil where they were not counted.
  package let nodeCount: Int?
}

/// A node as the catalogue knows it.
package struct NodeEntry: Sendable, Hashable {
  package let site: SiteID
  package let uid: String
  package let name: String
  package let nodeType: String
  package let isReservable: Bool
  /// The name of its configuration.
  package let configuration: String
}

/// One thing that a harvest changed.
package struct Change: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    case added, removed, changed
  }

  package let harvestedAt: String
  package let site: String
  package let kind: Kind
  package let uid: String
  package let nodeName: String
  /// In Blazar's dotted naming; nil for whole nodes.
  package let property: String?
  package let old: String?
  package let new: String?
}

extension Catalog {
  /// All sites, by `uid`.
  ///
  /// - Parameter countsNodes: False where the numbers of nodes do not matter, to leave the
  ///   configurations unread.
  /// - Returns: The sites.
  /// - Throws: `CatalogError`.
  package func sites(countsNodes: Bool = true) throws(CatalogError) -> [SiteEntry] {
    let count = """
      (SELECT coalesce(sum(node_count), 0) FROM configuration
       WHERE site = site.uid AND kind <> 'flavor')
      """
    return try query(
      """
      SELECT uid, name, site_class, source, version, harvested_at, facts, left_out,
        \(countsNodes ? count : "NULL")
      FROM site ORDER BY uid
      """
    ) { row in
      SiteID(row.text(0) ?? "").map {
        SiteEntry(
          id: $0, name: row.text(1) ?? "", siteClass: row.text(2), source: row.text(3) ?? "",
          version: row.text(4), harvestedAt: row.text(5) ?? "",
          factsVersion: row.text(6) ?? "", leftOut: row.integer(7) ?? 0,
          nodeCount: row.integer(8))
      }
    }.compactMap { $0 }
  }

  /// The configurations of some sites, by site, node type, size and name.
  ///
  /// - Parameters:
  ///   - sites: The sites; nil for all.
  ///   - isSorted: False where the order does not matter, which saves a sixth of the time.
  /// - Returns: The configurations.
  /// - Throws: `CatalogError`.
  /// - Complexity: O(*n* log *n*) in the number of configurations, whatever the number of nodes.
  package func configurations(
    at sites: [SiteID]? = nil, isSorted: Bool = true
  ) throws(CatalogError) -> [Configuration] {
    var filter = ""
    if let sites {
      filter = "WHERE site IN (\(sites.map { _ in "?" }.joined(separator: ", ")))"
    }
    return try configurations(
      where: filter, (sites ?? []).map { .text($0.text) }, isSorted: isSorted)
  }

  /// The configurations of one node type or flavor, or the one of this name, at all sites.
  package func configurations(named name: String) throws(CatalogError) -> [Configuration] {
    let found = try configurations(where: "WHERE node_type = ?", [.text(name)])
    guard found.isEmpty else { return found }
    // The index on names is one on sites and names.
    return try configurations(
      where: "WHERE site IN (SELECT uid FROM site) AND name = ?", [.text(name)])
  }

  private func configurations(
    where filter: String, _ values: [SQLValue], isSorted: Bool = true
  ) throws(CatalogError) -> [Configuration] {
    // Appended here rather than mapped: there may be thousands, and they are large to copy.
    var found: [Configuration] = []
    var reader = HardwareReader(from: 7)
    _ = try query(
      """
      SELECT site, node_type, name, kind, node_count, selector, also_matches,
        \(HardwareColumns.list)
      FROM configuration \(filter)
      \(isSorted ? "ORDER BY site, node_type, node_count DESC, name" : "")
      """, values
    ) { row in
      guard let site = SiteID(row.text(0) ?? ""),
        let kind = Configuration.Kind(rawValue: row.text(3) ?? "")
      else { return }
      found.append(
        Configuration(
          site: site, nodeType: row.text(1) ?? "", name: row.text(2) ?? "", kind: kind,
          nodeCount: row.integer(4) ?? 0, hardware: reader.hardware(row),
          selector: row.text(5).map {
            SelectorAnswer(text: $0, alsoMatches: row.integer(6) ?? 0)
          }))
    }
    return found
  }

  /// The names of all node types and flavors, with their sites.
  package func nodeTypes() throws(CatalogError) -> [(nodeType: String, site: String)] {
    try query("SELECT DISTINCT node_type, site FROM configuration ORDER BY node_type, site") {
      ($0.text(0) ?? "", $0.text(1) ?? "")
    }
  }

  /// The nodes whose `uid` or name is `name`.
  package func nodes(named name: String) throws(CatalogError) -> [NodeEntry] {
    try nodes(where: "node.uid = ? OR node.name = ?", [.text(name), .text(name)])
  }

  /// The nodes of one configuration, by name.
  package func nodes(
    of configuration: String, at site: SiteID
  ) throws(CatalogError) -> [NodeEntry] {
    try nodes(
      where: "configuration.site = ? AND configuration.name = ?",
      [.text(site.text), .text(configuration)])
  }

  private func nodes(
    where condition: String, _ values: [SQLValue]
  ) throws(CatalogError) -> [NodeEntry] {
    try query(
      """
      SELECT node.site, node.uid, node.name, node.node_type, node.reservable, configuration.name
      FROM node JOIN configuration ON configuration.id = node.configuration
      WHERE \(condition) ORDER BY node.site, node.name
      """, values
    ) { row in
      SiteID(row.text(0) ?? "").map {
        NodeEntry(
          site: $0, uid: row.text(1) ?? "", name: row.text(2) ?? "", nodeType: row.text(3) ?? "",
          isReservable: row.integer(4) != 0, configuration: row.text(5) ?? "")
      }
    }.compactMap { $0 }
  }

  /// Calls `body` with every node of a site and its record, by name.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - nodeType: Only nodes of this type; nil for all.
  ///   - body: Gets the node, and its record or nil where that cannot be read.
  /// - Throws: `CatalogError`.
  package func forEachRecord(
    at site: SiteID, ofType nodeType: String? = nil, _ body: (NodeEntry, JSONValue?) -> Void
  ) throws(CatalogError) {
    _ = try query(
      """
      SELECT node.uid, node.name, node.node_type, node.reservable, configuration.name, record
      FROM node JOIN node_record ON node_record.node = node.id
        JOIN configuration ON configuration.id = node.configuration
      WHERE node.site = ?1 AND (?2 IS NULL OR node.node_type = ?2) ORDER BY node.name
      """, [.text(site.text), SQLValue(nodeType)]
    ) { row in
      let entry = NodeEntry(
        site: site, uid: row.text(0) ?? "", name: row.text(1) ?? "", nodeType: row.text(2) ?? "",
        isReservable: row.integer(3) != 0, configuration: row.text(4) ?? "")
      body(entry, row.text(5).flatMap { try? JSONValue(parsing: $0) })
    }
  }

  /// The record of one node.
  package func record(of node: NodeEntry) throws(CatalogError) -> JSONValue? {
    try query(
      """
      SELECT record FROM node_record JOIN node ON node.id = node_record.node
      WHERE site = ? AND uid = ?
      """, [.text(node.site.text), .text(node.uid)]
    ) { $0.text(0) }.first.flatMap { $0 }.flatMap { try? JSONValue(parsing: $0) }
  }

  /// What harvests changed, newest first.
  ///
  /// - Parameters:
  ///   - since: Only changes harvested on this day or time or later (ISO 8601, a prefix will do).
  ///   - node: Only those of the node with this name or `uid`.
  ///   - sites: Only those at these sites; nil for all.
  ///   - limit: At most this many.
  /// - Returns: The changes, within one harvest by site and node.
  /// - Throws: `CatalogError`.
  package func changes(
    since: String? = nil, node: String? = nil, sites: [SiteID]? = nil, limit: Int = 10_000
  ) throws(CatalogError) -> [Change] {
    let places = (sites ?? []).indices.map { "?\($0 + 4)" }.joined(separator: ", ")
    return try query(
      """
      SELECT harvested_at, site, kind, uid, node_name, property, old, new FROM change
      WHERE (?1 IS NULL OR harvested_at >= ?1) AND (?2 IS NULL OR uid = ?2 OR node_name = ?2)
        \(sites == nil ? "" : "AND site IN (\(places))")
      ORDER BY harvested_at DESC, site, node_name, id LIMIT ?3
      """,
      [SQLValue(since), SQLValue(node), .integer(limit)] + (sites ?? []).map { .text($0.text) }
    ) { row in
      Change(
        harvestedAt: row.text(0) ?? "", site: row.text(1) ?? "",
        kind: Change.Kind(rawValue: row.text(2) ?? "") ?? .changed, uid: row.text(3) ?? "",
        nodeName: row.text(4) ?? "", property: row.text(5), old: row.text(6), new: row.text(7))
    }
  }
}
