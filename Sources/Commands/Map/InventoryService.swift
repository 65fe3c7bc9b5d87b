import Hardware
import OpenStack
import Resources
import Testbed

/// Where inventories come from: a file, or a site's services.
struct InventoryService: Sendable {
  /// What one site is asked with.
  struct Access: Sendable {
    /// Where the inventory was saved; nil to ask the site.
    let file: String?
    /// What named the file, for messages.
    let fileOption: String
    /// The cloud of clouds.yaml that was named; nil for the site's.
    let cloud: String?
    /// What names a cloud, for messages.
    let cloudOption: String
  }

  let session: Session
  let facts: Facts

  /// What the project has at a site.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - access: How it is asked.
  ///   - kinds: What is read.
  /// - Returns: What is known.
  /// - Throws: `CommandFailure` when the file cannot be read, there is no login, or it is refused.
  func inventory(
    of site: SiteID, _ access: Access, kinds: Set<ResourceKind> = Set(ResourceKind.allCases)
  ) async throws -> ProjectInventory {
    if let file = access.file {
      return try InventoryFile.read(file, access.fileOption, of: site)
    }
    let logins = try SiteLogins(session, facts: facts)
    let login = try logins.login(for: site, cloud: access.cloud, option: access.cloudOption)
    do {
      return try await InventoryReader(logins.session(login)).read(
        site, kinds: kinds, at: Session.timestamp(session.now))
    } catch let error as OpenStackError {
      throw CommandFailure(error)
    }
  }

  /// As `inventory(of:_:kinds:)`, but of a site that cannot be asked nothing is known.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - access: How it is asked.
  /// - Returns: What is known, and why that is nothing; nil when something is.
  /// - Throws: `CommandFailure` when the file cannot be read.
  func attempt(
    of site: SiteID, _ access: Access
  ) async throws -> (inventory: ProjectInventory, failure: CommandFailure?) {
    do {
      return (try await inventory(of: site, access), nil)
    } catch let failure as CommandFailure where access.file == nil {
      let unknown = ProjectInventory(
        site: site, readAt: Session.timestamp(session.now), unknown: failure.message)
      return (unknown, failure)
    }
  }

  /// The login that a site is asked with, as `--os-cloud` takes it; nil without one of a name, such as
  /// that of the variables, or where a file is read.
  func cloud(of site: SiteID, _ access: Access) -> String? {
    if access.cloud != nil || access.file != nil { return access.cloud }
    let login = try? SiteLogins(session, facts: facts).login(for: site)
    return login?.origin == .environment ? nil : login?.name
  }
}
