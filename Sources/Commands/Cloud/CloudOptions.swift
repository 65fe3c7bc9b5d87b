import ArgumentParser

/// Which login is used, for commands that go to one site.
struct CloudOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Log in with this cloud of clouds.yaml; otherwise with the one that is the site's, else as the \
      variables OS_* say.
      """, valueName: "name"))
  var osCloud: String?

  func validate() throws {
    if osCloud == "" { throw ValidationError("--os-cloud: expected the name of a cloud") }
  }
}

/// Which logins are used, for commands that go from one site to another.
struct TwoCloudOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Log in at the source with this cloud of clouds.yaml, rather than with the site's.",
      valueName: "name"))
  var fromCloud: String?

  @Option(
    help: ArgumentHelp(
      "Log in at the target with this cloud of clouds.yaml, rather than with the site's.",
      valueName: "name"))
  var toCloud: String?

  func validate() throws {
    if fromCloud == "" { throw ValidationError("--from-cloud: expected the name of a cloud") }
    if toCloud == "" { throw ValidationError("--to-cloud: expected the name of a cloud") }
  }
}
