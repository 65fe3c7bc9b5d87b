import ArgumentParser

/// How many nodes are wanted.
struct MinimumOption: ParsableArguments {
  @Option(help: "How many nodes are wanted.")
  var min: Int?

  func validate() throws {
    if let min, min < 1 { throw ValidationError("--min: expected 1 or more") }
  }
}
