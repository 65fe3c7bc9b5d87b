import Catalog
import HTTP
import Harvest
import JSON
import TestSupport
import Testbed
import Testing

/// A server that does something wrong; every time, the catalogue keeps what it had of the site.
@Suite struct APIFaultTests {
  typealias Reply = LoopbackServer.Reply

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// What requests begin with.
    var target = "/sites/uc/clusters/chameleon/nodes"
    var times = Int.max
    let action: ReferenceAPIServer.Fault.Action
    /// What the report says; nil when nothing is wrong in the end.
    let problem: String?

    var testDescription: String { name }
  }

  private static func edit(
    _ name: String, _ value: JSONValue
  ) -> ReferenceAPIServer.Fault.Action { .edit { $0.setting(name, value) } }

  private static func json(_ status: Int, _ text: String) -> ReferenceAPIServer.Fault.Action {
    .reply(.message(status: status, headers: [], body: Array(text.utf8)))
  }

  /// Faults in the listing of one site's nodes: the site fails, or recovers.
  static let siteFaults: [Case] = [
    Case(
      name: "dies in mid-page", action: .reply(.truncated("{\"items\": [", declaredLength: 5000)),
      problem: "curl error 18: "),
    Case(
      name: "dies in mid-page once", times: 1,
      action: .reply(.truncated("{\"items\": [", declaredLength: 5000)), problem: nil),
    Case(name: "hangs up", action: .reply(.hangUp), problem: "curl error 52: "),
    Case(
      name: "truncated JSON", action: json(200, #"{"total": 6, "items": [{"uid": "uc-0""#),
      problem: "invalid JSON at byte 37: found the end, expected ',' or '}'"),
    Case(
      name: "no JSON at all", action: json(200, "<html>"),
      problem: "invalid JSON at byte 0: found '<', expected a value"),
    Case(name: "empty answer", action: json(200, ""), problem: "invalid JSON at byte 0"),
    Case(
      name: "a list", action: json(200, "[]"),
      problem: "the answer: found an array, expected an object"),
    Case(
      name: "items is an object", action: edit("items", .object([])),
      problem: "'items': found an object, expected an array"),
    Case(
      name: "items is missing", action: .edit { $0.without("items") },
      problem: "'items': found nothing, expected an array"),
    Case(
      name: "total is a string", action: edit("total", "6"),
      problem: "'total': found a string (\"6\"), expected an integer from 0 to 10000000"),
    Case(
      name: "total is negative", action: edit("total", -1), problem: "'total': found a number (-1)"),
    Case(
      name: "total is unbelievable", action: edit("total", .number("1e15")),
      problem: "'total': found a number (1e15)"),
    Case(
      name: "total is too small", action: edit("total", 5),
      problem: "'total': found a number (5), expected at least 6, as there are items"),
    Case(
      name: "empty page before the total", action: .edit { $0.setting("items", []) },
      problem: "the listing of 'chameleon' ends after 0 of 6 nodes"),
    Case(
      name: "another offset", action: edit("offset", 3),
      problem: "'offset': found a number (3), expected 0, as was asked for"),
    Case(
      name: "another version",
      action: .edit { content in
        let items = (content["items"]?.array ?? []).map { $0.setting("version", "b") }
        return content.setting("items", .array(items)).setting("version", "b")
      },
      problem: "the data changed from version aaaaaaaa"),
    Case(
      name: "the version is a number", action: edit("version", 7),
      problem: "'version': found a number (7), expected a string or null"),
    Case(
      name: "a claim of 10 GB",
      action: .reply(.endless(headers: [("Content-Length", "10000000000")], chunk: [32])),
      problem: "the body of the answer exceeds 67108864 bytes"),
    Case(
      name: "an endless body",
      action: .reply(.endless(headers: [], chunk: Array(repeating: 32, count: 1 << 20))),
      problem: "the body of the answer exceeds 67108864 bytes"),
    Case(
      name: "500 twice", times: 2, action: json(500, #"{"detail": "out of order"}"#), problem: nil),
    Case(
      name: "500 always", action: json(500, #"{"detail": "out of order"}"#),
      problem: "HTTP 500 after 4 attempts in 0.0 s: out of order"),
    Case(
      name: "500 without JSON", action: json(500, "Internal Server Error"),
      problem: "HTTP 500 after 4 attempts in 0.0 s"),
    Case(
      name: "404", action: json(404, #"{"detail": "Site/cluster not found"}"#),
      problem: "HTTP 404: Site/cluster not found"),
    Case(
      name: "422",
      action: json(
        422, #"{"detail": [{"loc": ["query", "limit"], "msg": "Input should be less"}]}"#),
      problem: "HTTP 422: query.limit: Input should be less"),
    Case(
      name: "a redirect to another scheme",
      action: .reply(.status(302, [("Location", "ftp://127.0.0.1/")])), problem: "refused: "),
  ]

  @Test(arguments: siteFaults)
  func aSiteThatFailsKeepsItsFormerData(fault: Case) async throws {
    let catalog = try TestCatalog()
    _ = try await catalog.harvest(try ReferenceAPIServer(.sample(version: "before")))
    let server = try ReferenceAPIServer(
      .sample(), faults: [.init(fault.target, times: fault.times, fault.action)])
    let report = try await catalog.harvest(server)
    #expect(try catalog.nodes(at: "uc") == 6)
    let versions = try catalog.writer.reader.sites().map(\.version)
    let new = String(repeating: "a", count: 40)
    guard let problem = fault.problem else {
      #expect(report.isComplete, "\(lines(report))")
      #expect(versions == [new, new, new])
      return
    }
    #expect(report.failed.map(\.text) == ["uc"])
    #expect(report.stored.map(\.site.text) == ["kvm", "tacc"])
    #expect(versions == [new, new, "before"])
    #expect(report.problems.count == 1)
    #expect(report.problems.first?.site == "uc")
    #expect(lines(report).contains(problem), "\(lines(report))")
    #expect(lines(report).hasPrefix(server.url), "\(lines(report))")
  }

  /// Faults in what comes before the nodes.
  static let outlineFaults: [Case] = [
    Case(
      name: "clusters", target: "/sites/uc/clusters?", action: edit("items", [7]),
      problem: "'items[0]': found a number (7), expected an object"),
    Case(
      name: "a cluster without uid", target: "/sites/uc/clusters?", action: edit("items", [[:]]),
      problem: "'items[0]' 'uid': found nothing, expected a string that is not empty"),
    Case(
      name: "links of a cluster", target: "/sites/uc/clusters?",
      action: edit("items", [["uid": "chameleon", "links": "/nodes"]]),
      problem: "'items[0]' 'links': found a string (\"/nodes\"), expected an array"),
    Case(
      name: "a link without href", target: "/sites/uc/clusters?",
      action: edit("items", [["uid": "chameleon", "links": [["rel": "nodes"]]]]),
      problem: "'items[0]' 'links[0]': found an object, expected an object with 'rel' and 'href'"),
    Case(
      name: "a link to another server", target: "/sites/uc/clusters?",
      action: edit(
        "items",
        [["uid": "chameleon", "links": [["rel": "nodes", "href": "https://example.org/"]]]]),
      problem: "the link 'nodes': found a string (\"https://example.org/\"), expected a path"),
    Case(
      name: "a link without scheme", target: "/sites/uc/clusters?",
      action: edit(
        "items", [["uid": "chameleon", "links": [["rel": "nodes", "href": "//example.org/"]]]]),
      problem: "the link 'nodes'"),
    Case(
      name: "flavors", target: "/sites/uc/flavors", action: json(500, "{}"),
      problem: "HTTP 500 after 4 attempts"),
    Case(
      name: "clusters of another version", target: "/sites/uc/clusters?",
      action: .edit { content in
        let items = (content["items"]?.array ?? []).map { $0.setting("version", "b") }
        return content.setting("items", .array(items)).setting("version", "b")
      }, problem: "the data changed from version"),
  ]

  @Test(arguments: outlineFaults)
  func aSiteThatCannotBeOutlinedKeepsItsFormerData(fault: Case) async throws {
    try await aSiteThatFailsKeepsItsFormerData(fault: fault)
  }

  /// Faults in the listing of sites, or before it: nothing can be harvested.
  static let overviewFaults: [Case] = [
    Case(name: "no root", target: "/", action: json(404, "{}"), problem: "/: HTTP 404"),
    Case(
      name: "broken root", target: "/", action: json(500, #"{"detail": "repository not found"}"#),
      problem: "repository not found"),
    Case(
      name: "links of the root", target: "/", action: edit("links", .object([])),
      problem: "/: 'links': found an object, expected an array"),
    Case(
      name: "no listing of sites", target: "/sites?", action: json(200, "{}"),
      problem: "/sites?offset=0&limit=500: 'items': found nothing, expected an array"),
  ]

  @Test(arguments: overviewFaults)
  func withoutSitesThereIsNoHarvest(fault: Case) async throws {
    let server = try ReferenceAPIServer(
      .sample(), faults: [.init(fault.target, fault.action)])
    let catalog = try TestCatalog()
    let error = await #expect(throws: HarvestProblem.self) { try await catalog.harvest(server) }
    #expect(
      error?.description.contains(fault.problem ?? "") == true, "\(String(describing: error))")
  }
}
