package import Catalog
package import Hardware
import JSON
package import Testbed

/// Brings a catalogue up to date from a source, site by site.
///
/// A site that fails keeps its former data. Requests overlap; the catalogue is written by one task.
package struct Harvester: Sendable {
  package struct Options: Sendable {
    /// Only these sites; nil for all.
    package var sites: [SiteID]?
    /// Also sites whose version is stored already, and data that looks wrong.
    package var force = false
    /// UTC, ISO 8601.
    package var harvestedAt: String

    package init(sites: [SiteID]? = nil, force: Bool = false, harvestedAt: String) {
      self.sites = sites
      self.force = force
      self.harvestedAt = harvestedAt
    }
  }

  /// How far a harvest is.
  package struct Progress: Sendable {
    package let site: SiteID
    package let nodes: Int
    package let total: Int
    /// Bytes read from the source so far, over all sites.
    package let byteCount: Int
  }

  let source: any CatalogSource
  let normaliser: Normaliser
  let options: Options
  let progress: @Sendable (Progress) -> Void

  /// - Parameters:
  ///   - source: Where the data is.
  ///   - facts: What records are read with.
  ///   - options: What to harvest.
  ///   - progress: Called after each page.
  package init(
    source: any CatalogSource, facts: Facts, options: Options,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) {
    self.source = source
    normaliser = Normaliser(facts: facts)
    self.options = options
    self.progress = progress
  }

  /// Harvests.
  ///
  /// - Parameter writer: The catalogue.
  /// - Returns: What happened to each site.
  /// - Throws: Only when nothing could be read at all, or the catalogue cannot be written.
  package func run(into writer: CatalogWriter) async throws -> HarvestReport {
    let overview = try await source.overview()
    var report = HarvestReport(version: overview.version, problems: overview.problems)
    let known = Dictionary(
      try writer.reader.sites().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var sites = overview.sites
    report.failed += overview.problems.compactMap { $0.site.flatMap { SiteID($0) } }
    if let wanted = options.sites {
      report.failed.removeAll { !wanted.contains($0) }
      report.problems.removeAll { problem in
        problem.site.map { name in !wanted.contains { $0.text == name } } ?? false
      }
      for id in wanted
      where !report.failed.contains(id) && !sites.contains(where: { $0.id == id }) {
        report.problems.append(
          HarvestProblem(site: id.text, place: source.location, reason: "no site '\(id)' there"))
        report.failed.append(id)
      }
      sites = sites.filter { wanted.contains($0.id) }
    }
    let stale = sites.filter { site in
      let isStored =
        overview.version != nil && known[site.id]?.version == overview.version
        && known[site.id]?.source == source.location
      if isStored, !options.force { report.unchanged.append(site.id) }
      return !isStored || options.force
    }
    try await harvest(stale, overview.version, known, writer, &report)
    return report
  }

  private func harvest(
    _ sites: [SourceSite], _ version: String?, _ known: [SiteID: SiteEntry],
    _ writer: CatalogWriter, _ report: inout HarvestReport
  ) async throws {
    let looks = await firstLooks(at: sites)
    for (site, look) in zip(sites, looks) {
      do {
        try Task.checkCancellation()
        let stored = try await harvest(
          site, try look.get(), version: version, known: known[site.id], writer, &report)
        report.stored.append(stored)
      } catch let error as CancellationError {
        throw error
      } catch let error as CatalogError {
        throw error
      } catch let problem as HarvestProblem {
        report.problems.append(problem)
        report.failed.append(site.id)
      } catch {
        report.problems.append(
          HarvestProblem(site: site.id.text, place: source.location, reason: "\(error)"))
        report.failed.append(site.id)
      }
    }
  }

  /// The outlines and first pages of all sites, read at the same time, in the order of `sites`.
  private func firstLooks(at sites: [SourceSite]) async -> [Result<FirstLook, any Error>] {
    await withTaskGroup(of: (Int, Result<FirstLook, any Error>).self) { group in
      for (index, site) in sites.enumerated() {
        group.addTask { [source, normaliser] in
          do {
            let outline = try await source.outline(of: site)
            var pages: [PreparedPage] = []
            for cluster in outline.clusters {
              let page = try await source.nodes(of: site, in: cluster, from: 0)
              pages.append(PreparedPage(page, normaliser, site, cluster))
            }
            return (index, .success(FirstLook(outline: outline, pages: pages)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var looks: [(Int, Result<FirstLook, any Error>)] = []
      for await look in group { looks.append(look) }
      return looks.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func harvest(
    _ site: SourceSite, _ look: FirstLook, version: String?, known: SiteEntry?,
    _ writer: CatalogWriter, _ report: inout HarvestReport
  ) async throws -> StoreReport {
    var snapshot = SiteSnapshot(
      id: site.id, record: site.record, source: source.location, version: version,
      harvestedAt: options.harvestedAt)
    snapshot.clusters = look.outline.clusters.map {
      SiteSnapshot.Cluster(uid: $0.uid, record: $0.record)
    }
    snapshot.flavors = look.outline.flavors
    report.problems += look.outline.problems
    var stage = try writer.beginStaging(site.id)
    var plausibility = Plausibility(site: site.id, known: known?.nodeCount, version: version)
    for (cluster, first) in zip(look.outline.clusters, look.pages) {
      var page = first
      var offset = 0
      while true {
        offset += page.covered
        let isLast = offset >= page.total
        guard isLast || page.covered > 0 else {
          throw HarvestProblem(
            site: site.id.text, place: source.location,
            reason: "the listing of '\(cluster.uid)' ends after \(offset) of \(page.total) nodes")
        }
        guard page.version == nil || version == nil || page.version == version else {
          throw HarvestProblem(
            site: site.id.text, place: source.location,
            reason:
              "the data changed from version \(version ?? "") to \(page.version ?? "") meanwhile",
            hint: "harvest again")
        }
        let read = offset
        async let next = isLast ? nil : prepare(site, cluster, from: read)
        report.problems += page.problems
        report.byteCount += page.byteCount
        plausibility.add(page.nodes)
        for uid in try writer.add(page.nodes, to: &stage) {
          report.problems.append(
            HarvestProblem(
              site: site.id.text, place: "node \(uid)",
              reason: "listed twice; the first record was kept"))
        }
        progress(
          Progress(
            site: site.id, nodes: stage.nodeCount, total: page.total, byteCount: report.byteCount))
        guard let following = try await next else { break }
        page = following
      }
    }
    if !options.force, let doubt = plausibility.doubt { throw doubt }
    return try writer.store(snapshot, stage)
  }

  private func prepare(
    _ site: SourceSite, _ cluster: SourceCluster, from offset: Int
  ) async throws -> PreparedPage {
    let page = try await source.nodes(of: site, in: cluster, from: offset)
    return PreparedPage(page, normaliser, site, cluster)
  }
}

/// What is read of a site at once: its parts and the first page of each cluster.
private struct FirstLook: Sendable {
  let outline: SiteOutline
  let pages: [PreparedPage]
}

/// A page whose records have been read, away from the task that writes.
private struct PreparedPage: Sendable {
  let nodes: [StagedNode]
  let covered: Int
  let total: Int
  let version: String?
  let byteCount: Int
  let problems: [HarvestProblem]

  init(_ page: NodePage, _ normaliser: Normaliser, _ site: SourceSite, _ cluster: SourceCluster) {
    var nodes: [StagedNode] = []
    var problems = page.problems
    for record in page.records {
      do {
        let reading = try normaliser.reading(of: record, at: site.id)
        nodes.append(
          StagedNode(cluster: cluster.uid, reading: reading, record: record.sorted.compact))
      } catch {
        let name = record["node_name"]?.string ?? record["uid"]?.string ?? "without a name"
        problems.append(
          HarvestProblem(
            site: site.id.text, place: "\(site.id)/\(cluster.uid): node \(name)",
            reason: error.description, hint: "the node was left out; the others are harvested"))
      }
    }
    self.nodes = nodes
    self.problems = problems
    covered = page.covered
    total = page.total
    version = page.version
    byteCount = page.byteCount
  }
}
