import ArgumentParser
import Transfer

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

  func validate() throws {
    if let limitRate, limitRate.bytes < 8192 {
      throw ValidationError("--limit-rate takes 8K or more: stores end what is slower")
    }
  }
}

/// The options of all commands that copy objects.
struct TransferOptions: ParsableArguments {
  @Flag(help: "Replace what has the same name and another content at the destination.")
  var overwrite = false

  @Option(help: ArgumentHelp("How many transfers run at once.", valueName: "number"))
  var transfers: Int = 8

  @Option(
    name: .customLong("segments-at-once"),
    help: ArgumentHelp(
      "How many segments of one large object are sent at once; as many are sent again when the copy is "
        + "ended.", valueName: "number"))
  var segments: Int = 1

  @OptionGroup var copy: CopyOptions

  /// Stores end uploads of which nothing comes for a minute: a slow rate is for few transfers.
  ///
  /// Source: OpenStack Swift, `proxy-server.conf`: `client_timeout = 60`; each transfer sends 256 KiB in
  /// its turn, so that these come every 16 seconds at least.
  var slots: TransferSlots {
    let most = copy.limitRate.map { max($0.bytes / 16_384, 1) } ?? transfers
    return TransferSlots(min(transfers, most), segments: segments)
  }

  func validate() throws {
    guard (1...64).contains(transfers) else {
      throw ValidationError("--transfers takes 1 to 64")
    }
    guard (1...64).contains(segments) else {
      throw ValidationError("--segments-at-once takes 1 to 64")
    }
  }
}
