import Selectors
import Testing

@Suite struct SelectorMatchingTests {
  @Test(arguments: [("", 47), ("odd-", 100)])
  func answersAsBlazarDoes(fixture: String, atLeast count: Int) throws {
    let fixture = try BlazarFixture(fixture)
    #expect(fixture.rows.count >= count)
    for row in fixture.rows {
      let expected = try BlazarFixture.answer(row.answer)
      let found: BlazarFixture.Answer
      do throws(SelectorError) {
        let match = try Selector(parsing: row.selector).match(among: fixture.hosts)
        found = .hosts(match.hosts.map { fixture.hosts[$0].id })
      } catch {
        found = .failure(error.kind)
      }
      #expect(found == expected, "\(row.selector): Blazar answered \(row.answer)")
    }
  }

  @Test func agreesWithItselfOnSingleHosts() throws {
    for prefix in ["", "odd-"] {
      let fixture = try BlazarFixture(prefix)
      for row in fixture.rows {
        guard let selector = try? Selector(parsing: row.selector),
          let match = try? selector.match(among: fixture.hosts)
        else { continue }
        let single = try fixture.hosts.indices.filter { try selector.matches(fixture.hosts[$0]) }
        #expect(single == match.hosts, "\(row.selector)")
      }
    }
  }

  @Test func countsWhatRemains() throws {
    let hosts = try BlazarFixture("").hosts
    let match = try Selector(
      parsing: #"["and", ["=", "$node_type", "compute_skylake"], [">", "$ram", "5"]]"#
    ).match(among: hosts)
    #expect(match.reservable == 4)
    #expect(match.remaining == [2, 1])
    #expect(match.hosts == [0])
  }

  @Test func doesNotGuessAColumn() throws {
    let host = Host(id: "P3-001", properties: ["uid": "a", "vcpus": "8"])
    let error = #expect(throws: SelectorError.self) {
      try Selector(parsing: #"["and", ["=", "$uid", "a"], [">=", "$vcpus", "8"]]"#)
        .match(among: [host])
    }
    #expect(error?.kind == .columnUnknown)
    #expect(error?.place.path == [2])
    #expect(error?.hint?.contains("P3-001") == true)
    let excluded = try Selector(parsing: #"["and", ["=", "$uid", "b"], ["=", "$vcpus", "8"]]"#)
    #expect(try excluded.match(among: [host]).hosts == [])
  }

  @Test func failsOnlyWhereNoHostHasTheProperty() throws {
    let selector = try Selector(parsing: #"["!=", "$gpu.gpu_model", "P100"]"#)
    let bare = Host(id: "a", properties: ["uid": "a"])
    let unreservable = Host(
      id: "b", properties: ["gpu.gpu_model": "V100"], isReservable: false)
    #expect(try selector.matches(bare) == false)
    #expect(try selector.match(among: [bare, unreservable]).hosts == [])
    #expect(throws: SelectorError.self) { try selector.match(among: [bare]) }
    #expect(throws: SelectorError.self) { try selector.match(among: []) }
  }
}
