package import ArgumentParser

/// `chiport` with all its subcommands.
package struct Chiport: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "chiport",
    abstract: "Move experiments between the sites of the Chameleon testbed.",
    version: "0.1.0",
    subcommands: [
      ChangesCommand.self, DoctorCommand.self, HarvestCommand.self, ListCommand.self,
      ShowCommand.self,
      SitesCommand.self,
    ])

  package init() {}
}
