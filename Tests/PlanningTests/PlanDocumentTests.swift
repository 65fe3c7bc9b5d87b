import JSON
import Planning
import Resources
import Testbed
import Testing

@Suite struct PlanDocumentTests {
  private static let plan = Planner(PlannerOrderTests.everything()).plan()

  @Test func aPlanReadsBackAsItWasWritten() throws {
    let text = Self.plan.document.pretty
    #expect(try Plan(document: JSONValue(parsing: text)) == Self.plan)
  }

  @Test func everyActionReadsBack() throws {
    let subnet = Subnet(id: "s", name: "sub", networkID: "n", addresses: "10.0.0.0/24")
    let actions: [PlanAction] = [
      .copyImage(id: "", name: "a", newName: "b", bytes: nil),
      .copyContainer(name: "a", newName: "b", bytes: 5),
      .copyContainer(
        name: "a", newName: "b", bytes: 5,
        stores: PlanStores(from: PlanFixture.uc, to: PlanFixture.tacc)),
      .importKeyPair(name: "a", publicKey: "ssh-rsa x", type: nil),
      .createSecurityGroup(name: "a", description: "", rules: [SecurityGroupRule(firstPort: 5)]),
      .createNetwork(name: "a", subnets: [subnet]),
      .rewriteFiles(paths: ["a b"], options: ["--prefer", "x=y"]),
      .createLease(
        PlanLease(
          name: "l", resource: .flavor(id: "f"), count: 1, start: nil, end: "2026-11-25 09:00")),
    ]
    for action in actions {
      let step = PlanStep(
        id: "s", kind: .files, title: "t", state: .todo, why: "w", action: action)
      let plan = Plan(
        from: PlanFixture.uc, to: PlanFixture.tacc, madeAt: "", paths: [], steps: [step])
      #expect(try Plan(document: plan.document).steps.first?.action == action)
    }
  }

  @Test(arguments: [
    (#""document": "plan""#, #""document": "map""#, "'document': expected 'plan'"),
    (
      #""version": 1"#, #""version": 9"#,
      "'version': found version 9, expected 1: make the plan again"
    ),
    (
      #""from": "uc""#, #""from": "U C""#,
      "'from': found 'U C', expected the short name of a site, such as uc"
    ),
    (
      #""state": "done""#, #""state": "maybe""#,
      "'steps[0].state': found 'maybe', expected one of todo, done, decide, blocked, skip"
    ),
    (#""kind": "hardware""#, #""kind": 7"#, "'steps[0].kind': found a number, expected a string"),
    (
      #""id": "availability""#, #""id": "hardware-gpu-v100""#,
      "'steps[1].id': found 'hardware-gpu-v100', which another step has"
    ),
    (
      #""do": "copy_image""#, #""do": "burn""#,
      "'steps[3].action.do': found 'burn', expected one of copy_image, copy_container, import_key_pair, create_security_group, create_network, rewrite_files, create_lease"
    ),
    (#""nodes": 2"#, #""nodes": 0"#, "'steps[14].action.nodes': found 0, expected 1 or more"),
  ])
  func saysWhichMemberIsWrong(_ old: String, _ new: String, _ message: String) throws {
    let text = Self.plan.document.pretty
    let range = try #require(text.firstRange(of: old))
    let edited = text.replacingCharacters(range, with: new)
    let error = #expect(throws: PlanError.self) {
      try Plan(document: JSONValue(parsing: edited))
    }
    #expect(error?.description == message)
  }

  @Test func stepsThatWereTakenOutAreNeededNoMore() throws {
    var plan = Self.plan
    plan.steps.removeAll { $0.kind == .credentials }
    #expect(try Plan(document: plan.document) == plan)
  }

  @Test func theScriptLooksFirstAndReservesNothing() {
    let script = PlanScript(Self.plan, from: ("CHI@UC", "uc"), to: ("CHI@TACC", "my cloud")).text
    #expect(script.hasPrefix("#!/usr/bin/env bash\n"))
    #expect(script.contains("TO_CLOUD=${TO_CLOUD:-'my cloud'}\n"))
    #expect(
      script.contains(
        "if ! test -n \"$(openstack --os-cloud \"$TO_CLOUD\" image list --name my-image"))
    let active = script.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(
      !active.contains {
        $0.contains("lease create") && !$0.contains("if !") && $0.contains("physical")
      })
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func noLineEndLeavesACommentOfTheScript(end: String) {
    let share = "10.0.0.1:/volumes/x\(end)touch here"
    let step = PlanStep(
      id: "share-x", kind: .share, title: "carry \(share)", state: .todo, why: "w",
      commands: [PlanCommand(.sourceInstance, ["tar", "-czf", "x.tar.gz", share])])
    let plan = Plan(
      from: PlanFixture.uc, to: PlanFixture.tacc, madeAt: "", paths: [], steps: [step])
    let script = PlanScript(plan, from: ("CHI@UC", "uc"), to: ("CHI@TACC", "tacc")).text
    let lines = script.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    #expect(script.contains("touch here"))
    #expect(!lines.contains { $0.starts(with: "touch here".utf8) })
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}
