import JSON
import Planning
import Testing

@testable import Commands

@Suite struct LeaseMatchTests {
  private static let planned = PlanLease(
    name: "gpu-20261124", resource: .hosts(selector: #"["=", "$node_type", "gpu"]"#),
    count: 4, start: "2026-11-24 09:00",
    end: "2026-11-26 09:00")

  private static func lease(
    _ status: String = "PENDING", name: String = "gpu-20261124", nodes: JSONValue = 4,
    start: String = "2026-11-24T09:00:00.000000", end: String = "2026-11-26T09:00:00.000000",
    selector: String = #"["=","$node_type","gpu"]"#
  ) -> JSONValue {
    .object([
      .init("name", .string(name)), .init("status", .string(status)),
      .init("start_date", .string(start)), .init("end_date", .string(end)),
      .init(
        "reservations",
        .array([
          [
            "resource_type": "physical:host", "min": 1, "max": nodes,
            "resource_properties": .string(selector),
          ],
          ["resource_type": "virtual:floatingip", "amount": 1],
          ["resource_type": "flavor:instance", "amount": 4],
        ])),
    ])
  }

  @Test(
    arguments: [
      (lease(), .same), (lease("ACTIVE", nodes: "4"), .same), (lease("STARTING"), .same),
      (lease("ERROR"), .none), (lease("TERMINATED"), .none), (lease(name: "gpu-20261125"), .none),
      (lease(nodes: 2), .other("2 of it from 2026-11-24 09:00 to 2026-11-26 09:00")),
      (
        lease(end: "2026-11-25T09:00:00.000000"),
        .other("4 of it from 2026-11-24 09:00 to 2026-11-25 09:00")
      ),
      (
        lease(start: "2026-11-24T10:00:00"),
        .other("4 of it from 2026-11-24 10:00 to 2026-11-26 09:00")
      ),
      (
        lease(selector: #"["=","$node_type","cpu"]"#),
        .other("0 of it from 2026-11-24 09:00 to 2026-11-26 09:00")
      ),
      (.object([.init("name", "gpu-20261124")]), .other("0 of it from ? to ?")),
    ] as [(JSONValue, LeaseMatch)])
  func tellsWhetherALeaseIsThePlanned(_ lease: JSONValue, _ match: LeaseMatch) {
    #expect(LeaseMatch(lease, Self.planned) == match)
  }

  @Test func aLeaseFromNowOnMayHaveBegunAtAnyTime() {
    let planned = PlanLease(
      name: "gpu-20261124", resource: .flavor(id: "f"), count: 4, start: nil,
      end: "2026-11-26 09:00")
    #expect(LeaseMatch(Self.lease(start: "2026-11-23T01:02:03"), planned) == .same)
  }
}
