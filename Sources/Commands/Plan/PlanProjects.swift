import HTTP
import Hardware
import OpenStack
import Planning
import Resources
import Testbed

/// Finds out what the project has at the sites of a plan, and how fast their link is.
struct PlanProjects {
  let session: Session
  let facts: Facts
  let options: ProjectOptions

  /// What is known of a project at a site.
  struct Knowledge {
    var state: SiteState
    /// What stands after `--os-cloud`; nil without a login of that name.
    var cloud: String?
    /// Nil without a login.
    var connection: CloudSession?
  }

  /// Asks a site, or reads what was saved of it.
  ///
  /// - Parameters:
  ///   - site: Which.
  ///   - saved: The file, and the option that named it.
  ///   - cloud: The cloud that the user named instead of the site's, and the option that did.
  /// - Returns: What is known, or why it is not.
  /// - Throws: `CommandFailure` for a file that cannot be read, or a cloud that was named and cannot be
  ///   used; `CancellationError`.
  func knowledge(
    of site: SiteID, saved: (path: String?, option: String), cloud: (name: String?, option: String)
  ) async throws -> Knowledge {
    if let path = saved.path {
      let inventory = try InventoryFile.read(path, saved.option, of: site)
      return Knowledge(state: .known(inventory, isLoggedIn: false), cloud: cloud.name)
    }
    if options.offline { return Knowledge(state: .unknown("not asked (--offline)")) }
    do {
      let logins = try SiteLogins(session, facts: facts)
      let login = try logins.login(for: site, cloud: cloud.name, option: cloud.option)
      return try await ask(
        site, logins.session(login, attempts: 2), named: cloud.name ?? login.name)
    } catch let failure as CommandFailure where cloud.name == nil {
      return Knowledge(state: .unknown(failure.message))
    }
  }

  /// The login for the store of a site that has none of its own; nil for every other site, and where
  /// there is none.
  func storeCloud(of site: SiteID) -> String? {
    guard !options.offline, let store = facts.objectStore(of: site), store != site else {
      return nil
    }
    let login = try? SiteLogins(session, facts: facts).login(for: store)
    return login?.origin == .environment ? nil : login?.name
  }

  private func ask(
    _ site: SiteID, _ connection: CloudSession, named name: String
  ) async throws -> Knowledge {
    let cloud = connection.login.origin == .environment ? nil : name
    do {
      let inventory = try await InventoryReader(connection)
        .read(site, at: Session.timestamp(session.now))
      return Knowledge(state: .known(inventory), cloud: cloud, connection: connection)
    } catch let error as OpenStackError {
      // A site that does not answer is another thing than one that does not let in.
      let state: SiteState =
        error.isRetryable ? .down("it does not answer: \(error)") : .unknown("\(error)")
      return Knowledge(state: state, cloud: cloud)
    }
  }

  /// How fast an image of the source comes here; nil when none can be read in part.
  ///
  /// - Parameters:
  ///   - references: What the files name, so that what is to be copied is read.
  ///   - knowledge: What is known of the source.
  ///   - name: The source, for people.
  /// - Returns: Half of what was measured to all of it, as uploading is not measured.
  /// - Throws: `CancellationError`.
  func rate(
    _ references: [PlanReference], _ knowledge: Knowledge, _ name: String
  ) async throws -> TransferRate? {
    guard let connection = knowledge.connection,
      let images = knowledge.state.inventory?.images.elements
    else { return nil }
    let named = Set(references.map(\.value))
    let wanted = images.first { image in
      (named.contains(image.name) || named.contains(image.id)) && image.status == "active"
        && (image.size?.bytes ?? 0) >= PlanProjects.sample
    }
    guard let wanted else { return nil }
    let request = CloudRequest(
      "/v2/images/\(wanted.id)/file",
      headers: [HTTPHeader("Range", "bytes=0-\(PlanProjects.sample - 1)")],
      maximumBodyInBytes: PlanProjects.sample + 1)
    let start = ContinuousClock.now
    do {
      let response = try await connection.send(.image, request)
      guard response.status.rawValue == 206, !response.body.isEmpty else { return nil }
      let time = (ContinuousClock.now - start).components
      let seconds = Double(time.seconds) + Double(time.attoseconds) / 1e18
      let measured = max(2, Int(Double(response.body.count) / max(seconds, 1e-6)))
      return TransferRate(
        bytesPerSecond: measured / 2...measured,
        basis: "measured by reading \(SizeText.text(response.body.count)) from \(name)")
    } catch is OpenStackError {
      return nil
    }
  }

  /// Long enough that the round trips of the beginning do not count much, short enough for a bad line.
  private static let sample = 8 << 20
}
