import Availability
import Calendars
import HTTP
import JSON
import OpenStack
import TestSupport
import Testbed
import Testing

@Suite struct BlazarCalendarSourceTests {
  /// A Blazar with these listings; it refuses any token but `t0ken`.
  private func server(
    hosts: String, allocations: String, allocationStatus: Int = 200
  ) throws -> KeystoneServer {
    try KeystoneServer { request in
      switch request.target {
      case "/reservation/v1/os-hosts": .text(#"{"hosts": \#(hosts)}"#)
      case "/reservation/v1/os-hosts/allocations":
        .message(
          status: allocationStatus, headers: [],
          body: Array(#"{"allocations": \#(allocations)}"#.utf8))
      default: .status(404)
      }
    }
  }

  private func read(
    _ server: KeystoneServer, _ request: CalendarRequest
  ) async throws -> CalendarReading {
    let login = try CloudLogin(environment: [
      "OS_AUTH_URL": server.url, "OS_TOKEN": "t0ken", "OS_REGION_NAME": "CHI@UC",
    ])
    return try await BlazarCalendarSource(
      session: CloudSession(login, client: testClient()), now: { .seconds(noon.value * 60) }
    ).read(request)
  }

  @Test func readsHostsAndAllocations() async throws {
    let server = try server(
      hosts: """
        [{"id": "1", "hypervisor_hostname": "a", "reservable": true},
         {"id": "2", "hypervisor_hostname": "b", "reservable": true, "disabled": false},
         {"id": "3", "hypervisor_hostname": "c", "reservable": false},
         {"id": "4", "hypervisor_hostname": "d", "reservable": true, "disabled": true},
         {"id": 5, "hypervisor_hostname": "e", "reservable": "True", "disabled": 0},
         {"id": "6", "hypervisor_hostname": "f", "reservable": []},
         {"id": "7"}]
        """,
      allocations: """
        [{"resource_id": "2", "reservations": [
           {"id": "r", "lease_id": "l", "start_date": "2026-11-22T10:00:00.000000",
            "end_date": "2026-11-22T11:00:00.000000"},
           {"start_date": "2026-11-22T12:00:00", "end_date": "2026-11-22T13:00:00"}]},
         {"resource_id": 5, "reservations": []},
         {"resource_id": "7", "reservations": null}, {"resource_id": "99", "reservations": []}]
        """)
    let reading = try await read(
      server, request(nodes: ["a", "b", "c", "d", "e", "f", "g"]))
    #expect(
      reading.states == [
        "a": "known", "b": "known", "c": "disabled", "d": "disabled", "e": "known",
        "f": "Blazar does not say whether it can be reserved", "g": "Blazar has no such host",
      ])
    #expect(reading.calendar.nodes[1].reservations == [try slot(0, 60), try slot(120, 180)])
    #expect(reading.calendar.source == "blazar")
    #expect(reading.calendar.syncedAt == noon)
    #expect(reading.problems == [])
    #expect(server.requests.count == 3)
  }

  @Test func aHostWhoseReservationsCannotBeReadIsUnknown() async throws {
    let server = try server(
      hosts: """
        [{"id": "1", "hypervisor_hostname": "a", "reservable": true},
         {"id": "2", "hypervisor_hostname": "b", "reservable": true}]
        """,
      allocations: """
        [{"resource_id": "1", "reservations": [{"start_date": "2026-11-22T10:00:00"}]}]
        """)
    let reading = try await read(server, request(nodes: ["a", "b"]))
    #expect(reading.states == ["a": "'end_date' is no time: nothing", "b": "known"])
  }

  @Test func aNodeThatIsTwoHostsIsWhatEitherForbids() async throws {
    let server = try server(
      hosts: """
        [{"id": "1", "hypervisor_hostname": "a", "reservable": false},
         {"id": "2", "hypervisor_hostname": "a", "reservable": true}]
        """,
      allocations: """
        [{"resource_id": "1", "reservations": [
           {"start_date": "2026-11-22T10:00:00", "end_date": "2026-11-22T11:00:00"}]},
         {"resource_id": "2", "reservations": [
           {"start_date": "2026-11-22T11:00:00", "end_date": "2026-11-22T12:00:00"}]}]
        """)
    let reading = try await read(server, request(nodes: ["a"]))
    #expect(reading.states == ["a": "disabled"])
    #expect(reading.calendar.nodes[0].reservations.count == 2)
  }

  @Test func flavorsAreSaidToBeElsewhere() async throws {
    let server = try server(hosts: "[]", allocations: "[]")
    let reading = try await read(server, request(flavors: ["m1"]))
    #expect(reading.calendar.flavors == [FlavorCalendar(flavor: "m1", segments: [])])
    #expect(reading.problems.map(\.hint) == ["the Reference API has them"])
  }

  struct Refusal: Sendable {
    var hosts = "[]"
    var allocations = "[]"
    var status = 200
    var isTokenRefused = false
    let problem: String
    var hint: String?
  }

  @Test(arguments: [
    Refusal(
      isTokenRefused: true, problem: "os-hosts: HTTP 401",
      hint: "log in again: the token is of no use, or no more"),
    Refusal(
      status: 403, problem: "os-hosts/allocations: HTTP 403",
      hint: "this site does not show its hosts to you; the Reference API needs no login"),
    Refusal(status: 500, problem: "os-hosts/allocations: HTTP 500 after 4 attempts in 0.0 s"),
    Refusal(hosts: "{}", problem: "/reservation/v1: the answer has no list 'hosts'"),
    Refusal(allocations: "null", problem: "/reservation/v1: the answer has no list 'allocations'"),
  ])
  func withoutBothListingsThereIsNoCalendar(refusal: Refusal) async throws {
    let server = try server(
      hosts: refusal.hosts, allocations: refusal.allocations, allocationStatus: refusal.status)
    if refusal.isTokenRefused { server.refuse("t0ken") }
    let error = await #expect(throws: CalendarProblem.self) {
      try await read(server, request(nodes: ["a"]))
    }
    #expect(error?.description.hasSuffix(refusal.problem) == true, "\(String(describing: error))")
    #expect(error?.hint == refusal.hint)
    #expect(!String(reflecting: error).contains("t0ken"))
  }
}
