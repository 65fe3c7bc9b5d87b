package import ArgumentParser

/// `chiport` with all its subcommands.
package struct Chiport: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "chiport",
    abstract: "Move experiments between the sites of the Chameleon testbed.",
    version: version,
    subcommands: [
      FindEquivalent.self, AvailabilityCommand.self, SelectorCommand.self, RewriteCommand.self,
      MapCommand.self, VerifyCommand.self, CopyCommand.self, MovePlanCommand.self,
      ApplyCommand.self, SnapshotCommand.self, ShowCommand.self, ListCommand.self,
      SitesCommand.self, HarvestCommand.self, ChangesCommand.self, DoctorCommand.self,
    ])

  /// The version of the program, also in its user agent.
  static let version = "0.1.0"

  package init() {}
}
