import Catalog
import Hardware
import JSON
import Testbed

/// `chiport harvest --blazar`: the hosts of sites as their Blazars list them, kept in the catalogue.
struct BlazarHarvest {
  /// What became of one site.
  struct Outcome {
    let site: SiteID
    /// What was read, or why not.
    let listing: Result<BlazarListing, CommandFailure>
    /// Nodes of the catalogue that Blazar does not list.
    let unlisted: Int
    /// Hosts of Blazar that the catalogue does not have.
    let unknown: Int
  }

  let logins: SiteLogins
  let facts: Facts
  let open: OpenCatalog
  /// The catalogue to write.
  let path: String
  /// UTC, ISO 8601.
  let readAt: String

  /// Reads and keeps, site by site; one that fails spoils no other.
  ///
  /// - Parameters:
  ///   - sites: Which sites; nil for all that a login is for.
  ///   - cloud: The cloud to log in with instead of a site's own; nil for none.
  /// - Returns: What became of each site, in order.
  /// - Throws: `CommandFailure` when no login is for any site, or the catalogue cannot be written.
  func run(_ sites: [SiteID]?, cloud: String?) async throws -> [Outcome] {
    let known = Set(open.sites.map(\.id))
    let wanted = sites ?? Set(logins.entries.compactMap(\.site)).intersection(known).sorted()
    guard !wanted.isEmpty else {
      throw CommandFailure(
        "there are no logins for any site: \(logins.source)",
        hint: "source a site's openrc file, or write clouds.yaml: cc-login, ccauth clouds-yaml")
    }
    let writer = try CatalogWriter(path: path, facts: facts)
    var outcomes: [Outcome] = []
    for site in wanted {
      do {
        let login = try logins.login(for: site, cloud: cloud)
        let listing = try await BlazarListing(
          SiteSession(site: site, cloud: logins.session(login)))
        try writer.storeBlazarHosts(
          Array(listing.content.compact.utf8), of: site, source: listing.source, readAt: readAt)
        outcomes.append(try outcome(listing))
      } catch let failure as CommandFailure {
        outcomes.append(Outcome(site: site, listing: .failure(failure), unlisted: 0, unknown: 0))
      }
    }
    return outcomes
  }

  private func outcome(_ listing: BlazarListing) throws -> Outcome {
    let listed = Set(listing.hosts.map(\.nodeID))
    var nodes: Set<String> = []
    try open.catalog.forEachRecord(at: listing.site) { node, _ in
      if node.isReservable { nodes.insert(node.uid) }
    }
    return Outcome(
      site: listing.site, listing: .success(listing),
      unlisted: nodes.subtracting(listed).count, unknown: listed.subtracting(nodes).count)
  }
}

extension BlazarHarvest.Outcome {
  /// A line for standard output.
  var text: String {
    guard case .success(let listing) = listing else {
      return "\(site): failed; former hosts kept\n"
    }
    var parts = ["\(site): \(listing.hosts.count) hosts of Blazar"]
    if unlisted > 0 { parts.append("\(unlisted) nodes of the catalogue are not among them") }
    if unknown > 0 { parts.append("\(unknown) are not in the catalogue") }
    return parts.joined(separator: "; ") + "\n"
  }

  var json: JSONValue {
    let hosts = (try? listing.get()).map { JSONValue($0.hosts.count) } ?? .null
    let problem: String? = if case .failure(let failure) = listing { failure.message } else { nil }
    return .object([
      .init("site", .string(site.text)), .init("source", JSONValue((try? listing.get())?.source)),
      .init("hosts", hosts), .init("not_listed", JSONValue(unlisted)),
      .init("not_in_catalog", JSONValue(unknown)), .init("problem", JSONValue(problem)),
    ])
  }
}

extension HarvestCommand {
  func readBlazar(_ session: Session) async throws -> ExitStatus {
    let facts = try session.facts()
    let path = try catalogOptions.namedPath(session) ?? session.userCatalogPath()
    try makeFolder(of: path)
    try Catalog.seed(path)
    let open = try catalogOptions.open(session)
    let harvest = BlazarHarvest(
      logins: try SiteLogins(session, facts: facts), facts: facts, open: open, path: path,
      readAt: Session.timestamp(session.now))
    let named = site + (from.map { [$0] } ?? [])
    let sites = named.isEmpty ? nil : try open.sites(named: named, facts: facts)
    let outcomes = try await harvest.run(sites, cloud: cloud.osCloud)
    for case .failure(let failure) in outcomes.map(\.listing) {
      session.warn("error", failure.message, hints: failure.hints)
    }
    let document = JSONValue.object([.init("sites", .array(outcomes.map(\.json)))])
    session.terminal.print(
      format == .json ? document.pretty + "\n" : outcomes.map(\.text).joined())
    let failures = outcomes.count { if case .failure = $0.listing { true } else { false } }
    return failures == 0 ? .done : failures == outcomes.count ? .failed : .findings
  }
}
