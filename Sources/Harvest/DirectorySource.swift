import FoundationEssentials
import JSON
import Testbed

/// A checkout of the reference repository, or a copy of its `chameleoncloud` folder.
///
/// Source of the layout: https://github.com/ChameleonCloud/reference-repository,
/// `data/chameleoncloud/sites/SITE/clusters/CLUSTER/nodes/NODE.json`.
package struct DirectorySource: CatalogSource {
  package let location: String
  private let sitesPath: String
  private let version: String?
  private let pageSize: Int

  /// - Parameters:
  ///   - path: The checkout, its `data` folder, or the folder with `sites` in it.
  ///   - version: The version to keep; nil for the checkout's commit, or a digest of the files.
  ///   - pageSize: How many nodes are read at once.
  /// - Throws: `HarvestProblem` when there is no `sites` folder.
  package init(path: String, version: String? = nil, pageSize: Int = 500) throws(HarvestProblem) {
    location = path
    self.pageSize = pageSize
    let candidates = ["", "/chameleoncloud", "/data/chameleoncloud"].map { path + $0 }
    guard let root = candidates.first(where: { DirectorySource.isDirectory($0 + "/sites") }) else {
      throw HarvestProblem(
        site: nil, place: path, reason: "no folder 'sites' in it",
        hint: "give a checkout of the reference repository, or its folder data/chameleoncloud")
    }
    sitesPath = root + "/sites"
    self.version = version ?? GitHead.commit(near: root)
  }

  package func overview() async throws -> SourceOverview {
    var sites: [SourceSite] = []
    var problems: [HarvestProblem] = []
    for name in try DirectorySource.names(in: sitesPath) {
      let file = "\(sitesPath)/\(name)/\(name).json"
      guard DirectorySource.isDirectory("\(sitesPath)/\(name)") else { continue }
      guard let id = SiteID(name) else {
        problems.append(
          HarvestProblem(site: name, place: file, reason: "'\(name)' is no name for a site"))
        continue
      }
      do {
        sites.append(SourceSite(id: id, record: try DirectorySource.object(file, site: name)))
      } catch {
        problems.append(error)
      }
    }
    let version = try self.version ?? digest()
    return SourceOverview(version: version, sites: sites, problems: problems)
  }

  package func outline(of site: SourceSite) async throws -> SiteOutline {
    let folder = "\(sitesPath)/\(site.id)"
    var clusters: [SourceCluster] = []
    var problems: [HarvestProblem] = []
    for name in try DirectorySource.names(in: folder + "/clusters")
    where DirectorySource.isDirectory("\(folder)/clusters/\(name)") {
      let file = "\(folder)/clusters/\(name)/\(name).json"
      let links = ["nodes": "\(folder)/clusters/\(name)/nodes"]
      do {
        let record = try DirectorySource.object(file, site: site.id.text)
        clusters.append(
          SourceCluster(uid: record["uid"]?.string ?? name, record: record, links: links))
      } catch {
        problems.append(error)
        clusters.append(SourceCluster(uid: name, record: .object([]), links: links))
      }
    }
    var flavors: [JSONValue] = []
    for name in try DirectorySource.names(in: folder + "/flavors") where name.hasSuffix(".json") {
      do {
        flavors.append(
          try DirectorySource.object("\(folder)/flavors/\(name)", site: site.id.text).withoutNulls)
      } catch {
        problems.append(error)
      }
    }
    return SiteOutline(clusters: clusters, flavors: flavors, problems: problems)
  }

  package func nodes(
    of site: SourceSite, in cluster: SourceCluster, from offset: Int
  ) async throws -> NodePage {
    let folder = cluster.links["nodes"] ?? ""
    let names = try DirectorySource.names(in: folder).filter { $0.hasSuffix(".json") }
    let page = names.dropFirst(offset).prefix(pageSize)
    var records: [JSONValue] = []
    var problems: [HarvestProblem] = []
    var byteCount = 0
    for name in page {
      do {
        let bytes = try DirectorySource.contents(of: "\(folder)/\(name)", site: site.id.text)
        byteCount += bytes.count
        records.append(try DirectorySource.object(bytes, "\(folder)/\(name)", site: site.id.text))
      } catch {
        problems.append(error)
      }
    }
    return NodePage(
      records: records, covered: page.count, total: names.count, version: nil,
      byteCount: byteCount, problems: problems)
  }

  /// A version for files that are under no version control: the hash of all names and contents.
  ///
  /// A file that cannot be read counts with its name; reading its site will tell.
  private func digest() throws -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    func visit(_ folder: String) throws {
      for name in try DirectorySource.names(in: folder) {
        let path = "\(folder)/\(name)"
        add(name.utf8)
        if DirectorySource.isDirectory(path) {
          try visit(path)
        } else if name.hasSuffix(".json"), let data = FileManager.default.contents(atPath: path) {
          add(data)
        }
      }
    }
    try visit(sitesPath)
    let digits = String(hash, radix: 16)
    return "files-" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func object(_ file: String, site: String) throws(HarvestProblem) -> JSONValue {
    try object(try contents(of: file, site: site), file, site: site)
  }

  private static func object(
    _ bytes: Data, _ file: String, site: String
  ) throws(HarvestProblem) -> JSONValue {
    do {
      let value = try JSONValue(parsing: bytes)
      guard value.members != nil else {
        throw HarvestProblem(
          site: site, place: file, reason: "found \(value.kind), expected an object")
      }
      return value
    } catch let error as JSONError {
      throw HarvestProblem(site: site, place: file, reason: error.description)
    } catch let problem as HarvestProblem {
      throw problem
    } catch {
      throw HarvestProblem(site: site, place: file, reason: "\(error)")
    }
  }

  private static func contents(of file: String, site: String?) throws(HarvestProblem) -> Data {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw HarvestProblem(site: site, place: file, reason: "cannot be read")
    }
    return data
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory
  }

  /// The names in a folder, in order; none when there is no such folder.
  private static func names(in folder: String) throws(HarvestProblem) -> [String] {
    guard isDirectory(folder) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw HarvestProblem(site: nil, place: folder, reason: "cannot be listed")
    }
  }
}

extension JSONValue {
  /// The object without members that are null: the API adds those for what a file does not mention.
  var withoutNulls: JSONValue {
    members.map { .object($0.filter { !$0.value.isNull }) } ?? self
  }
}
