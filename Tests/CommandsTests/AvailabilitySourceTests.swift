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
        request.target.contains("/nodes/")
        ? #"{"reservations": [{"start": "2026-11-22T08:00:00", "end": "2026-11-22T11:00:00"}]}"#
        : #"{"last_synced": "2026-11-22T09:59:00"}"#
      return .text(text)
    }

    var count: Int { requests.withLock { $0.count } }
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
  private static func runDuringOutage(_ words: String) throws -> ChiportProcess.Result {
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

  @Test func whoseTimeIsOverGetsTheAnswerOnce() throws {
    let result = try Self.runDuringOutage(
      "availability gpu_a100_nvlink --hours 1 --watch 30 --timeout 1")
    #expect(result.exitCode == 1)
    #expect(result.output.ranges(of: "Earliest").count == 1)
    #expect(!result.errors.contains("asked again"))
  }

  @Test func anAnnouncedOutageBlocksItsSite() throws {
    let result = try Self.runDuringOutage("availability gpu_a100_nvlink --hours 1")
    #expect(result.exitCode == 1)
    #expect(result.output.contains("2026-11-24 00:00"))
    #expect(result.output.contains("Outage of CHI@UC: CHI@UC cooling work"))
  }
}
