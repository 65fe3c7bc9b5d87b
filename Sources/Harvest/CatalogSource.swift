package import JSON
package import Testbed

/// Something that serves the reference repository: its API, or a checkout of it.
///
/// Pages are read in order; a source may be asked for pages of several sites at once.
package protocol CatalogSource: Sendable {
  /// Where it is: a URL or a folder, as it is kept with each site.
  var location: String { get }

  /// The version of the data, and the sites with their records.
  func overview() async throws -> SourceOverview

  /// The clusters and flavors of a site, without nodes.
  func outline(of site: SourceSite) async throws -> SiteOutline

  /// A page of nodes.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - cluster: The cluster.
  ///   - offset: How many nodes come before this page.
  /// - Returns: The nodes from there on, as many as the source gives at once.
  /// - Throws: `HarvestProblem`.
  func nodes(of site: SourceSite, in cluster: SourceCluster, from offset: Int) async throws
    -> NodePage
}

/// What a source offers.
package struct SourceOverview: Sendable {
  /// The commit of the data; nil when the source does not tell.
  package let version: String?
  /// When the version was made, in seconds since 1970-01-01 00:00:00 UTC; nil when not told.
  package let timestamp: Int?
  package let sites: [SourceSite]
  /// Sites that could not be read, with the reason.
  package let problems: [HarvestProblem]

  package init(
    version: String?, timestamp: Int? = nil, sites: [SourceSite], problems: [HarvestProblem]
  ) {
    self.version = version
    self.timestamp = timestamp
    self.sites = sites
    self.problems = problems
  }
}

/// A site in a source.
package struct SourceSite: Sendable {
  package let id: SiteID
  package let record: JSONValue
  /// The URLs of its parts, by relation (`clusters`, `flavors`).
  package let links: [String: String]

  package init(id: SiteID, record: JSONValue, links: [String: String] = [:]) {
    self.id = id
    self.record = record
    self.links = links
  }
}

/// A cluster in a source.
package struct SourceCluster: Sendable {
  package let uid: String
  package let record: JSONValue
  package let links: [String: String]

  package init(uid: String, record: JSONValue, links: [String: String] = [:]) {
    self.uid = uid
    self.record = record
    self.links = links
  }
}

/// The parts of a site, without nodes.
package struct SiteOutline: Sendable {
  package let clusters: [SourceCluster]
  package let flavors: [JSONValue]
  package let problems: [HarvestProblem]
  /// The versions that the answers carried; none when they carried none.
  package let versions: Set<String>

  package init(
    clusters: [SourceCluster], flavors: [JSONValue], problems: [HarvestProblem],
    versions: Set<String> = []
  ) {
    self.clusters = clusters
    self.flavors = flavors
    self.problems = problems
    self.versions = versions
  }
}

/// Some nodes of a cluster.
package struct NodePage: Sendable {
  package let records: [JSONValue]
  /// How many places of the listing this page covers: records, and what could not be read.
  package let covered: Int
  /// How many nodes the cluster has.
  package let total: Int
  package let version: String?
  /// The size of the page as it came, in bytes.
  package let byteCount: Int
  package let problems: [HarvestProblem]

  package init(
    records: [JSONValue], covered: Int, total: Int, version: String?, byteCount: Int,
    problems: [HarvestProblem]
  ) {
    self.records = records
    self.covered = covered
    self.total = total
    self.version = version
    self.byteCount = byteCount
    self.problems = problems
  }
}

/// One thing that could not be harvested; the rest stands.
package struct HarvestProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The site; nil for the source as a whole.
  package let site: String?
  /// The file or URL, and the record in it.
  package let place: String
  package let reason: String
  package let hint: String?
  /// Whether there is no such thing at the source, which is an answer too.
  package let isMissing: Bool

  package init(
    site: String?, place: String, reason: String, hint: String? = nil, isMissing: Bool = false
  ) {
    self.site = site
    self.place = place
    self.reason = reason
    self.hint = hint
    self.isMissing = isMissing
  }

  package var description: String { "\(place): \(reason)" }
}
