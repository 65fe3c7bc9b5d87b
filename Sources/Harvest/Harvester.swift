package import Catalog
package import Hardware
import JSON
package import Testbed

/// Brings a catalogue up to date from a source, site by site.
///
/// A site that fails keeps its former data. Requests overlap; the catalogue is written by one task.
package struct Harvester: Sendable {
  /// What to harvest, and what time to write down.
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
  /// - Throws: Only when nothing could be read at all, the catalogue cannot be written, or the task
  ///   is cancelled (`CancellationError`); sites that were stored before stay stored.
  package func run(into writer: CatalogWriter) async throws -> HarvestReport {
    let overview = try await source.overview()
    let known = Dictionary(
      try writer.reader.sites().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var report = HarvestReport(version: overview.version, timestamp: overview.timestamp)
    report.known = Set(known.keys)
    let wanted = wantedSites(of: overview, &report)
    let stale = wanted.filter { site in
      let isStored =
        overview.version != nil && known[site.id]?.version == overview.version
        && known[site.id]?.source == source.location
        && known[site.id]?.factsVersion == BundledData.factsVersion
        && known[site.id]?.leftOut == 0
      if isStored, !options.force { report.unchanged.append(site.id) }
      return !isStored || options.force
    }
    let looks = await firstLooks(at: stale)
    for (site, look) in zip(stale, looks) {
      do {
        var harvest = SiteHarvest(
          harvester: self, site: site, version: overview.version, known: known[site.id],
          writer: writer, stage: try writer.beginStaging(site.id))
        defer { report.add(harvest.problems, byteCount: harvest.byteCount) }
        harvest.earlierByteCount = report.byteCount
        report.stored.append(try await harvest.run(try look.get()))
      } catch let problem as HarvestProblem {
        report.fail(site.id, problem)
      } catch let error as CatalogError where error.isAboutContent {
        report.fail(
          site.id,
          HarvestProblem(
            site: site.id.text, place: "site '\(site.id)'", reason: error.description,
            hint: "the former data was kept"))
      } catch let error where !(error is CancellationError || error is CatalogError) {
        report.fail(
          site.id,
          HarvestProblem(
            site: site.id.text, place: source.location, reason: "\(error)",
            hint: "the former data was kept"))
      }
    }
    if options.sites == nil { try handleGoneSites(overview, known, writer, &report) }
    return report
  }

  /// Sites of the catalogue that the source does not list: kept and said, or removed with `force`.
  private func handleGoneSites(
    _ overview: SourceOverview, _ known: [SiteID: SiteEntry], _ writer: CatalogWriter,
    _ report: inout HarvestReport
  ) throws {
    // A site whose record could not be read is no site that is gone.
    let listed = Set(overview.sites.map(\.id)).union(report.failed)
    for (id, entry) in known.sorted(by: { $0.key < $1.key }) where !listed.contains(id) {
      if options.force {
        try writer.remove(id, at: options.harvestedAt)
        report.removed.append(id)
      } else {
        report.problems.append(
          HarvestProblem(
            site: id.text, place: "site '\(id)'",
            reason:
              "not listed by the source; its data of \(entry.harvestedAt.prefix(10)) was kept",
            hint: "--force removes it"))
      }
    }
  }

  /// The sites to look at, each once; what is wrong with the others goes to the report.
  private func wantedSites(
    of overview: SourceOverview, _ report: inout HarvestReport
  ) -> [SourceSite] {
    func isWanted(_ name: String) -> Bool {
      options.sites.map { $0.contains { $0.text == name } } ?? true
    }
    for problem in overview.problems where problem.site.map(isWanted) ?? true {
      report.problems.append(problem)
      if let id = problem.site.flatMap({ SiteID($0) }) { report.failed.append(id) }
    }
    var sites: [SourceSite] = []
    for site in overview.sites where isWanted(site.id.text) {
      if sites.contains(where: { $0.id == site.id }) {
        report.problems.append(
          HarvestProblem(
            site: site.id.text, place: source.location,
            reason: "site '\(site.id)' is listed twice; the first record was kept"))
      } else {
        sites.append(site)
      }
    }
    for id in options.sites ?? []
    where !sites.contains(where: { $0.id == id }) && !report.failed.contains(id) {
      report.fail(
        id,
        HarvestProblem(
          site: id.text, place: source.location, reason: "no site '\(id)' there",
          hint: "sites there: \(overview.sites.map(\.id.text).sorted().joined(separator: ", "))"))
    }
    return sites
  }

  /// The outlines and first pages of all sites, read at the same time, in the order of `sites`.
  private func firstLooks(at sites: [SourceSite]) async -> [Result<FirstLook, any Error>] {
    await withTaskGroup(of: NumberedLook.self) { group in
      for (number, site) in sites.enumerated() {
        group.addTask { await NumberedLook(number: number, look: look(at: site)) }
      }
      var looks: [Result<FirstLook, any Error>] = sites.map { _ in .failure(CancellationError()) }
      for await numbered in group { looks[numbered.number] = numbered.look }
      return looks
    }
  }

  // Apart from the task, and not in a tuple with the number: Swift 6.3.1 with -O returns another
  // number for `return (number, .success(try await ...))`.
  private func look(at site: SourceSite) async -> Result<FirstLook, any Error> {
    do { return .success(try await firstLook(at: site)) } catch { return .failure(error) }
  }

  private func firstLook(at site: SourceSite) async throws -> FirstLook {
    let outline = try await source.outline(of: site)
    var clusters: [SourceCluster] = []
    var problems = outline.problems
    for cluster in outline.clusters {
      // Two folders may bear one name and hold different nodes; one place listed twice is read once.
      if clusters.contains(where: { $0.uid == cluster.uid && $0.links == cluster.links }) {
        problems.append(
          HarvestProblem(
            site: site.id.text, place: source.location,
            reason: "cluster '\(cluster.uid)' is listed twice; the first record was kept"))
      } else {
        clusters.append(cluster)
      }
    }
    var pages: [(SourceCluster, PreparedPage)] = []
    for cluster in clusters {
      let page = try await source.nodes(of: site, in: cluster, from: 0)
      pages.append((cluster, PreparedPage(page, normaliser, site, cluster)))
    }
    return FirstLook(
      flavors: outline.flavors, versions: outline.versions, pages: pages, problems: problems)
  }

  /// Prepares a page that was read; nil for nil.
  func prepare(_ page: NodePage?, of site: SourceSite, in cluster: SourceCluster) async
    -> PreparedPage?
  {
    page.map { PreparedPage($0, normaliser, site, cluster) }
  }
}

/// What is read of a site at once: its parts and the first page of each cluster.
struct FirstLook: Sendable {
  let flavors: [JSONValue]
  /// The versions that the source's answers carried.
  let versions: Set<String>
  let pages: [(SourceCluster, PreparedPage)]
  let problems: [HarvestProblem]
}

private struct NumberedLook: Sendable {
  let number: Int
  let look: Result<FirstLook, any Error>
}
