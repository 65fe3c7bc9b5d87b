import Catalog
import Hardware
import JSON
import SQLite
import TestSupport
import Testbed
import Testing

/// A catalogue in a temporary folder.
struct CatalogFixture {
  static let facts = Result { try BundledData.facts() }
  static let version = "5da05905da05905da05905da05905da05905da05"

  let folder: TemporaryFolder
  var path: String { folder["catalog.sqlite"] }

  init() throws { folder = try TemporaryFolder() }

  func writer() throws -> CatalogWriter {
    try CatalogWriter(path: path, facts: try Self.facts.get())
  }

  func reader() throws -> Catalog { try Catalog.open(path, exists: true) }

  /// The file without any of the program's code above SQLite.
  func connection() throws -> Connection { try Connection(path: path, mode: .readWrite) }

  /// The first column of a query on the file, as texts.
  func texts(_ sql: String, _ values: [SQLValue] = []) throws -> [String?] {
    try connection().query(sql, values) { $0.text(0) }
  }
}

extension CatalogWriter {
  /// The records in the form in which harvesting stages them.
  static func staged(
    _ records: [JSONValue], at site: SiteID, cluster: String = "chameleon"
  ) throws -> [StagedNode] {
    let normaliser = Normaliser(facts: try CatalogFixture.facts.get())
    return try records.map { record in
      StagedNode(
        cluster: cluster, reading: try normaliser.reading(of: record, at: site),
        record: record)
    }
  }

  static func snapshot(
    _ site: SiteID, flavors: [JSONValue] = [], at harvestedAt: String = "2026-06-26T12:00:00Z",
    version: String? = CatalogFixture.version
  ) -> SiteSnapshot {
    var snapshot = SiteSnapshot(
      id: site,
      record: [
        "uid": .string(site.text), "name": .string("CHI@\(site.text.uppercased())"),
        "site_class": "baremetal",
      ], source: "/checkout", version: version, harvestedAt: harvestedAt)
    snapshot.clusters = [.init(uid: "chameleon", record: ["uid": "chameleon"])]
    snapshot.flavors = flavors
    return snapshot
  }

  /// Stages and stores a site.
  @discardableResult
  func replace(
    _ name: String, _ records: [JSONValue], flavors: [JSONValue] = [],
    at harvestedAt: String = "2026-06-26T12:00:00Z"
  ) throws -> StoreReport {
    let site = try #require(SiteID(name))
    var stage = try beginStaging(site)
    _ = try add(try Self.staged(records, at: site), to: &stage)
    return try store(Self.snapshot(site, flavors: flavors, at: harvestedAt), stage)
  }
}

/// A clean node with this `uid` and name, and what else is changed in it.
func node(_ uid: String, _ patch: String = "{}") throws -> JSONValue {
  let record = try NodeRecord.patched(patch)
  let others = (record.members ?? []).filter { !["uid", "node_name"].contains($0.name) }
  return .object(
    others + [.init("uid", .string(uid)), .init("node_name", .string("name of \(uid)"))])
}
