import ArgumentParser

struct CopyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy", abstract: "Copy images, objects and files between sites.",
    subcommands: [CopyImage.self, CopyObject.self, CopyContainer.self, CopyTree.self])
}
