import Planning
import Resources
import Testbed
import Testing

/// Security groups whose rules name others.
@Suite struct SecurityGroupOrderTests {
  private typealias Fixture = PlanFixture

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Groups of the source, each with the groups that its rules name.
    let groups: [(name: String, remote: [String])]
    /// What the files name.
    var named: [String]
    var there: [String] = []
    /// Ids of steps without their beginning, in their order.
    let expected: [String]
  }

  static let cases = [
    Case(
      testDescription: "what is named later", groups: [("web", ["db"]), ("db", [])],
      named: ["web", "db"], expected: ["db", "web"]),
    Case(
      testDescription: "what is not named", groups: [("a", ["b"]), ("b", ["c"]), ("c", [])],
      named: ["a"], expected: ["c", "b", "a"]),
    Case(
      testDescription: "what is there", groups: [("web", ["db"]), ("db", [])],
      named: ["web", "db"], there: ["db"], expected: ["web", "db"]),
    Case(
      testDescription: "only what is there", groups: [("web", ["db"]), ("db", [])],
      named: ["web"], there: ["db"], expected: ["web"]),
    Case(
      testDescription: "itself and default",
      groups: [("web", ["web", "default"]), ("default", [])],
      named: ["web"], expected: ["web"]),
    Case(
      testDescription: "a circle of two", groups: [("web", ["db"]), ("db", ["web"])],
      named: ["web", "db"], expected: ["web", "db", "web-2"]),
    Case(
      testDescription: "a circle of three and one beside it",
      groups: [("a", ["b"]), ("b", ["c", "d"]), ("c", ["a"]), ("d", [])],
      named: ["b", "a"], expected: ["b", "a", "c", "d", "b-2"]),
  ]

  private static func group(_ name: String, _ remote: [String]) -> SecurityGroup {
    let rules = remote.map { SecurityGroupRule(networkProtocol: "tcp", remoteGroupID: "id-\($0)") }
    return SecurityGroup(
      id: "id-\(name)", name: name, rules: [SecurityGroupRule(direction: "egress")] + rules)
  }

  private static func question(_ one: Case) -> PlanQuestion {
    var question = Fixture.question()
    question.references = one.named.map { Fixture.reference("security_group", $0, "portable") }
    question.source = Fixture.inventory(Fixture.uc) {
      $0.securityGroups = .known(one.groups.map { group($0.name, $0.remote) })
    }
    question.target = Fixture.inventory(Fixture.tacc) {
      $0.securityGroups = .known(one.there.map { group($0, []) })
    }
    return question
  }

  @Test(arguments: cases) func putsFirstWhatRulesName(_ one: Case) throws {
    let plan = Planner(Self.question(one)).plan()
    let ids = plan.steps.filter { $0.kind == .securityGroup }.map(\.id)
    #expect(ids == one.expected.map { "security-group-\($0)" })
    #expect(try Plan(document: plan.document) == plan)
  }

  /// No command names a group that is not there yet, in the script and in what `apply` does.
  @Test(arguments: cases) func noRuleComesBeforeItsGroup(_ one: Case) {
    var made = Set(one.there + ["default"])
    var done: Set<String> = []
    for step in Planner(Self.question(one)).plan().steps where step.kind == .securityGroup {
      for command in step.commands {
        if command.words.contains("rule") {
          if let option = command.words.firstIndex(of: "--remote-group") {
            #expect(made.contains(command.words[option + 1]), "\(command.words)")
          }
          #expect(made.contains(command.words.last ?? ""), "\(command.words)")
        } else {
          made.insert(command.words.last ?? "")
        }
      }
      if case .createSecurityGroup(let name, _, let rules)? = step.action {
        for other in rules.compactMap(\.remoteGroupID) where other != name && other != "default" {
          let isThere = one.there.contains(other)
          let before = step.needs.first { $0.hasPrefix("security-group-\(other)") }
          #expect(isThere || before.map(done.contains) == true, "\(name) needs \(other)")
        }
      }
      done.insert(step.id)
    }
    #expect(made.isSuperset(of: one.named))
  }

  /// Which group a rule means has to be known before it is made.
  @Test func asksWhichOfSeveralGroupsIsMeant() throws {
    var question = Self.question(Self.cases[0])
    question.source = Fixture.inventory(Fixture.uc) {
      $0.securityGroups = .known([
        Self.group("web", ["db"]), Self.group("db", []), SecurityGroup(id: "other", name: "db"),
      ])
    }
    let steps = Fixture.steps(question, .securityGroup)
    #expect(steps.map(\.state) == [.decide, .decide])
    #expect(steps.last?.left.first?.contains("which security group db is meant") == true)
  }
}
