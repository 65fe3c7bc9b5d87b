import ArgumentParser

/// `chiport snapshot`: what concerns snapshots of instances.
struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Prepare snapshots of instances.",
    subcommands: [SnapshotAdviseCommand.self])
}
