import Catalog
import Harvest
import JSON
import TestSupport
import Testbed
import Testing

/// A source in memory whose pages can be anything.
struct StubSource: CatalogSource {
  let location = "stub"
  var version: String? = "1"
  var sites = ["tacc", "uc"]
  /// The page of a site from an offset on.
  let page: @Sendable (_ site: String, _ offset: Int) throws -> NodePage
  var outlineFails = ""

  func overview() async throws -> SourceOverview {
    let known = sites.compactMap { SiteID($0) }.map { SourceSite(id: $0, record: [:]) }
    return SourceOverview(version: version, sites: known, problems: [])
  }

  func outline(of site: SourceSite) async throws -> SiteOutline {
    if site.id.text == outlineFails {
      throw HarvestProblem(site: site.id.text, place: "stub/\(site.id)", reason: "no answer")
    }
    return SiteOutline(
      clusters: [SourceCluster(uid: "chameleon", record: [:])], flavors: [], problems: [])
  }

  func nodes(
    of site: SourceSite, in cluster: SourceCluster, from offset: Int
  ) async throws -> NodePage {
    try page(site.id.text, offset)
  }

  /// A page of `count` clean nodes that says that there are `total`.
  static func clean(
    _ count: Int, of total: Int, from offset: Int, version: String? = "1"
  ) throws -> NodePage {
    let records = try (offset..<offset + count).map {
      try NodeRecord.patched(#"{"uid": "n\#($0)"}"#)
    }
    return NodePage(
      records: records, covered: count, total: total, version: version, byteCount: 100,
      problems: [])
  }
}

@Suite struct FaultySourceTests {
  let folder: TemporaryFolder
  let uc: SiteID

  init() throws {
    folder = try TemporaryFolder()
    uc = try #require(SiteID("uc"))
  }

  private func harvest(_ source: StubSource, force: Bool = false) async throws -> HarvestReport {
    let facts = try Checkout.facts.get()
    let writer = try CatalogWriter(path: folder["catalog.sqlite"], facts: facts)
    let options = Harvester.Options(force: force, harvestedAt: "2026-06-26T12:00:00Z")
    return try await Harvester(source: source, facts: facts, options: options).run(into: writer)
  }

  private func nodeCounts() throws -> [Int?] {
    try Catalog.open(folder["catalog.sqlite"], exists: true).sites().map(\.nodeCount)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// The pages of `uc`; those of `tacc` are good.
    let page: @Sendable (_ offset: Int) throws -> NodePage
    let problem: String
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "the first page fails",
      page: { _ in throw HarvestProblem(site: "uc", place: "stub", reason: "HTTP 503") },
      problem: "stub: HTTP 503"),
    Case(
      name: "the second page fails",
      page: { offset in
        guard offset == 0 else {
          throw HarvestProblem(site: "uc", place: "stub", reason: "HTTP 503")
        }
        return try StubSource.clean(2, of: 4, from: 0)
      }, problem: "stub: HTTP 503"),
    Case(
      name: "the listing ends early",
      page: { try StubSource.clean($0 < 2 ? 2 : 0, of: 5, from: $0) },
      problem: "stub: the listing of 'chameleon' ends after 2 of 5 nodes"),
    Case(
      name: "the data changes between pages",
      page: { try StubSource.clean(2, of: 4, from: $0, version: $0 == 0 ? "1" : "2") },
      problem: "stub: the data changed from version 1 to 2 meanwhile"),
    Case(
      name: "an error of another kind",
      page: { _ in throw CancelledByServer() }, problem: "stub: the server went away"),
  ]

  struct CancelledByServer: Error, CustomStringConvertible {
    var description: String { "the server went away" }
  }

  @Test(arguments: cases)
  func keepsTheFormerDataOfASiteThatFails(_ example: Case) async throws {
    let good = StubSource { _, offset in try StubSource.clean(3, of: 3, from: offset) }
    #expect(try await harvest(good).isComplete)
    let faulty = StubSource { site, offset in
      site == "uc" ? try example.page(offset) : try StubSource.clean(4, of: 4, from: offset)
    }
    for _ in 0..<2 {
      let report = try await harvest(faulty, force: true)
      #expect(report.failed == [uc])
      #expect(report.storedSites == ["tacc"])
      #expect(report.problemTexts == [example.problem])
      #expect(try nodeCounts() == [4, 3])
    }
    #expect(try await harvest(good, force: true).isComplete)
    #expect(try nodeCounts() == [3, 3])
  }

  @Test func harvestsTheOthersWhenOneSiteDoesNotAnswer() async throws {
    var source = StubSource { _, offset in try StubSource.clean(3, of: 3, from: offset) }
    source.outlineFails = "tacc"
    let report = try await harvest(source)
    #expect(report.failed.map(\.text) == ["tacc"])
    #expect(report.storedSites == ["uc"])
    #expect(report.problemTexts == ["stub/tacc: no answer"])
  }

  @Test func doubtsDataWithoutAVersion() async throws {
    var source = StubSource { _, offset in
      try StubSource.clean(3, of: 3, from: offset, version: nil)
    }
    source.version = nil
    let report = try await harvest(source)
    #expect(report.failed.map(\.text) == ["tacc", "uc"])
    #expect(
      report.problemTexts.last
        == "site 'uc': the source tells no version; the former data was kept")
    #expect(try nodeCounts() == [])
    #expect(try await harvest(source, force: true).storedSites == ["tacc", "uc"])
    // Without a version nothing is known to be unchanged.
    #expect(try await harvest(source).unchanged.isEmpty)
  }

  /// Pages that overlap repeat nodes; those are told and counted once.
  @Test func survivesPagesThatOverlap() async throws {
    var source = StubSource { _, offset in
      try StubSource.clean(2, of: 3, from: min(offset, 1))
    }
    source.sites = ["uc"]
    let report = try await harvest(source)
    #expect(report.problemTexts == ["node n1: listed twice; the first record was kept"])
    #expect(report.stored.map(\.nodeCount) == [3])
  }

  @Test func survivesATotalThatShrinks() async throws {
    var source = StubSource { _, offset in
      try StubSource.clean(2, of: offset == 0 ? 100 : 4, from: offset)
    }
    source.sites = ["uc"]
    let report = try await harvest(source)
    #expect(report.isComplete)
    #expect(report.stored.map(\.nodeCount) == [4])
  }
}
