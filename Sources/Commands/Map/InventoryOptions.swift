import ArgumentParser
import Resources

/// What is read from files instead of asked of the sites.
struct InventoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read what the source has from this file, which --save wrote.", valueName: "file"))
  var inventoryFrom: String?

  @Option(
    help: ArgumentHelp(
      "Read what the target has from this file, which --save wrote.", valueName: "file"))
  var inventoryTo: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "What copies have recorded, which counts more than names; may be repeated.",
      valueName: "file"))
  var copied: [String] = []

  func copies() throws -> [RecordedCopy] {
    try copied.flatMap { try InventoryFile.copies($0, "--copied") }
  }
}
