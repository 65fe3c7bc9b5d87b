import Catalog
import HTTP
import Harvest
import JSON
import TestSupport
import Testbed
import Testing

@Suite struct APISourceTests {
  /// A catalogue harvested from files of the same data.
  private func fromFiles(_ data: ReferenceData) async throws -> [String: [String]] {
    let files = try TemporaryFolder()
    try files.write(data)
    let catalog = try TestCatalog()
    let source = try DirectorySource(path: files.path, version: data.version)
    #expect(try await catalog.harvest(source).isComplete)
    return try catalog.contents()
  }

  @Test func storesWhatAHarvestOfTheFilesStores() async throws {
    let data = ReferenceData.sample()
    let server = try ReferenceAPIServer(data)
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(server)
    #expect(report.isComplete, "\(lines(report))")
    #expect(report.stored.map(\.nodeCount) == [2, 6, 6])
    #expect(report.timestamp == 1_750_000_000)
    let expected = try await fromFiles(data)
    let contents = try catalog.contents()
    for table in expected.keys.sorted() {
      #expect(contents[table] == expected[table], "\(table)")
      #expect(table == "change" || contents[table]?.isEmpty == false, "\(table)")
    }
    #expect(contents["site"]?.contains { $0.contains(#""latitude":39.9783,"#) } == true)
    #expect(contents["node_record"]?.contains { $0.contains(#""version":2.8}"#) } == true)
  }

  @Test(arguments: [1, 2, 3, 5, 6])
  func followsPagesOfAnySize(cap: Int) async throws {
    let data = ReferenceData.sample()
    let server = try ReferenceAPIServer(data, pageCap: cap)
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(server)
    #expect(report.isComplete, "\(lines(report))")
    #expect(try await fromFiles(data) == catalog.contents())
    #expect(
      server.targets.contains("/sites/uc/clusters/chameleon/nodes?offset=\(cap)&limit=500")
        == (cap < 6))
  }

  @Test(arguments: [true, false])
  func staysBelowThePathOfTheAPI(hasLinks: Bool) async throws {
    let server = try ReferenceAPIServer(.sample(), prefix: "/reference/v2", hasLinks: hasLinks)
    let catalog = try TestCatalog()
    let source = try APISource(url: server.url + "/", client: testClient())
    #expect(source.location == server.url)
    let report = try await catalog.harvest(source)
    #expect(report.isComplete, "\(lines(report))")
    #expect(server.targets.allSatisfy { $0.hasPrefix("/reference/v2/") })
  }

  @Test func followsAbsoluteLinksToItself() async throws {
    let data = ReferenceData.sample()
    let inner = try ReferenceAPIServer(data)
    let outer = try ReferenceAPIServer(
      data,
      faults: [
        .init(
          "/",
          .edit { content in
            content["uid"] == "chameleoncloud"
              ? content.setting("links", [["rel": "sites", "href": .string(inner.url + "/sites")]])
              : content
          })
      ])
    let catalog = try TestCatalog()
    let error = await #expect(throws: HarvestProblem.self) { try await catalog.harvest(outer) }
    #expect(
      error?.description == """
        \(outer.url)/: the link 'sites': found a string ("\(inner.url)/sites"), \
        expected a path, or a URL at \(outer.url)
        """)
    #expect(inner.targets.isEmpty)
    let itself = try ReferenceAPIServer(
      data,
      faults: [
        .init(
          "/sites?",
          .edit { content in
            let items = (content["items"]?.array ?? []).map { item in
              item.setting(
                "links",
                [
                  [
                    "rel": "clusters",
                    "href": .string("/sites/\(item["uid"]?.string ?? "")/clusters"),
                  ]
                ])
            }
            return content.setting("items", .array(items))
          })
      ])
    #expect(try await TestCatalog().harvest(itself).isComplete)
  }

  @Test(arguments: ["", "api.chameleoncloud.org", "https://", "https://a/?x", "https://a/#x"])
  func refusesWhatIsNoURLOfAnAPI(url: String) {
    #expect(throws: HarvestProblem.self) { try APISource(url: url, client: testClient()) }
  }

  @Test func asksSitesAtTheSameTime() async throws {
    // Each first answer of a site waits for the one of the other.
    let barrier = Barrier(count: 3)
    let server = try ReferenceAPIServer(
      .sample(),
      faults: ["kvm", "tacc", "uc"].map { site in
        .init("/sites/\(site)/clusters?", .before { barrier.arrive() })
      })
    #expect(try await TestCatalog().harvest(server).isComplete)
  }

  @Test func flavorsThatTheServerDoesNotKnowAreNone() async throws {
    let missing = LoopbackServer.Reply.message(
      status: 404, headers: [], body: Array(#"{"detail": "Site not found"}"#.utf8))
    let server = try ReferenceAPIServer(
      .sample(), faults: [.init("/sites/uc/flavors", .reply(missing))])
    let report = try await TestCatalog().harvest(server)
    #expect(report.isComplete, "\(lines(report))")
  }

  @Test func saysWhoItIs() async throws {
    let server = try ReferenceAPIServer(.sample())
    let source = try APISource(
      url: server.url, client: CurlClient(userAgent: "chiport/\(1).2"))
    _ = try await source.overview()
    #expect(server.requests.allSatisfy { $0["user-agent"] == "chiport/1.2" })
    #expect(server.requests.allSatisfy { $0["accept-encoding"]?.contains("gzip") == true })
  }
}

@Suite struct HarvestRulesTests {
  @Test func theSameVersionIsNotHarvestedAgain() async throws {
    let server = try ReferenceAPIServer(.sample())
    let catalog = try TestCatalog()
    _ = try await catalog.harvest(server)
    let before = (server.targets.count, try catalog.contents())
    let report = try await catalog.harvest(server)
    #expect(report.stored.isEmpty)
    #expect(report.unchanged.map(\.text) == ["kvm", "tacc", "uc"])
    #expect(Array(server.targets.dropFirst(before.0)) == ["/", "/sites?offset=0&limit=500"])
    #expect(try catalog.contents() == before.1)
    #expect(try await catalog.harvest(server, force: true).stored.count == 3)
  }

  @Test func writesDownWhatChanged() async throws {
    var data = ReferenceData.sample()
    let catalog = try TestCatalog()
    _ = try await catalog.harvest(try ReferenceAPIServer(data))
    data.version = String(repeating: "b", count: 40)
    data.sites[2].clusters[0].nodes.removeLast()
    data.sites[2].clusters[0].nodes.append(ReferenceData.node(site: "uc", number: 17))
    data.sites[2].clusters[0].nodes[0] = data.sites[2].clusters[0].nodes[0]
      .setting("infiniband", true)
    let report = try await catalog.harvest(try ReferenceAPIServer(data))
    let uc = try #require(report.stored.last)
    #expect((uc.added, uc.removed, uc.changed) == (1, 1, 1))
    let changes = try catalog.writer.reader.changes()
    #expect(
      changes.map { "\($0.kind) \($0.uid) \($0.property ?? "") \($0.old ?? "") \($0.new ?? "")" }
        == [
          "changed uc-0 infiniband False True", "added uc-17   ", "removed uc-5   ",
        ])
  }

  @Test(arguments: [0, 2])
  func aSiteThatIsSuddenlySmallKeepsItsData(left: Int) async throws {
    var data = ReferenceData.sample()
    let catalog = try TestCatalog()
    _ = try await catalog.harvest(try ReferenceAPIServer(data))
    data.version = "b"
    data.sites[1].clusters[0].nodes.removeLast(6 - left)
    let server = try ReferenceAPIServer(data)
    let report = try await catalog.harvest(server)
    #expect(report.failed.map(\.text) == ["tacc"])
    #expect(report.stored.map(\.site.text) == ["kvm", "uc"])
    #expect(lines(report).contains("the source lists \(left == 0 ? "no" : "2") nodes"))
    #expect(try catalog.nodes(at: "tacc") == 6)
    #expect(try await catalog.harvest(server, force: true).isComplete)
    #expect(try catalog.nodes(at: "tacc") == left)
  }

  @Test func dataWithoutAVersionIsNotTaken() async throws {
    let data = ReferenceData.sample(version: "")
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(try ReferenceAPIServer(data))
    #expect(report.stored.isEmpty)
    #expect(lines(report).contains("the source tells no version"))
    #expect(try await catalog.harvest(try ReferenceAPIServer(data), force: true).isComplete)
  }

  @Test func impossibleSizesAreNotTaken() async throws {
    var data = ReferenceData.sample()
    for index in 0..<2 {
      data.sites[2].clusters[0].nodes[index] = data.sites[2].clusters[0].nodes[index]
        .setting("main_memory", ["ram_size": 1_000_000_000_000_000_000])
    }
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(try ReferenceAPIServer(data))
    #expect(report.failed.map(\.text) == ["uc"])
    #expect(lines(report).contains("2 of 6 nodes have impossible sizes"))
  }

  @Test func onlyTheSitesThatAreAskedFor() async throws {
    let server = try ReferenceAPIServer(.sample())
    let catalog = try TestCatalog()
    let source = try APISource(url: server.url, client: testClient())
    let report = try await catalog.harvest(source, sites: ["uc", "nowhere"])
    #expect(report.stored.map(\.site.text) == ["uc"])
    #expect(report.failed.map(\.text) == ["nowhere"])
    #expect(!server.targets.contains { $0.hasPrefix("/sites/tacc") })
    #expect(report.problems.first?.hint == "sites there: kvm, tacc, uc")
  }

  @Test func aFlavorWithTheNameOfAConfigurationIsLeftOut() async throws {
    var data = ReferenceData.sample()
    // A flavor with the name of a configuration.
    data.sites[0].flavors[0] = data.sites[0].flavors[0].setting("name", "compute_skylake")
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(try ReferenceAPIServer(data))
    #expect(report.failed.isEmpty)
    #expect(report.stored.map(\.site.text) == ["kvm", "tacc", "uc"])
    #expect(lines(report).contains("flavor 'compute_skylake': a configuration has this name"))
  }

  @Test func namesThatOccurTwiceCountOnce() async throws {
    var data = ReferenceData.sample()
    data.sites[0].flavors.append(data.sites[0].flavors[0])
    data.sites[1].clusters.append(data.sites[1].clusters[0])
    data.sites[2].clusters[0].nodes.append(data.sites[2].clusters[0].nodes[3])
    data.sites.append(data.sites[2])
    let catalog = try TestCatalog()
    let report = try await catalog.harvest(try ReferenceAPIServer(data))
    #expect(report.stored.map(\.nodeCount) == [2, 6, 6])
    #expect(report.problems.count == 4)
    #expect(report.problems.allSatisfy { $0.reason.contains("listed twice") })
  }

  @Test func tellsHowFarItIs() async throws {
    let server = try ReferenceAPIServer(.sample(), pageCap: 4)
    let steps = Log<String>()
    let source = try APISource(url: server.url, client: testClient())
    _ = try await TestCatalog().harvest(source) { steps.add("\($0.site) \($0.nodes)/\($0.total)") }
    #expect(steps.entries == ["kvm 2/2", "tacc 4/6", "tacc 6/6", "uc 4/6", "uc 6/6"])
  }
}
