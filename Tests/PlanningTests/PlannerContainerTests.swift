import Planning
import Resources
import Testbed
import Testing

/// Containers that files name: copied, left where they are, or there already.
@Suite struct PlannerContainerTests {
  private typealias Fixture = PlanFixture

  @Test(
    arguments: [
      (500_000_000, nil, PlanStep.State.todo), (50_000_000_001, nil, .decide),
      (5_000_000_000, 1, .done), (90_000_000_000, 2, .todo), (5_000_000_000, 0, .done),
    ] as [(Int, Int?, PlanStep.State)])
  func weighsBytesAgainstDistance(_ bytes: Int, _ reads: Int?, _ state: PlanStep.State) throws {
    var question = Fixture.question(
      "object_store_url", "https://chi.uc.example/swift/v1/AUTH_1/results/a")
    question.reads = reads
    question.source = Fixture.inventory(Fixture.uc) {
      $0.containers = .known([
        Container(name: "results", objectCount: 3, bytes: bytes),
        Container(name: "other", objectCount: 3, bytes: bytes),
      ])
    }
    let steps = Fixture.steps(question, .objects)
    #expect(steps.map(\.state) == [state])
    #expect(steps.first?.why.contains("both stores answer from everywhere") == true)
  }

  @Test(
    arguments: [
      (nil, nil, PlanStep.State.decide, "its size is unknown"),
      (["results"], nil, .todo, "a copy costs as much"),
      (["results"], ["results"], .done, "as many objects and bytes"),
      (nil, ["results"], .done, "it is listed there"),
      ([], [], .decide, "neither project lists it"),
    ] as [([String]?, [String]?, PlanStep.State, String)])
  func decidesOnContainersThatCommandsName(
    _ here: [String]?, _ there: [String]?, _ state: PlanStep.State, _ reason: String
  ) throws {
    func containers(_ names: [String]) -> [Container] {
      names.map { Container(name: $0, objectCount: 1, bytes: 100) }
    }
    var question = Fixture.question("container", "results", "portable")
    if let here {
      question.source = Fixture.inventory(Fixture.uc) { $0.containers = .known(containers(here)) }
    }
    if let there {
      question.target = Fixture.inventory(Fixture.tacc) {
        $0.containers = .known(containers(there))
      }
    }
    let steps = Fixture.steps(question, .objects)
    #expect(steps.map(\.state) == [state])
    #expect(steps.first?.why.contains(reason) == true, "\(steps.map(\.why))")
  }

  /// A copy that was noted is not planned again under its old name.
  @Test(arguments: [
    (3, PlanStep.State.done, "container results is kept at CHI@TACC"),
    (2, .decide, "decide whether container results is copied again"),
  ]) func knowsContainersThatWereCopiedUnderAnotherName(
    _ count: Int, _ state: PlanStep.State, _ title: String
  ) throws {
    var question = Fixture.question("container", "results", "portable")
    question.source = Fixture.inventory(Fixture.uc) {
      $0.containers = .known([Container(name: "results", objectCount: 3, bytes: 100)])
    }
    question.target = Fixture.inventory(Fixture.tacc) {
      $0.containers = .known([Container(name: "kept", objectCount: count, bytes: 100)])
    }
    question.map = try ResourceMap(
      from: #require(question.source.inventory), to: #require(question.target.inventory),
      copies: [
        RecordedCopy(
          kind: .container, source: Fixture.uc, target: Fixture.tacc, name: "results",
          newName: "kept")
      ])
    let step = try #require(Fixture.steps(question, .objects).first)
    #expect(step.state == state)
    #expect(step.title == title)
    #expect(
      step.shortcut.map { ShellText.command($0.words) }
        == "chiport copy container results --from uc --to tacc --to-container kept")
    #expect(step.check.allSatisfy { $0.words.last == "kept" })
    #expect(step.commands.allSatisfy { $0.words.last != "results" })
  }

  @Test func leavesDataWhereBothSitesUseOneStore() throws {
    var question = Fixture.question(
      "object_store_url", "https://chi.tacc.example/v1/AUTH_1/results")
    question.from = Fixture.place(Fixture.tacc, "CHI@TACC")
    question.to = Fixture.place(
      Fixture.site("kvm"), "KVM@TACC", siteClass: "kvm", store: Fixture.tacc, hasShares: false)
    question.source = Fixture.inventory(Fixture.tacc) {
      $0.containers = .known([Container(name: "results", objectCount: 1, bytes: 1 << 40)])
    }
    let step = try #require(Fixture.steps(question, .objects).first)
    #expect(step.state == .done)
    #expect(step.why.contains("both sites use the object store of CHI@TACC"))
  }
}
