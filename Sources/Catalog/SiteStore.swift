import Hardware
import JSON
import SQLite
import Selectors
import Testbed

/// The statements that replace one site, inside one transaction.
struct SiteStore {
  let connection: Connection
  let snapshot: SiteSnapshot
  let facts: Facts

  private var site: SQLValue { .text(snapshot.id.text) }

  func replace(
    groups: [ConfigurationGroups.Group], indexOfNumber: [Int],
    readings: [(group: Int, reading: NodeReading)], kinds: [SiteStage.Kind]
  ) throws -> StoreReport {
    let wasKnown =
      try connection.query("SELECT 1 FROM site WHERE uid = ?", [site]) { _ in true }.first ?? false
    let counts = wasKnown ? try recordChanges() : (added: 0, removed: 0, changed: 0)
    try removeSite()
    try insertSite()
    let rows = try insertConfigurations(groups, indexOfNumber)
    try SelectorTable(connection: connection, kinds: kinds, configurations: rows).fill()
    try insertReadings(readings)
    let nodeCount = try insertNodes()
    let leftOut = try insertFlavors()
    try connection.run("DELETE FROM staged WHERE site = ?", [site])
    return StoreReport(
      site: snapshot.id, nodeCount: nodeCount, configurationCount: groups.count,
      added: counts.added, removed: counts.removed, changed: counts.changed, wasKnown: wasKnown,
      leftOut: leftOut)
  }

  /// Removes the site; nothing of it must be staged.
  func remove() throws {
    try connection.run("DELETE FROM staged WHERE site = ?", [site])
    _ = try recordChanges()
    try connection.run("DELETE FROM calendar WHERE site = ?", [site])
    try connection.run("DELETE FROM blazar WHERE site = ?", [site])
    try removeSite()
  }

  /// Children first, so that the cascades have nothing left to search for.
  private func removeSite() throws(SQLiteError) {
    let nodes = "(SELECT id FROM node WHERE site = ?)"
    try connection.run("DELETE FROM node_record WHERE node IN \(nodes)", [site])
    try connection.run("DELETE FROM node WHERE site = ?", [site])
    try connection.run(
      "DELETE FROM reading WHERE configuration IN (SELECT id FROM configuration WHERE site = ?)",
      [site])
    try connection.run("DELETE FROM configuration WHERE site = ?", [site])
    try connection.run("DELETE FROM site WHERE uid = ?", [site])
  }

  private func insertSite() throws(SQLiteError) {
    let record = snapshot.record
    try connection.run(
      "INSERT INTO site VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        site, .text(record["name"]?.string ?? snapshot.id.text),
        SQLValue(record["site_class"]?.string), .text(record.sorted.compact),
        .text(snapshot.source), SQLValue(snapshot.version), .text(snapshot.harvestedAt),
        .text(BundledData.factsVersion),
        .integer(snapshot.leftOut),
      ])
    for cluster in snapshot.clusters {
      try connection.run(
        "INSERT OR IGNORE INTO cluster VALUES (?, ?, ?)",
        [site, .text(cluster.uid), .text(cluster.record.sorted.compact)])
    }
  }

  /// The row of each number's configuration.
  private func insertConfigurations(
    _ groups: [ConfigurationGroups.Group], _ indexOfNumber: [Int]
  ) throws(SQLiteError) -> [Int] {
    var rows = indexOfNumber
    try connection.run("DELETE FROM staged_group")
    let numbers = Dictionary(grouping: indexOfNumber.indices) { indexOfNumber[$0] }
    for (index, group) in groups.enumerated() {
      try insertConfiguration(
        nodeType: group.nodeType, name: group.name, kind: group.kind, nodeCount: group.nodeCount,
        hardware: group.hardware)
      let id = connection.lastInsertRowID
      for number in numbers[index] ?? [] {
        rows[number] = id
        try connection.run(
          "INSERT INTO staged_group VALUES (?, ?)", [.integer(number), .integer(id)])
      }
    }
    return rows
  }

  private func insertConfiguration(
    nodeType: String, name: String, kind: Configuration.Kind, nodeCount: Int,
    hardware: NodeHardware
  ) throws(SQLiteError) {
    try connection.run(
      """
      INSERT INTO configuration (site, node_type, name, kind, node_count, \(HardwareColumns.list))
      VALUES (?, ?, ?, ?, ?, \(HardwareColumns.placeholders))
      """,
      [site, .text(nodeType), .text(name), .text(kind.rawValue), .integer(nodeCount)]
        + HardwareColumns.values(hardware))
  }

  private func insertReadings(
    _ readings: [(group: Int, reading: NodeReading)]
  ) throws(SQLiteError) {
    try connection.run("DELETE FROM staged_reading")
    for (number, (group, reading)) in readings.enumerated() {
      try connection.run(
        """
        INSERT INTO reading (configuration, \(HardwareColumns.list), \(RawColumns.list))
        VALUES ((SELECT configuration FROM staged_group WHERE number = ?),
          \(HardwareColumns.placeholders), \(RawColumns.placeholders))
        """,
        [.integer(group)] + HardwareColumns.values(reading.hardware)
          + RawColumns.values(reading.raw))
      try connection.run(
        "INSERT INTO staged_reading VALUES (?, ?)",
        [.integer(number), .integer(connection.lastInsertRowID)])
    }
  }

  private func insertNodes() throws(SQLiteError) -> Int {
    try connection.run(
      """
      INSERT INTO node (site, cluster, uid, name, node_type, reservable, configuration, reading)
      SELECT site, cluster, uid, name, node_type, reservable, staged_group.configuration,
        staged_reading.reading
      FROM staged JOIN staged_group ON staged_group.number = group_number
        JOIN staged_reading ON staged_reading.number = reading_number
      WHERE site = ? ORDER BY name, uid
      """, [site])
    try connection.run(
      """
      INSERT INTO node_record
      SELECT node.id, staged.record FROM node JOIN staged USING (site, uid) WHERE node.site = ?
      ORDER BY node.id
      """, [site])
    return try connection.query("SELECT count(*) FROM node WHERE site = ?", [site]) {
      $0.integer(0) ?? 0
    }.first ?? 0
  }

  /// A flavor is a configuration too: it can replace hardware, as a virtual machine.
  ///
  /// - Returns: The names that were taken already; those flavors are left out.
  private func insertFlavors() throws(SQLiteError) -> [String] {
    let reader = FlavorReader(facts: facts, site: snapshot.id)
    var leftOut: [String] = []
    for record in snapshot.flavors {
      guard let flavor = reader.read(record) else { continue }
      let isTaken = try connection.query(
        "SELECT 1 FROM configuration WHERE site = ? AND name = ?", [site, .text(flavor.name)]
      ) { _ in true }.first
      guard isTaken == nil else {
        leftOut.append(flavor.name)
        continue
      }
      try connection.run(
        "INSERT INTO flavor VALUES (?, ?, ?)",
        [site, .text(flavor.name), .text(record.sorted.compact)])
      try insertConfiguration(
        nodeType: flavor.name, name: flavor.name, kind: .flavor,
        nodeCount: flavor.instanceCount ?? 0, hardware: flavor.hardware)
    }
    return leftOut
  }
}

extension SiteStore {
  /// Writes down which nodes came, went and changed, property by property.
  private func recordChanges() throws -> (added: Int, removed: Int, changed: Int) {
    let added = try recordWholeNodes(
      .added, from: "staged", without: "node", name: "a.name")
    let removed = try recordWholeNodes(
      .removed, from: "node", without: "staged", name: "a.name")
    return (added, removed, try recordChangedProperties())
  }

  /// The number of nodes with a changed property; their records are read one by one.
  private func recordChangedProperties() throws -> Int {
    let different = try connection.prepare(
      """
      SELECT node.id, staged.id, node.uid, staged.name
      FROM staged JOIN node USING (site, uid) JOIN node_record ON node_record.node = node.id
      WHERE staged.site = ? AND node_record.record <> staged.record ORDER BY staged.name, staged.uid
      """)
    defer { different.reset() }
    try different.bind([site])
    var changed = 0
    while try different.step() {
      let records = try connection.query(
        """
        SELECT (SELECT record FROM node_record WHERE node = ?), record FROM staged WHERE id = ?
        """, [SQLValue(different.integer(0)), SQLValue(different.integer(1))]
      ) { ($0.text(0) ?? "", $0.text(1) ?? "") }
      let differences = try records.flatMap { try SiteStore.differences(from: $0.0, to: $0.1) }
      if !differences.isEmpty { changed += 1 }
      for difference in differences {
        try connection.run(
          """
          INSERT INTO change (harvested_at, site, kind, uid, node_name, property, old, new)
          VALUES (?, ?, 'changed', ?, ?, ?, ?, ?)
          """,
          [
            .text(snapshot.harvestedAt), site, SQLValue(different.text(2)),
            SQLValue(different.text(3)), .text(difference.property), SQLValue(difference.old),
            SQLValue(difference.new),
          ])
      }
    }
    return changed
  }

  private func recordWholeNodes(
    _ kind: Change.Kind, from: String, without: String, name: String
  ) throws(SQLiteError) -> Int {
    try connection.query(
      """
      INSERT INTO change (harvested_at, site, kind, uid, node_name)
      SELECT ?1, ?2, ?3, a.uid, \(name) FROM \(from) AS a
      WHERE a.site = ?2 AND NOT EXISTS (
        SELECT 1 FROM \(without) AS b WHERE b.site = a.site AND b.uid = a.uid)
      ORDER BY a.name RETURNING 1
      """,
      [.text(snapshot.harvestedAt), site, .text(kind.rawValue)]
    ) { _ in 1 }.count
  }

  /// The properties that differ between two records, by name.
  ///
  /// - Throws: `JSONError` for a text that is no record: a node without properties would be told as
  ///   one that lost them all.
  static func differences(
    from old: String, to new: String
  ) throws(JSONError) -> [(property: String, old: String?, new: String?)] {
    func members(_ text: String) throws(JSONError) -> [String: JSONValue] {
      let members = try JSONValue(parsing: text).members ?? []
      return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
    let old = try members(old)
    let new = try members(new)
    // Only what differs is taken apart: mostly one of many members.
    func properties(
      _ members: [String: JSONValue], besides others: [String: JSONValue]
    ) -> [String: String] {
      let different = members.filter { others[$0.key] != $0.value }
      let record = JSONValue.object(different.map { .init($0.key, $0.value) })
      let pairs = ResourceProperties(record: record).sorted.map { ($0.name, $0.value) }
      return Dictionary(pairs, uniquingKeysWith: { $1 })
    }
    let before = properties(old, besides: new)
    let after = properties(new, besides: old)
    return Set(before.keys).union(after.keys).sorted().compactMap { name in
      before[name] == after[name] ? nil : (name, before[name], after[name])
    }
  }
}
