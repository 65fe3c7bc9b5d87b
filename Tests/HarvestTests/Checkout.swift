import Catalog
import Harvest
import JSON
import SQLite
import TestSupport
import Testbed
import Testing

/// A small reference repository in a temporary folder, and a catalogue beside it.
struct Checkout {
  static let facts = Result { try BundledData.facts() }

  let folder: TemporaryFolder
  /// The folder to harvest from.
  var path: String { folder["checkout"] }
  var catalogPath: String { folder["catalog.sqlite"] }

  /// Two sites with three and two nodes, and a third with a flavor only.
  init() throws {
    folder = try TemporaryFolder()
    try writeSite("uc", nodes: ["a", "b", "c"])
    try writeSite("tacc", nodes: ["d", "e"])
    try writeSite("kvm", nodes: [])
    try write(#"{"name": "m1.small", "vcpus": 1, "note": null}"#, to: "kvm/flavors/m1.small.json")
  }

  /// Writes a file below `sites`.
  func write(_ text: String, to name: String) throws {
    try folder.write(text, to: "checkout/data/chameleoncloud/sites/" + name)
  }

  func remove(_ name: String) throws {
    try folder.remove("checkout/data/chameleoncloud/sites/" + name)
  }

  func writeSite(_ site: String, nodes: [String]) throws {
    let name = "CHI@\(site.uppercased())"
    try write(
      #"{"uid": "\#(site)", "name": "\#(name)", "site_class": "baremetal"}"#,
      to: "\(site)/\(site).json")
    try write(
      #"{"uid": "chameleon", "type": "cluster"}"#,
      to: "\(site)/clusters/chameleon/chameleon.json")
    for node in nodes { try writeNode(node, at: site) }
  }

  /// Writes the file of one node: clean, but for `patch`.
  func writeNode(_ uid: String, at site: String, _ patch: String = "{}") throws {
    let record = try NodeRecord.patched(patch)
    let others = (record.members ?? []).filter { $0.name != "uid" && $0.name != "node_name" }
    let named = JSONValue.object(
      others + [.init("uid", .string(uid)), .init("node_name", .string("node \(uid)"))])
    try write(named.pretty, to: "\(site)/clusters/chameleon/nodes/\(uid).json")
  }

  @discardableResult
  func harvest(
    version: String? = "1", pageSize: Int = 500, sites: [String]? = nil, force: Bool = false,
    at harvestedAt: String = "2026-06-26T12:00:00Z"
  ) async throws -> HarvestReport {
    let facts = try Self.facts.get()
    let source = try DirectorySource(path: path, version: version, pageSize: pageSize)
    let options = Harvester.Options(
      sites: sites?.compactMap { SiteID($0) }, force: force, harvestedAt: harvestedAt)
    let writer = try CatalogWriter(path: catalogPath, facts: facts)
    return try await Harvester(source: source, facts: facts, options: options).run(into: writer)
  }

  func reader() throws -> Catalog { try Catalog.open(catalogPath, exists: true) }

  /// The `uid`s of a site's nodes.
  func uids(_ site: String) throws -> [String] {
    try texts("SELECT uid FROM node WHERE site = '\(site)' ORDER BY uid")
  }

  func texts(_ sql: String) throws -> [String] {
    try Connection(path: catalogPath, mode: .readOnly).query(sql) { $0.text(0) ?? "NULL" }
  }

  /// Every row of every table, as text.
  func dump() throws -> [String] {
    let connection = try Connection(path: catalogPath, mode: .readOnly)
    let tables = try connection.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ) { $0.text(0) ?? "" }
    return try tables.flatMap { table in
      let columns = try connection.query("SELECT name FROM pragma_table_info('\(table)')") {
        $0.text(0) ?? ""
      }
      let order = columns.indices.map { String($0 + 1) }.joined(separator: ", ")
      return try connection.query("SELECT * FROM \(table) ORDER BY \(order)") { row in
        let fields = columns.indices.map { row.text(Int32($0)) ?? "NULL" }
        return table + ": " + fields.joined(separator: " | ")
      }
    }
  }
}

extension HarvestReport {
  var storedSites: [String] { stored.map(\.site.text) }
  var problemTexts: [String] { problems.map(\.description) }
}
