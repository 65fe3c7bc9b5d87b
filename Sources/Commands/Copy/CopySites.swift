import ArgumentParser

/// From which site to which objects are copied, and with which logins.
struct CopySites: ParsableArguments {
  @Option(help: ArgumentHelp("The site that is copied from.", valueName: "site"))
  var from: String

  @Option(help: ArgumentHelp("The site that is copied to.", valueName: "site"))
  var to: String

  @OptionGroup var clouds: TwoCloudOptions
  @OptionGroup var catalogOptions: CatalogOptions

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
