import ArgumentParser

/// How what is copied is printed.
enum CopyFormat: String, OptionWord {
  /// Sentences; progress on a terminal.
  case text
  /// A JSON object a line, for scripts.
  case json
}

/// The options of all commands that copy.
struct CopyOptions: ParsableArguments {
  @Flag(help: "Only say what would be copied, how much it is and how long it would take.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "The most that is sent in a second, in bytes or with K, M, G (powers of 1024).",
      valueName: "rate"))
  var limitRate: ByteAmount?

  @Option(
    name: [.customShort("f"), .long], help: "The output: text, or json for a JSON object a line.")
  var format: CopyFormat = .text
}

/// The options of all commands that copy objects.
struct TransferOptions: ParsableArguments {
  @Flag(help: "Replace what has the same name and another content at the destination.")
  var overwrite = false

  @Option(help: ArgumentHelp("How many transfers run at once.", valueName: "number"))
  var transfers: Int = 8

  @OptionGroup var copy: CopyOptions

  func validate() throws {
    guard (1...64).contains(transfers) else {
      throw ValidationError("--transfers takes 1 to 64")
    }
  }
}
