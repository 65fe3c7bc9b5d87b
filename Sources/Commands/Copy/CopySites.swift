import ArgumentParser
import Hardware

/// From which site to which objects are copied, and with which logins.
struct CopySites: ParsableArguments {
  @Option(help: ArgumentHelp("The site that is copied from.", valueName: "site"))
  var from: String

  @Option(help: ArgumentHelp("The site that is copied to.", valueName: "site"))
  var to: String

  @OptionGroup var clouds: TwoCloudOptions
  @OptionGroup var catalogOptions: CatalogOptions

  /// Sessions at both, of which nothing was asked yet.
  ///
  /// - Parameter session: The environment, with the logins.
  /// - Returns: The sessions, and what is known of sites.
  /// - Throws: `CommandFailure` for a site or login that is not there.
  func sessions(
    _ session: Session
  ) throws -> (source: SiteSession, target: SiteSession, facts: Facts) {
    let facts = try session.facts()
    let open = try catalogOptions.open(session)
    let logins = try SiteLogins(session, facts: facts)
    let source = try SiteSession(
      from, cloud: clouds.fromCloud, option: "--from-cloud", logins: logins, open: open,
      facts: facts)
    let target = try SiteSession(
      to, cloud: clouds.toCloud, option: "--to-cloud", logins: logins, open: open, facts: facts)
    return (source, target, facts)
  }

  /// The object stores of both.
  ///
  /// - Parameters:
  ///   - session: The environment, with the logins.
  ///   - transfers: How many transfers are meant to run at once.
  /// - Returns: Stores of which nothing was asked yet.
  /// - Throws: `CommandFailure` for a site or login that is not there.
  func stores(
    _ session: Session, transfers: Int
  ) throws -> (source: StoreAtSite, destination: StoreAtSite) {
    let places = try StorePlaces(session, catalogOptions, transfers: transfers)
    return (
      try places.store(at: from, cloud: clouds.fromCloud, option: "--from-cloud"),
      try places.store(at: to, cloud: clouds.toCloud, option: "--to-cloud")
    )
  }
}
