import ArgumentParser
import Catalog
import FoundationEssentials

/// Which catalogue answers.
struct CatalogOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The catalogue to use; otherwise CHIPORT_CATALOG, else the newer of your own and the bundled one.",
      valueName: "path"))
  var catalog: String?

  func validate() throws {
    if catalog == "" { throw ValidationError("--catalog: expected the path of a file") }
  }

  /// The path that was named, on the command line or in the environment.
  func namedPath(_ session: Session) -> String? {
    catalog ?? session.environment["CHIPORT_CATALOG"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Opens the catalogue that answers.
  ///
  /// An own catalogue that cannot be used is said on standard error; then the bundled one answers.
  func open(_ session: Session) throws -> OpenCatalog {
    if let path = namedPath(session) {
      return try OpenCatalog(
        Catalog.open(path, exists: FileManager.default.fileExists(atPath: path)))
    }
    let bundled = try OpenCatalog(Catalog.bundled())
    guard let path = try? session.userCatalogPath(), FileManager.default.fileExists(atPath: path)
    else { return bundled }
    do {
      let own = try OpenCatalog(Catalog.open(path, exists: true))
      if own.sites.contains(where: { $0.factsVersion != BundledData.factsVersion }) {
        session.warn(
          "note", "\(path) was made with other facts than this version of chiport has",
          hint: "chiport harvest reads its records anew")
      }
      return own.harvestedAt >= bundled.harvestedAt ? own : bundled
    } catch let error as CatalogError {
      session.warn(
        "warning", error.description + "; the bundled catalogue answers",
        hint: error.hint(for: .own))
      return bundled
    }
  }
}

/// A catalogue with its date.
struct OpenCatalog {
  let catalog: Catalog
  /// Without the numbers of their nodes.
  let sites: [SiteEntry]
  /// The newest harvest of a site in it, UTC, ISO 8601.
  let harvestedAt: String
  /// The version of the data; several when sites were harvested from different ones.
  let version: String

  init(_ catalog: Catalog) throws {
    self.catalog = catalog
    sites = try catalog.sites(countsNodes: false)
    harvestedAt = sites.map(\.harvestedAt).max() ?? ""
    let versions = Set(sites.compactMap(\.version)).sorted()
    version = versions.map { String($0.prefix(12)) }.joined(separator: ", ")
  }

  /// Whole days since the harvest; nil when its date cannot be read.
  func ageInDays(at now: Date) -> Int? {
    guard let date = Date(timestamp: harvestedAt) else { return nil }
    return max(0, Int(now.timeIntervalSince(date) / 86_400))
  }

  /// Which catalogue answered, in one line.
  ///
  /// For example `Catalogue of 2026-06-26 (version 5da0590, bundled), 149 days old.`
  func caption(at now: Date) -> String {
    let origin =
      switch catalog.origin {
      case .bundled: "bundled"
      case .file(let path): path
      }
    let age = ageInDays(at: now).map { $0 == 1 ? ", 1 day old" : ", \($0) days old" } ?? ""
    return "Catalogue of \(harvestedAt.prefix(10)) (version \(version), \(origin))\(age)."
  }
}
