package import Hardware
package import JSON
import SQLite
package import Testbed

/// A catalogue that is open for writing.
///
/// Nodes are staged in a temporary database first, in any number, so that memory stays small and
/// nobody is kept from reading; `store` then replaces a whole site in one transaction. Until it has
/// committed, readers see the old site; killed at any moment, the file is old or new.
///
/// Use it from one task at a time. Two processes may write to one file; they take turns.
package final class CatalogWriter {
  let connection: Connection
  let facts: Facts
  private let path: String

  /// Opens the file at `path`, makes it when there is none, and brings old ones to this schema.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - facts: What flavors are described with.
  /// - Throws: `CatalogError`; a file that is no catalogue is left as it is.
  package init(path: String, facts: Facts) throws(CatalogError) {
    self.path = path
    self.facts = facts
    switch CatalogPath(path: path).problem {
    case nil, .notFound: break
    case .some(let problem): throw problem
    }
    do {
      connection = try Connection(path: path, mode: .create, busyTimeoutInMilliseconds: 60_000)
      try connection.execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = FILE")
    } catch {
      throw Catalog.translated(error, path: path)
    }
    try migrate()
    do {
      try connection.execute(CatalogWriter.stagingTables)
    } catch {
      throw Catalog.translated(error, path: path)
    }
  }

  private func migrate() throws(CatalogError) {
    do {
      try connection.transaction {
        let version = try connection.integer("PRAGMA user_version")
        let isNew =
          try version == 0 && connection.integer("PRAGMA application_id") == 0
          && connection.integer("SELECT count(*) FROM sqlite_schema") == 0
        if !isNew { try Catalog.check(connection, path: path) }
        guard version < Schema.version else { return }
        for step in Schema.steps[version...] { try connection.execute(step) }
        try connection.execute("PRAGMA user_version = \(Schema.version)")
      }
    } catch let error as CatalogError {
      throw error
    } catch let error as SQLiteError {
      throw Catalog.translated(error, path: path)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
  }

  private static let stagingTables = """
    -- Records come in the order of the rows: a tree of large rows by uid would be moved about.
    CREATE TEMP TABLE staged (
      id INTEGER PRIMARY KEY, site TEXT NOT NULL, cluster TEXT NOT NULL, uid TEXT NOT NULL, name TEXT NOT NULL,
      node_type TEXT NOT NULL, reservable INTEGER NOT NULL, group_number INTEGER NOT NULL,
      reading_number INTEGER NOT NULL, record TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX temp.staged_by_uid ON staged (site, uid);
    CREATE TEMP TABLE staged_group (
      number INTEGER PRIMARY KEY, configuration INTEGER NOT NULL
    ) STRICT;
    CREATE TEMP TABLE staged_reading (
      number INTEGER PRIMARY KEY, reading INTEGER NOT NULL
    ) STRICT;
    """

  /// Begins to stage a site; what was staged of it before is dropped.
  ///
  /// - Parameter site: The site.
  /// - Returns: What `add` and `store` take.
  /// - Throws: `CatalogError`.
  package func beginStaging(_ site: SiteID) throws(CatalogError) -> SiteStage {
    try run("DELETE FROM staged WHERE site = ?", [.text(site.text)])
    try Catalog.wrap { () throws(SQLiteError) in
      try connection.execute("SAVEPOINT staging; RELEASE staging")
    }
    return SiteStage(site: site)
  }

  /// Stages nodes.
  ///
  /// - Parameters:
  ///   - nodes: Nodes of one cluster with their readings.
  ///   - stage: What `beginStaging` returned.
  /// - Returns: The `uid`s of nodes that were staged before and are left out.
  /// - Throws: `CatalogError`.
  package func add(
    _ nodes: [StagedNode], to stage: inout SiteStage
  ) throws(CatalogError) -> [String] {
    var repeated: [String] = []
    do {
      try connection.execute("SAVEPOINT staging")
      let insert = try connection.prepare(
        "INSERT INTO staged VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      let search = try connection.prepare("SELECT 1 FROM staged WHERE site = ? AND uid = ?")
      for node in nodes {
        try search.bind([.text(stage.site.text), .text(node.reading.uid)])
        let isKnown = try search.step()
        search.reset()
        guard !isKnown else {
          repeated.append(node.reading.uid)
          continue
        }
        let (group, reading) = try stage.number(node)
        try insert.bind([
          .text(stage.site.text), .text(node.cluster), .text(node.reading.uid),
          .text(node.reading.nodeName), .text(node.reading.nodeType),
          .integer(node.reading.isReservable ? 1 : 0), .integer(group), .integer(reading),
          .text(node.record),
        ])
        while try insert.step() {}
        insert.reset()
      }
      try connection.execute("RELEASE staging")
    } catch let error as JSONError {
      // The site fails alone: the next one must not be staged inside this savepoint.
      try Catalog.wrap { () throws(SQLiteError) in
        try connection.execute("ROLLBACK TO staging; RELEASE staging")
      }
      throw .inconsistent(site: stage.site.text, reason: "a record cannot be read back: \(error)")
    } catch let error as SQLiteError {
      throw Catalog.translated(error, path: path)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
    return repeated
  }

  /// Replaces a site by what was staged, in one transaction, and writes down what changed.
  ///
  /// - Parameters:
  ///   - snapshot: The site's record, clusters and flavors.
  ///   - stage: What was staged of its nodes.
  /// - Returns: What changed.
  /// - Throws: `CatalogError`; then the catalogue is as it was.
  package func store(
    _ snapshot: SiteSnapshot, _ stage: consuming SiteStage
  ) throws(CatalogError) -> StoreReport {
    let readings = stage.readings
    let kinds = stage.kinds
    let (groups, indexOfNumber) = stage.groups.finish()
    let store = SiteStore(connection: connection, snapshot: snapshot, facts: facts)
    do {
      return try connection.transaction {
        try store.replace(
          groups: groups, indexOfNumber: indexOfNumber, readings: readings, kinds: kinds)
      }
    } catch let error as SQLiteError where error.code.primary == .constraint {
      throw .inconsistent(site: snapshot.id.text, reason: error.message)
    } catch let error as SQLiteError {
      throw Catalog.translated(error, path: path)
    } catch let error as CatalogError {
      throw error
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
  }

  /// Removes a site that is no more, and writes down that its nodes are gone.
  ///
  /// - Parameters:
  ///   - site: The site; nothing happens when the catalogue does not have it.
  ///   - harvestedAt: The time to write down.
  /// - Throws: `CatalogError`; then the catalogue is as it was.
  package func remove(_ site: SiteID, at harvestedAt: String) throws(CatalogError) {
    let snapshot = SiteSnapshot(
      id: site, record: .null, source: "", version: nil, harvestedAt: harvestedAt)
    let store = SiteStore(connection: connection, snapshot: snapshot, facts: facts)
    do {
      try connection.transaction { try store.remove() }
    } catch let error as SQLiteError {
      throw Catalog.translated(error, path: path)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
  }

  /// Replaces the devices of CHI@Edge.
  ///
  /// - Parameter devices: The records; those without a `uuid` are left out.
  /// - Returns: How many were stored.
  /// - Throws: `CatalogError`; then the catalogue is as it was.
  package func store(devices: [JSONValue]) throws(CatalogError) -> Int {
    do {
      return try connection.transaction {
        try connection.run("DELETE FROM device")
        var count = 0
        for device in devices {
          guard let uuid = device["uuid"]?.string else { continue }
          try connection.run(
            "INSERT OR REPLACE INTO device VALUES (?, ?, ?, ?)",
            [
              .text(uuid), SQLValue(device["device_name"]?.string),
              SQLValue(device["device_type"]?.string), .text(device.sorted.compact),
            ])
          count += 1
        }
        return count
      }
    } catch let error as SQLiteError {
      throw Catalog.translated(error, path: path)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
  }

  /// The catalogue through the same connection, for what is known before a harvest.
  package var reader: Catalog { Catalog(connection: connection, origin: .file(path)) }

  func run(_ sql: String, _ values: [SQLValue]) throws(CatalogError) {
    do { try connection.run(sql, values) } catch { throw Catalog.translated(error, path: path) }
  }
}
