import ArgumentParser
import Harvest
import HTTP

/// Whether and where announced outages are looked up.
struct OutageOptions: ParsableArguments {
  /// What is known of outages.
  enum Announcement: Sendable {
    /// Those that are not over, newest first.
    case announced([Outage])
    /// Why nobody knows, in one line.
    case unknown(String)
  }

  @Flag(help: "Do not ask the portal for announced outages.")
  var noOutages = false

  @Option(help: ArgumentHelp("The feed of announced outages.", valueName: "url"))
  var outagesURL: String = OutageFeed.defaultURL

  /// Whether another feed than the testbed's was named.
  var isNamed: Bool { outagesURL != OutageFeed.defaultURL }

  /// The names, as messages list them.
  static let names = "--no-outages, --outages-url"

  /// What was given, as the words of a command.
  var words: [String] {
    (noOutages ? ["--no-outages"] : []) + (isNamed ? ["--outages-url", outagesURL] : [])
  }

  /// Whether anything was.
  var isGiven: Bool { !words.isEmpty }

  /// Asks the feed once, for a few seconds at most; it never fails.
  func announcement(_ session: Session, now: String? = nil) async -> Announcement {
    guard !noOutages else { return .unknown("not asked for (--no-outages)") }
    let client = CurlClient(userAgent: Chiport.userAgent, limit: 1)
    do {
      let now = now ?? Session.timestamp(session.now)
      return .announced(
        try await OutageFeed(url: outagesURL, client: client).outages()
          .filter { !$0.isOver(at: now) })
    } catch {
      return .unknown("\(error)")
    }
  }
}
