import HTTP
import Hardware
import OpenStack
import Testbed

/// The logins that the user has, and at which site each of them is.
struct SiteLogins {
  /// A cloud, or a region of one.
  struct Entry: Sendable {
    /// Of the cloud.
    let name: String
    /// The login, or why it is of no use.
    let login: Result<CloudLogin, OpenStackError>
    /// Nil when nothing in it names a site.
    let site: SiteID?
    /// Whether the entry itself is called like the site.
    let isNamedForSite: Bool
  }

  /// In the order of the file; that of the variables comes last.
  let entries: [Entry]
  private let configuration: CloudConfiguration
  private let environment: [String: String]
  private let facts: Facts
  private let refreshTokens: RefreshTokens

  /// Reads the user's files and variables.
  ///
  /// - Throws: `CommandFailure` for a malformed file.
  init(_ session: Session, facts: Facts) throws {
    environment = session.environment
    let configuration = try CloudFiles.configuration(session.environment)
    self.configuration = configuration
    refreshTokens = CloudFiles.refreshTokens(session.environment)
    self.facts = facts
    let places = SitePlaces(facts)
    var entries: [Entry] = []
    for name in configuration.names {
      let regions = (try? configuration.regions(of: name)) ?? [""]
      for region in regions {
        let login = Result { () throws(OpenStackError) in
          try CloudLogin(configuration.settings(of: name, region: region))
        }
        let named = places.site(named: name)
        let site = (try? login.get()).flatMap(places.site) ?? places.site(named: region) ?? named
        entries.append(
          Entry(name: name, login: login, site: site, isNamedForSite: site != nil && named == site))
      }
    }
    self.entries = entries
  }

  /// Where the logins were looked for, for messages.
  var source: String {
    switch (configuration.path, configuration.names.isEmpty) {
    case (let path?, _): path
    case (nil, false): "the variables OS_*"
    case (nil, true): "no clouds.yaml, no variables OS_*"
    }
  }

  /// The login for a site.
  ///
  /// - Parameters:
  ///   - site: Where to log in.
  ///   - cloud: The cloud that the user named instead; nil for none.
  ///   - option: The option that names a cloud, for hints.
  /// - Returns: The login.
  /// - Throws: `CommandFailure` that lists what was looked at.
  func login(
    for site: SiteID, cloud: String? = nil, option: String = "--os-cloud"
  ) throws -> CloudLogin {
    do {
      if let cloud { return try login(ofCloud: cloud, for: site, option: option) }
      return try entry(for: site, option: option).login.get()
    } catch let error as OpenStackError {
      throw CommandFailure(error)
    }
  }

  /// A region of that cloud which is at the site, else what the cloud says.
  private func login(
    ofCloud name: String, for site: SiteID, option: String
  ) throws -> CloudLogin {
    guard configuration.names.contains(name) else { throw unknown(name, option) }
    let own = entries.filter { $0.name == name }
    if own.count > 1, let entry = own.first(where: { $0.site == site }) {
      return try entry.login.get()
    }
    return try CloudLogin(configuration.settings(of: name))
  }

  private func entry(for site: SiteID, option: String) throws -> Entry {
    if let name = configuration.defaultName, !configuration.names.contains(name) {
      throw unknown(name, "OS_CLOUD")
    }
    let all = entries.filter { $0.site == site }
    let usable = all.filter { (try? $0.login.get()) != nil }
    guard let first = usable.first ?? all.first else { throw nothing(for: site, option: option) }
    guard usable.count > 1 else { return first }
    if let chosen = usable.first(where: { $0.name == configuration.defaultName }) { return chosen }
    let named = usable.filter(\.isNamedForSite)
    if named.count == 1 { return named[0] }
    let names = usable.map { "'\($0.name)'" }.joined(separator: ", ")
    throw CommandFailure(
      "several logins are for site '\(site)': \(names)",
      hint: "\(option) or OS_CLOUD names one of them")
  }

  /// What is said of a cloud that somebody named and nobody has.
  private func unknown(_ name: String, _ origin: String) -> CommandFailure {
    let names = configuration.names
    let place =
      configuration.path.map { "in \($0)" }
      ?? (names.isEmpty ? "as there is no clouds.yaml" : "beside the variables OS_*")
    return CommandFailure(
      "\(origin): there is no cloud '\(name)' \(place)",
      hint: names.isEmpty
        ? "write clouds.yaml: cc-login, ccauth clouds-yaml"
        : "clouds: \(names.joined(separator: ", "))"
    )
  }

  /// Why there is none for a site, with what was looked at.
  func nothing(for site: SiteID, option: String) -> CommandFailure {
    let looked = entries.map { "'\($0.name)' (\($0.site.map(\.text) ?? "of no site known"))" }
    let hint =
      looked.isEmpty
      ? "source the site's openrc file, or write clouds.yaml: cc-login, ccauth clouds-yaml"
      : "\(option) takes one of them all the same"
    let found = looked.isEmpty ? "" : ": \(looked.joined(separator: ", "))"
    let isNowhere = configuration.path == nil && configuration.names.isEmpty
    return CommandFailure(
      "no login for site '\(site)'\(isNowhere ? ":" : " in") \(source)\(found)", hint: hint)
  }

  /// A session with a login; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - login: Who logs in where.
  ///   - limit: How many requests go on at once.
  ///   - attempts: How often a request is sent at most.
  /// - Returns: The session.
  func session(_ login: CloudLogin, limit: Int = 8, attempts: Int = 4) -> CloudSession {
    let authorities = login.certificateAuthorities.map { CloudFiles.expanded($0, environment) }
    let client = RetryingStreamingClient(
      CurlClient(userAgent: Chiport.userAgent, limit: limit, certificateAuthorities: authorities),
      policy: RetryPolicy(attempts: attempts))
    return CloudSession(login, client: client, refreshTokens: refreshTokens)
  }
}

/// Which site a login, a region, a host or a name means.
struct SitePlaces {
  private let names: SiteNames
  private let hosts: [String: SiteID]

  init(_ facts: Facts) {
    names = SiteNames(facts: facts)
    var hosts: [String: SiteID] = [:]
    for fact in facts.sites {
      guard let site = SiteID(fact.uid) else { continue }
      for url in [fact.authURL, fact.dashboardURL].compactMap({ $0 }) {
        hosts[SitePlaces.host(of: url)] = site
      }
    }
    self.hosts = hosts
  }

  /// The site that a text names in any spelling.
  func site(named text: String) -> SiteID? {
    guard !text.isEmpty, case .site(let site) = names.resolve(text) else { return nil }
    return site
  }

  /// The site of a login: its region says it, else the host of Keystone.
  func site(of login: CloudLogin) -> SiteID? {
    login.region.flatMap { site(named: $0) } ?? hosts[SitePlaces.host(of: login.authURL)]
  }

  /// What stands between `://` and the port or path, in lower case.
  private static func host(of url: String) -> String {
    guard let range = url.firstRange(of: "://") else { return url.lowercased() }
    return url[range.upperBound...].prefix { !":/?#".contains($0) }.lowercased()
  }
}
