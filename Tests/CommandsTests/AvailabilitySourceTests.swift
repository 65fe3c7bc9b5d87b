import Foundation
import Synchronization
import TestSupport
import Testing

/// `chiport availability` with an API on the loopback, and what it keeps.
@Suite struct AvailabilitySourceTests {
  /// Nodes are free but for a reservation; how often something was asked for is counted.
  final class API: Sendable {
    let requests = Mutex<[String]>([])
    let status: Int

    init(status: Int = 200) { self.status = status }

    func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
      requests.withLock { $0.append(request.target) }
      guard status == 200 else {
        return .status(status)
      }
      let text =
        if request.target.contains("/nodes/") {
          #"{"reservations": [{"start": "2026-11-22T08:00:00", "end": "2026-11-22T11:00:00"}]}"#
        } else if let window = request.target.firstMatch(of: /start_date=(.*)&end_date=(.*)/) {
          """
          {"availability": [{"start": "\(window.1)", "end": "\(window.2)", "available": 2, "total": 2}]}
          """
        } else { #"{"last_synced": "2026-11-22T09:59:00"}"# }
      return .text(text)
    }

    var count: Int { requests.withLock { $0.count } }

    /// The times that flavors were asked for, as in `start_date=...&end_date=...`.
    var windows: [String] {
      requests.withLock { requests in
        requests.compactMap { $0.split(separator: "?").dropFirst().first.map(String.init) }
      }
    }
  }

  private static let words =
    "availability gpu_a100_pcie@uc -n 4 --hours 1 --no-outages -f csv -c site -c free_now"

  @Test func readsEachNodeOnceAndKeepsWhatItRead() throws {
    let api = API()
    let server = try LoopbackServer { api.answer($0) }
    let result = try ChiportProcess.shell(
      """
      export XDG_DATA_HOME=$PWD
      for i in 1 2; do
        "$CHIPORT" \(Self.words) --before 2099-01-01 --api http://127.0.0.1:\(server.port)
        echo "exit $?"
      done
      """)
    let answers = result.output.split(separator: "exit 0\n").map(String.init)
    #expect(answers.count == 2, "\(result.output)\(result.errors)")
    #expect(answers.first == answers.last)
    // The site, then its four nodes; the second run asks nothing.
    #expect(api.count == 5)
  }

  @Test func readsAnewWhatIsTooOld() throws {
    let api = API()
    let server = try LoopbackServer { api.answer($0) }
    _ = try ChiportProcess.shell(
      """
      export XDG_DATA_HOME=$PWD
      for i in 1 2; do
        "$CHIPORT" \(Self.words) --max-age 0 --api http://127.0.0.1:\(server.port)
      done
      """)
    #expect(api.count >= 10)
  }

  @Test func asksAnotherAPIForItself() throws {
    let (first, second) = (API(), API())
    let server = try LoopbackServer { first.answer($0) }
    let other = try LoopbackServer { second.answer($0) }
    let result = try ChiportProcess.shell(
      """
      export XDG_DATA_HOME=$PWD
      for port in \(server.port) \(other.port) \(other.port); do
        "$CHIPORT" \(Self.words) --before 2099-01-01 --api http://127.0.0.1:$port >/dev/null
      done
      """)
    #expect(first.count == 5 && second.count == 5, "\(result.errors)")
  }

  @Test func asksForAFlavorAgainWhenItWasReadForALaterTime() throws {
    let api = API()
    let server = try LoopbackServer { api.answer($0) }
    let words =
      "availability m1.large@kvm --hours 1 --before 2099-01-01 --no-outages -f csv -c free_now"
    let result = try ChiportProcess.shell(
      """
      export XDG_DATA_HOME=$PWD
      for start in '--start 2098-12-20' '' '--start 2098-12-21'; do
        "$CHIPORT" \(words) $start --api http://127.0.0.1:\(server.port)
      done
      """)
    #expect(result.output == String(repeating: "free_now\n2\n", count: 3), "\(result.errors)")
    // What was read from now on also answers for later.
    #expect(api.windows.count == 2)
    #expect(api.windows.first?.hasPrefix("start_date=2098-12-20T00:00:00Z") == true)
  }

  @Test func failsWhenNothingIsKnown() throws {
    let api = API(status: 400)
    let server = try LoopbackServer { api.answer($0) }
    let result = try ChiportProcess.run(
      Self.words.split(separator: " ").map(String.init)
        + ["--api", "http://127.0.0.1:\(server.port)"])
    #expect(result.exitCode == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("no calendar could be read"))
  }

  @Test func harvestsCalendarsIntoAFile() throws {
    let api = API()
    let server = try LoopbackServer { api.answer($0) }
    let result = try ChiportProcess.shell(
      """
      export XDG_DATA_HOME=$PWD
      "$CHIPORT" harvest --availability --site ncar --save all.json \\
        --api http://127.0.0.1:\(server.port)
      "$CHIPORT" availability --calendar all.json --now 2026-11-22T10:00Z -n 44 --hours 1 \\
        -f csv -c earliest
      """)
    #expect(
      result.output
        == "ncar: calendars of 44 of 44 nodes\nearliest\n2026-11-22 11:00\n", "\(result.errors)")
  }

  @Test func harvestsFlavorsForTwiceTheLongestLease() throws {
    let api = API()
    let server = try LoopbackServer { api.answer($0) }
    let result = try ChiportProcess.shell(
      """
      export XDG_DATA_HOME=$PWD
      "$CHIPORT" harvest --availability --site kvm --save all.json \\
        --api http://127.0.0.1:\(server.port)
      "$CHIPORT" availability m1.large --days 180 --calendar all.json -f csv -c free_now
      echo "exit $?"
      """)
    #expect(result.output.hasSuffix("free_now\n2\nexit 0\n"), "\(result.output)\(result.errors)")
  }

  @Test(arguments: [
    ["--availability", "--blazar"],
    ["--availability", "--blazar", "--site", "uc", "--api", "http://127.0.0.1:1"],
  ])
  func oneBlazarIsAskedForCalendarsOfItsSite(_ words: [String]) throws {
    let result = try ChiportProcess.run(["harvest"] + words)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("--blazar"))
  }

  /// Of CHI@UC, for a day and a half from half an hour after the calendar was read.
  private static let feed = """
    <?xml version="1.0"?><rss version="2.0"><channel><title>Outages</title><item>
    <title>CHI@UC cooling work</title><description>&lt;p&gt;Outage Start: 2026-11-22 10:30\
    &lt;br&gt;Expected Outage End: 2026-11-24 00:00&lt;/p&gt;</description></item></channel></rss>
    """

  /// Runs a command with the saved calendar and the feed.
  private static func runDuringOutage(
    _ words: String, feed: String = Self.feed
  ) throws -> ChiportProcess.Result {
    let server = try LoopbackServer { _ in .text(feed) }
    let calendar = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/calendar/week.json").path
    return try ChiportProcess.run(
      words.split(separator: " ").map(String.init) + [
        "--calendar", calendar, "--now", "2026-11-22T10:00Z", "--outages-url",
        "http://127.0.0.1:\(server.port)/",
      ])
  }

  @Test func anOutageCountsForEquivalentsToo() throws {
    let result = try Self.runDuringOutage(
      "find-equivalent gpu_a100_pcie --to uc --available --hours 1 --limit 1")
    #expect(result.output.contains("2026-11-24 00:00"))
    #expect(
      result.errors.contains(
        "note: Outage of CHI@UC: CHI@UC cooling work (2026-11-22 10:30 to 2026-11-24 00:00)."))
  }

  /// With an API whose nodes are taken for the next hour.
  @Test(arguments: ["--timeout 1", "--before 2026-11-22T11:00Z"])
  func whoseTimeIsOverGetsTheAnswerOnce(_ words: String) throws {
    let api = API()
    let server = try LoopbackServer { api.answer($0) }
    let result = try ChiportProcess.run(
      """
      availability gpu_a100_pcie@uc --hours 1 --watch 60 \(words) --no-outages \
      --now 2026-11-22T10:00Z --api http://127.0.0.1:\(server.port)
      """.split(separator: " ").map(String.init))
    #expect(result.exitCode == 1, "\(result.errors)")
    #expect(result.output.ranges(of: "Earliest").count == 1)
    #expect(!result.errors.contains("asked again"))
  }

  /// A feed with one announcement.
  private static func announcement(_ title: String, _ times: String) -> String {
    """
    <?xml version="1.0"?><rss version="2.0"><channel><title>Outages</title><item>
    <title>\(title)</title><description>&lt;p&gt;\(times)&lt;/p&gt;</description></item></channel>
    </rss>
    """
  }

  @Test(arguments: [
    ("CHI@UC", "Outage Start: 2026-11-22 10:30", 1, "2026-11-22 10:30 until further notice"),
    ("UC network", "Outage Start: 2026-11-22 10:30", 1, "2026-11-22 10:30 until further notice"),
    ("CHI@UC", "Expected Outage End: 2026-11-24 00:00", 0, "its start is not told"),
    (
      "CHI@UC", "Outage Start: 2026-11-25 00:00 Expected Outage End: 2026-11-24 00:00", 0,
      "it is said to end before it starts"
    ),
    ("CHI@TACC", "Outage Start: 2026-11-22 10:30", 0, nil),
  ])
  func anOutageBlocksFromItsStart(
    _ title: String, _ times: String, _ status: Int32, _ text: String?
  ) throws {
    let result = try Self.runDuringOutage(
      "availability gpu_a100_nvlink --hours 1", feed: Self.announcement(title, times))
    #expect(result.exitCode == status)
    if let text { #expect(result.output.contains("(\(text)"), "\(result.output)") }
    #expect(result.output.contains("never") == (status == 1))
    #expect(result.output.contains("Outage of CHI@UC") == (text != nil))
  }

  /// CHI@TACC and KVM@TACC are one place.
  @Test(arguments: [
    ("TACC network maintenance", [1, 1]), ("CHI@TACC down", [1, 0]), ("KVM at TACC", [0, 1]),
    ("CHI@UC", [0, 0]),
  ])
  func anOutageOfAPlaceBlocksAllOfItsSites(_ title: String, _ statuses: [Int32]) throws {
    let found = try ["gpu_h100", "g1.h100.pci.4"].map { what in
      try Self.runDuringOutage(
        "availability \(what) --hours 1",
        feed: Self.announcement(title, "Outage Start: 2026-11-22 10:30")
      ).exitCode
    }
    #expect(found == statuses)
  }

  @Test func anAnnouncedOutageBlocksItsSite() throws {
    let result = try Self.runDuringOutage("availability gpu_a100_nvlink --hours 1")
    #expect(result.exitCode == 1)
    #expect(result.output.contains("2026-11-24 00:00"))
    #expect(result.output.contains("Outage of CHI@UC: CHI@UC cooling work"))
  }
}
