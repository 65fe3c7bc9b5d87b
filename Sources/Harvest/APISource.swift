package import HTTP
import JSON
import Testbed

/// The Reference API of Chameleon.
///
/// It begins at `/` and follows the links of the answers; where there are none, the paths are those
/// of the server. The URL of each request and the field are named in every problem.
///
/// Source: https://github.com/ChameleonCloud/reference_api_v2, `reference_api/main.py`.
package struct APISource: CatalogSource {
  /// The API of the testbed.
  package static let defaultURL = "https://api.chameleoncloud.org"

  /// The most items that the server gives at once (`le=500` of `limit` in `main.py`).
  private static let pageSize = 500

  package let location: String
  private let address: APIAddress
  private let client: any HTTPClient
  private let timeouts: HTTPTimeouts

  /// - Parameters:
  ///   - url: Where the API is: an absolute URL, which may have a path.
  ///   - client: What sends the requests, and bounds how many at once.
  ///   - timeouts: The bounds in time of each request.
  /// - Throws: `HarvestProblem` when `url` is no such URL.
  package init(
    url: String, client: any HTTPClient, timeouts: HTTPTimeouts = HTTPTimeouts()
  ) throws(HarvestProblem) {
    guard let address = APIAddress(url) else {
      throw HarvestProblem(
        site: nil, place: url, reason: "not the URL of an API",
        hint: "give one such as \(APISource.defaultURL), without '?' and '#'")
    }
    self.address = address
    self.client = client
    self.timeouts = timeouts
    location = address.base
  }

  package func overview() async throws -> SourceOverview {
    let root = try await get(address.base + "/", site: nil)
    let timestamp = try root.text("timestamp", of: root.content).flatMap { Int($0) }
    let url = try follow("sites", root.links(of: root.content), root) ?? address.url(path: "sites")
    let listing = try await wholeListing(url, site: nil)
    var sites: [SourceSite] = []
    var problems: [HarvestProblem] = []
    for (answer, field, item) in listing.items {
      do {
        sites.append(try site(item, field, answer))
      } catch {
        problems.append(error)
      }
    }
    let version = try listing.versions.max() ?? root.text("version", of: root.content)
    if let version, let dots = version.firstRange(of: "..") {
      problems.append(
        HarvestProblem(
          site: nil, place: url,
          reason:
            "the server's records are of version \(version[..<dots.lowerBound]), its listings of \(version[dots.upperBound...])",
          hint: "its data was updated under it; harvest again when it has been restarted"))
    }
    return SourceOverview(
      version: version, timestamp: timestamp, sites: sites, problems: problems)
  }

  package func outline(of site: SourceSite) async throws -> SiteOutline {
    async let flavorListing = flavors(of: site)
    let listing = try await wholeListing(
      site.links["clusters"] ?? address.url(path: "sites", site.id.text, "clusters"),
      site: site.id.text)
    var clusters: [SourceCluster] = []
    for (answer, field, item) in listing.items {
      // A cluster that cannot be read would take its nodes along: then the site fails.
      clusters.append(try cluster(item, field, answer, of: site))
    }
    let flavors = try await flavorListing
    var records: [JSONValue] = []
    var problems: [HarvestProblem] = []
    for (answer, field, item) in flavors.items {
      if item.members != nil {
        records.append(item.withoutServerAdditions)
      } else {
        problems.append(answer.mismatch(field, item, "an object"))
      }
    }
    return SiteOutline(
      clusters: clusters, flavors: records, problems: problems,
      versions: listing.versions.union(flavors.versions))
  }

  package func nodes(
    of site: SourceSite, in cluster: SourceCluster, from offset: Int
  ) async throws -> NodePage {
    let url =
      cluster.links["nodes"]
      ?? address.url(path: "sites", site.id.text, "clusters", cluster.uid, "nodes")
    let answer = try await page(of: url, from: offset, site: site.id.text)
    let listing = try APIListing(answer, offset: offset)
    var records: [JSONValue] = []
    records.reserveCapacity(listing.items.count)
    var problems: [HarvestProblem] = []
    for (index, item) in listing.items.enumerated() {
      if item.members != nil {
        records.append(item.withoutServerAdditions)
      } else {
        problems.append(answer.mismatch("'items[\(index)]'", item, "an object"))
      }
    }
    return NodePage(
      records: records, covered: listing.items.count, total: listing.total,
      version: listing.version, byteCount: answer.byteCount, problems: problems)
  }
}

extension APISource {
  /// All pages of a listing, which is small: sites, clusters, flavors.
  private struct WholeListing {
    /// Each item with the answer it came in and its place there.
    var items: [(answer: APIAnswer, field: String, item: JSONValue)] = []
    var versions: Set<String> = []
  }

  private func wholeListing(_ url: String, site: String?) async throws -> WholeListing {
    var whole = WholeListing()
    while true {
      let offset = whole.items.count
      let answer = try await page(of: url, from: offset, site: site)
      let listing = try APIListing(answer, offset: offset)
      for (index, item) in listing.items.enumerated() {
        whole.items.append((answer, "'items[\(index)]'", item))
      }
      if let version = listing.version { whole.versions.insert(version) }
      if whole.items.count >= listing.total { return whole }
      guard !listing.items.isEmpty else {
        throw HarvestProblem(
          site: site, place: answer.url,
          reason: "the listing ends after \(offset) of \(listing.total) items")
      }
    }
  }

  /// The flavors of a site; none where the server knows of none.
  private func flavors(of site: SourceSite) async throws -> WholeListing {
    let url = site.links["flavors"] ?? address.url(path: "sites", site.id.text, "flavors")
    do {
      return try await wholeListing(url, site: site.id.text)
    } catch let problem as HarvestProblem where problem.isMissing {
      return WholeListing()
    }
  }

  private func site(
    _ item: JSONValue, _ field: String, _ answer: APIAnswer
  ) throws(HarvestProblem) -> SourceSite {
    guard item.members != nil else { throw answer.mismatch(field, item, "an object") }
    guard let id = item["uid"]?.string.flatMap({ SiteID($0) }) else {
      throw answer.mismatch("\(field) 'uid'", item["uid"], "the name of a site")
    }
    let named = answer.about(id.text)
    let links = try named.links(of: item, in: "\(field) ")
    var targets: [String: String] = [:]
    for relation in ["clusters", "flavors"] {
      targets[relation] = try follow(relation, links, named)
    }
    return SourceSite(id: id, record: item.withoutServerAdditions, links: targets)
  }

  private func cluster(
    _ item: JSONValue, _ field: String, _ answer: APIAnswer, of site: SourceSite
  ) throws(HarvestProblem) -> SourceCluster {
    guard item.members != nil else { throw answer.mismatch(field, item, "an object") }
    guard let uid = item["uid"]?.string, !uid.isEmpty else {
      throw answer.mismatch("\(field) 'uid'", item["uid"], "a string that is not empty")
    }
    var targets: [String: String] = [:]
    targets["nodes"] = try follow("nodes", answer.links(of: item, in: "\(field) "), answer)
    return SourceCluster(uid: uid, record: item.withoutServerAdditions, links: targets)
  }

  /// The URL of a link; nil when there is none.
  private func follow(
    _ relation: String, _ links: [String: String], _ answer: APIAnswer
  ) throws(HarvestProblem) -> String? {
    guard let href = links[relation] else { return nil }
    guard let url = address.url(href) else {
      throw answer.mismatch(
        "the link '\(relation)'", .string(href), "a path, or a URL at \(address.base)")
    }
    return url
  }
}

extension APISource {
  private func page(of url: String, from offset: Int, site: String?) async throws -> APIAnswer {
    let separator = url.contains("?") ? "&" : "?"
    return try await get(
      "\(url)\(separator)offset=\(offset)&limit=\(APISource.pageSize)", site: site)
  }

  private func get(_ url: String, site: String?) async throws -> APIAnswer {
    let response: HTTPResponse
    do {
      response = try await client.fetch(HTTPRequest(url, timeouts: timeouts))
    } catch let error as CurlError {
      let detail = APIErrorDetail.text(error.answer).map { ": \($0)" } ?? ""
      throw HarvestProblem(
        site: site, place: error.url, reason: error.reason + detail, hint: hint(error.cause),
        isMissing: error.cause == .status(.notFound))
    }
    return try APIAnswer(url: url, site: site, body: response.body)
  }

  private func hint(_ cause: CurlError.Cause) -> String? {
    switch cause {
    case .refused: "--allow-plain-http allows http to other machines"
    case .transfer, .status: "harvest again later; until then the former data answers"
    default: nil
    }
  }
}
