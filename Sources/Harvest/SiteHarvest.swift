import Catalog
import JSON
import Testbed

/// The harvest of one site: pages are staged one after the other while the next is on its way.
struct SiteHarvest {
  let harvester: Harvester
  let site: SourceSite
  let version: String?
  let known: SiteEntry?
  let writer: CatalogWriter
  var stage: SiteStage
  var earlierByteCount = 0
  private(set) var problems: [HarvestProblem] = []
  private(set) var byteCount = 0
  private var plausibility: Plausibility

  init(
    harvester: Harvester, site: SourceSite, version: String?, known: SiteEntry?,
    writer: CatalogWriter, stage: SiteStage
  ) {
    self.harvester = harvester
    self.site = site
    self.version = version
    self.known = known
    self.writer = writer
    self.stage = stage
    plausibility = Plausibility(site: site.id, known: known?.nodeCount, version: version)
  }

  /// Harvests the site, given what was read of it already.
  ///
  /// - Parameter look: Its parts, and the first page of each cluster.
  /// - Returns: What changed in the catalogue.
  /// - Throws: `HarvestProblem` when the site as a whole cannot be taken, `CatalogError` or
  ///   `CancellationError`; then the site's former data is as it was.
  mutating func run(_ look: FirstLook) async throws -> StoreReport {
    problems += look.problems
    for other in look.versions.sorted() { try checkVersion(other) }
    var snapshot = SiteSnapshot(
      id: site.id, record: site.record.canonicalDescription, source: harvester.source.location,
      version: version, harvestedAt: harvester.options.harvestedAt)
    snapshot.clusters = look.pages.map { cluster, _ in
      SiteSnapshot.Cluster(uid: cluster.uid, record: cluster.record.canonicalDescription)
    }
    snapshot.flavors = flavors(look.flavors.map(\.canonicalDescription))
    for (cluster, page) in look.pages { try await stageNodes(of: cluster, beginningWith: page) }
    snapshot.leftOut = problems.count
    try Task.checkCancellation()
    if !harvester.options.force, let doubt = plausibility.doubt { throw doubt }
    let report = try writer.store(snapshot, stage)
    problems += report.leftOut.map { name in
      HarvestProblem(
        site: site.id.text, place: "\(site.id): flavor '\(name)'",
        reason: "a configuration has this name; the flavor was left out")
    }
    return report
  }

  /// Stages all pages of a cluster: while one is written, the next is prepared and the one after it
  /// read.
  private mutating func stageNodes(
    of cluster: SourceCluster, beginningWith first: PreparedPage
  ) async throws {
    var prepared: PreparedPage? = first
    var read: NodePage?
    var offset = first.covered
    var total = first.total
    try check(cluster, offset: offset, total: total, covered: first.covered, first.version)
    while prepared != nil || read != nil {
      try Task.checkCancellation()
      let (harvester, site, start, current) = (harvester, site, offset, read)
      let isRead = start >= total
      async let next =
        isRead ? nil : harvester.source.nodes(of: site, in: cluster, from: start)
      async let following = harvester.prepare(current, of: site, in: cluster)
      if let prepared { try add(prepared) }
      prepared = await following
      read = try await next
      guard let read else { continue }
      offset += read.covered
      total = read.total
      try check(cluster, offset: offset, total: total, covered: read.covered, read.version)
    }
  }

  private func check(
    _ cluster: SourceCluster, offset: Int, total: Int, covered: Int, _ version: String?
  ) throws(HarvestProblem) {
    guard offset >= total || covered > 0 else {
      throw HarvestProblem(
        site: site.id.text, place: harvester.source.location,
        reason: "the listing of '\(cluster.uid)' ends after \(offset) of \(total) nodes")
    }
    try checkVersion(version)
  }

  private mutating func add(_ page: PreparedPage) throws(CatalogError) {
    problems += page.problems
    byteCount += page.byteCount
    plausibility.add(page.nodes)
    let repeated = try writer.add(page.nodes, to: &stage)
    if let first = repeated.first {
      plausibility.addRepeated(repeated.count)
      problems.append(
        HarvestProblem(
          site: site.id.text, place: "node \(first)",
          reason: repeated.count == 1
            ? "listed twice; the first record was kept"
            : "listed twice, as are \(repeated.count - 1) more; the first records were kept"))
    }
    harvester.progress(
      .init(
        site: site.id, nodes: stage.nodeCount, total: page.total,
        byteCount: earlierByteCount + byteCount))
  }

  private func checkVersion(_ other: String?) throws(HarvestProblem) {
    guard let version, let other, other != version else { return }
    throw HarvestProblem(
      site: site.id.text, place: harvester.source.location,
      reason: "the data changed from version \(version) to \(other) meanwhile",
      hint: "harvest again")
  }

  /// The flavors, each once by name.
  private mutating func flavors(_ records: [JSONValue]) -> [JSONValue] {
    var names: Set<String> = []
    return records.filter { record in
      let name = record["name"]?.string ?? record["uid"]?.string ?? ""
      if names.insert(name).inserted, !name.isEmpty { return true }
      problems.append(
        HarvestProblem(
          site: site.id.text, place: "flavor '\(name)'",
          reason: name.isEmpty ? "it has no name" : "listed twice; the first record was kept"))
      return false
    }
  }
}
