import Catalog
import Foundation
import HTTP
import Hardware
import Harvest
import JSON
import SQLite
import Synchronization
import Testbed
import TestSupport
import Testing

extension TemporaryFolder {
  /// Writes the files of a checkout.
  func write(_ data: ReferenceData) throws {
    for (name, text) in data.files {
      let file = "\(path)/data/chameleoncloud/\(name)"
      let folder = String(file.prefix(upTo: file.lastIndex(of: "/") ?? file.endIndex))
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    }
  }
}

/// A catalogue in a file of its own, and harvests into it.
final class TestCatalog {
  let folder: TemporaryFolder
  let writer: CatalogWriter
  let facts: Facts

  var path: String { "\(folder.path)/catalog.sqlite" }

  init() throws {
    folder = try TemporaryFolder()
    facts = try BundledData.facts()
    writer = try CatalogWriter(path: "\(folder.path)/catalog.sqlite", facts: facts)
  }

  func harvest(
    _ source: any CatalogSource, force: Bool = false, sites: [String]? = nil,
    at date: String = "2026-01-01T00:00:00Z",
    progress: @escaping @Sendable (Harvester.Progress) -> Void = { _ in }
  ) async throws -> HarvestReport {
    let options = Harvester.Options(
      sites: sites?.compactMap { SiteID($0) }, force: force, harvestedAt: date)
    return try await Harvester(source: source, facts: facts, options: options, progress: progress)
      .run(into: writer)
  }

  func harvest(_ server: ReferenceAPIServer, force: Bool = false) async throws -> HarvestReport {
    try await harvest(try APISource(url: server.url, client: testClient()), force: force)
  }

  /// Everything a harvest stored, table by table, as text.
  func contents(withSource: Bool = false) throws -> [String: [String]] {
    let connection = try Connection(path: path, mode: .readOnly)
    let columns = [
      "site": "uid, name, site_class, record, version, harvested_at"
        + (withSource ? ", source" : ""),
      "cluster": "site, uid, record",
      "flavor": "site, uid, record",
      "node":
        "n.site, n.uid, n.name, n.node_type, n.reservable, n.cluster, c.name, r.processor, r.raw_memory",
      "node_record": "n.site, n.uid, record",
      "configuration": "*",
      "change": "*",
    ]
    let tables = [
      "node":
        "node n JOIN configuration c ON c.id = n.configuration JOIN reading r ON r.id = n.reading",
      "node_record": "node_record JOIN node n ON n.id = node",
    ]
    var contents: [String: [String]] = [:]
    for (table, list) in columns {
      let rows = try connection.query("SELECT \(list) FROM \(tables[table] ?? table)") { row in
        let first: Int32 = list == "*" ? 1 : 0
        return (first..<40).map { row.text($0) ?? "-" }.joined(separator: "|")
      }
      contents[table] = rows.sorted()
    }
    return contents
  }

  /// The nodes of a site.
  func nodes(at site: String) throws -> Int {
    try writer.reader.sites().first { $0.id.text == site }?.nodeCount ?? 0
  }
}

/// A client that does not really wait between attempts.
func testClient(
  slept: @escaping @Sendable (Duration) -> Void = { _ in }
) -> RetryingClient {
  RetryingClient(
    CurlClient(userAgent: "chiport/test"), sleep: { slept($0) }, now: { .zero }, chance: { 0 })
}

/// The problems as lines.
func lines(_ report: HarvestReport) -> String {
  report.problems.map(\.description).joined(separator: "\n")
}

extension JSONValue {
  /// The object with one member set.
  func setting(_ name: String, _ value: JSONValue) -> JSONValue {
    .object((members ?? []).filter { $0.name != name } + [.init(name, value)])
  }

  /// The object without a member.
  func without(_ name: String) -> JSONValue {
    .object((members ?? []).filter { $0.name != name })
  }
}
