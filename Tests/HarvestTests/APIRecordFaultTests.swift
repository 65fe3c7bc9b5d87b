import Catalog
import HTTP
import Harvest
import JSON
import TestSupport
import Testbed
import Testing

@Suite struct APIRecordFaultTests {
  @Test func aBadRecordNeverSpoilsTheOthers() async throws {
    var data = ReferenceData.sample()
    data.sites[2].clusters[0].nodes += [
      7, ["node_name": "c7"], ["uid": "x", "node_type": 3], ["uid": "y", "gpu": []],
    ]
    data.sites[0].flavors += ["a flavor", ["vcpus": 3]]
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(try ReferenceAPIServer(data))
    #expect(report.stored.map(\.nodeCount) == [2, 6, 6])
    #expect(report.failed.isEmpty)
    #expect(!report.isComplete)
    #expect(report.problems.map(\.site) == ["kvm", "kvm", "uc", "uc", "uc", "uc"])
    let text = lines(report)
    #expect(text.contains("nodes?offset=0&limit=500: 'items[6]': found a number (7)"))
    #expect(text.contains("uc/chameleon: node c7: 'uid': found nothing, expected a text"))
    #expect(text.contains("uc/chameleon: node x: 'node_type': found a number"))
  }

  @Test func aBadSiteNeverSpoilsTheOthers() async throws {
    let bad: [JSONValue] = [
      "uc", [:], ["uid": 7], ["uid": "../etc"], ["uid": "nu", "links": 3],
    ]
    let server = try ReferenceAPIServer(
      .sample(),
      faults: [
        .init(
          "/sites?",
          .edit { content in
            let items = (content["items"]?.array ?? []) + bad
            return content.setting("items", .array(items))
              .setting("total", JSONValue(items.count))
          })
      ])
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(server)
    #expect(report.stored.map(\.site.text) == ["kvm", "tacc", "uc"])
    #expect(report.failed.map(\.text) == ["nu"])
    #expect(report.problems.count == bad.count)
    #expect(
      lines(report).contains(
        "'items[6]' 'uid': found a string (\"../etc\"), expected the name of a site"))
  }

  @Test func aPageThatComesAgainIsNotTheNextOne() async throws {
    let data = ReferenceData.sample(nodeCount: 12)
    let server = try ReferenceAPIServer(
      data, pageCap: 6,
      faults: [
        .init(
          "/sites/uc/clusters/chameleon/nodes?offset=6",
          .edit { content in
            content.setting("items", .array(Array(data.sites[2].clusters[0].nodes.prefix(6))))
          })
      ])
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(server)
    #expect(report.failed.map(\.text) == ["uc"])
    #expect(lines(report).contains("6 of 12 nodes were listed before, so others were missed"))
    #expect(lines(report).contains("node uc-0: listed twice, as are 5 more"))
  }

  @Test func aVersionThatChangesBetweenPagesIsNotMixed() async throws {
    let server = try ReferenceAPIServer(
      .sample(), pageCap: 4,
      faults: [
        .init(
          "/sites/tacc/clusters/chameleon/nodes?offset=4",
          .edit { content in
            let items = (content["items"]?.array ?? []).map { $0.setting("version", "b") }
            return content.setting("items", .array(items)).setting("version", "b")
          })
      ])
    let report = try await TestCatalog().harvest(server)
    #expect(report.failed.map(\.text) == ["tacc"])
    #expect(report.stored.map(\.site.text) == ["kvm", "uc"])
    #expect(lines(report).hasSuffix(" to b meanwhile"))
  }

  /// The server reads its version anew, but not its data: tried with the real one.
  @Test func recordsOfAnotherVersionThanTheirListingPassForNeither() async throws {
    let stale = ReferenceAPIServer.Fault(
      "/sites",
      .edit { content in
        content["items"] == nil ? content : content.setting("version", "new")
      })
    let catalog = try TestCatalog()
    let server = try ReferenceAPIServer(.sample(version: "old"), faults: [stale])
    let report = try await catalog.harvest(server)
    #expect(report.version == "old..new")
    #expect(report.stored.count == 3)
    #expect(
      report.problems.map(\.reason) == [
        "the server's records are of version old, its listings of new"
      ])
    let restarted = try await catalog.harvest(try ReferenceAPIServer(.sample(version: "new")))
    #expect(restarted.stored.count == 3)
    #expect(restarted.isComplete)
  }

  @Test func waitsAsLongAsTheServerAsks() async throws {
    let server = try ReferenceAPIServer(
      .sample(),
      faults: [
        .init("/sites/uc/flavors", times: 1, .reply(.status(429, [("Retry-After", "17")])))
      ])
    let slept = Log<Duration>()
    let source = try APISource(url: server.url, client: testClient(slept: { slept.add($0) }))
    let report = try await TestCatalog().harvest(source)
    #expect(report.isComplete, "\(lines(report))")
    #expect(slept.entries == [.seconds(17)])
  }

  @Test func aServerThatNeverAnswersTimesOut() async throws {
    let server = try ReferenceAPIServer(
      .sample(), faults: [.init("/sites/uc/clusters?", .reply(.silence(onClose: {})))])
    let source = try APISource(
      url: server.url, client: testClient(), timeouts: HTTPTimeouts(total: .seconds(1)))
    let report = try await TestCatalog().harvest(source, sites: ["uc"])
    #expect(report.failed.map(\.text) == ["uc"])
    #expect(lines(report).contains("curl error 28: "), "\(lines(report))")
  }

  @Test func cancellationLeavesTheOldCatalogueWhole() async throws {
    let catalog = try TestCatalog()
    _ = try await catalog.harvest(try ReferenceAPIServer(.sample(version: "before")))
    let before = try catalog.contents(withSource: true)
    let asked = Event()
    let server = try ReferenceAPIServer(
      .sample(), pageCap: 4,
      faults: [
        .init("/sites/kvm/clusters/chameleon/nodes", .before { asked.happen() }),
        .init("/sites/tacc/clusters/chameleon/nodes", .reply(.silence(onClose: {}))),
      ])
    let source = try APISource(url: server.url, client: testClient())
    let path = catalog.path
    let task = Task { () -> Bool in
      let facts = try BundledData.facts()
      let writer = try CatalogWriter(path: path, facts: facts)
      let options = Harvester.Options(harvestedAt: "2026-01-02T00:00:00Z")
      do {
        _ = try await Harvester(source: source, facts: facts, options: options).run(into: writer)
        return false
      } catch is CancellationError {
        return true
      }
    }
    await asked.wait()
    task.cancel()
    #expect(try await task.value)
    #expect(try catalog.contents(withSource: true) == before)
  }
}
