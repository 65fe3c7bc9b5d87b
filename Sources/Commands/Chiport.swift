package import ArgumentParser

/// `chiport` with all its subcommands.
package struct Chiport: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "chiport",
    abstract: "Move experiments between the sites of the Chameleon testbed.",
    version: version,
    subcommands: [
      ChangesCommand.self, DoctorCommand.self, FindEquivalent.self, HarvestCommand.self, ListCommand.self,
      ShowCommand.self,
      SitesCommand.self,
    ])

  /// The version of the program, also in its user agent.
  static let version = "0.1.0"

  package init() {}
}
