import Planning
import Resources
import Testbed
import Testing

@Suite struct PlannerOrderTests {
  private typealias Fixture = PlanFixture

  /// An experiment with something of every kind.
  static func everything() -> PlanQuestion {
    var question = Fixture.question()
    question.references = [
      Fixture.reference("key_pair", "laptop", "portable"),
      Fixture.reference("image", "my-image"),
      Fixture.reference("share", "10.0.0.1:/volumes/x"),
      Fixture.reference("network", "sharednet1", "portable"),
      Fixture.reference("node_type", "gpu_v100", "rewritten", replacement: "gpu_h100"),
      Fixture.reference("security_group", "web", "portable"),
      Fixture.reference("floating_ip", "192.5.86.9"),
      Fixture.reference("object_store_url", "https://chi.uc.example/swift/v1/AUTH_1/results/a"),
    ]
    question.files = [PlanFile(path: "run.sh", isChanged: true)]
    question.nodes = 2
    question.minutes = 1_440
    question.reads = 3
    question.slots = .known([
      PlanSlot(
        name: "gpu_h100", resource: .hosts(selector: #"["=","$node_type","gpu_h100"]"#), total: 2,
        freeNow: 0, start: "2026-11-24 09:00", end: "2026-11-25 09:00", isNow: false)
    ])
    question.source = Fixture.inventory(Fixture.uc) {
      $0.images = .known([Fixture.image(12)])
      $0.containers = .known([Container(name: "results", objectCount: 4, bytes: 40_000_000_000)])
      $0.keyPairs = .known([KeyPair(name: "laptop", fingerprint: "a", publicKey: "ssh-ed25519 A b")]
      )
      $0.instances = .known([Instance(id: "i", name: "node1")])
    }
    question.target = Fixture.inventory(Fixture.tacc)
    question.rate = TransferRate(bytesPerSecond: 5_000_000...10_000_000, basis: "measured")
    return question
  }

  @Test func stepsComeInTheOrderOfTheirKinds() {
    let steps = Planner(Self.everything()).plan().steps
    let order = steps.map { PlanStep.Kind.allCases.firstIndex(of: $0.kind) ?? 0 }
    // The network that a share needs comes with the share.
    let kinds = zip(order, steps).filter { $1.id != "network-storage" }.map(\.0)
    #expect(kinds == kinds.sorted())
    #expect(Set(steps.map(\.kind)) == Set(PlanStep.Kind.allCases))
    #expect(Set(steps.map(\.id)).count == steps.count)
  }

  /// A name may end like the number that tells two others apart.
  @Test func everyStepHasAnIdOfItsOwn() throws {
    var question = Fixture.question("network", "exp-net")
    for name in ["exp_net", "exp-net-2", "exp-net"] {
      question.references.append(Fixture.reference("network", name))
    }
    let plan = Planner(question).plan()
    #expect(
      plan.steps.filter { $0.kind == .network }.map(\.id) == [
        "network-exp-net", "network-exp-net-2", "network-exp-net-2-2",
      ])
    #expect(try Plan(document: plan.document) == plan)
  }

  @Test func whatIsNeededComesBefore() {
    var seen: Set<String> = []
    for step in Planner(Self.everything()).plan().steps {
      #expect(seen.isSuperset(of: step.needs), "\(step.id)")
      seen.insert(step.id)
    }
  }

  @Test func theLeaseTakesTheSlotWithExactlyItsSelector() throws {
    let step = try #require(Planner(Self.everything()).plan().steps.last)
    #expect(
      step.commands.first?.words == [
        "openstack", "reservation", "lease", "create", "--reservation",
        "resource_type=physical:host,min=2,max=2,"
          + #"resource_properties=["=","$node_type","gpu_h100"]"#, "--start-date",
        "2026-11-24 09:00", "--end-date", "2026-11-25 09:00", "gpu_h100-20261124",
      ])
  }

  @Test func tellsHowLongAndOnWhatBasis() throws {
    let plan = Planner(Self.everything()).plan()
    let image = try #require(plan.steps.first { $0.kind == .image })
    #expect(image.duration?.text == "20 to 40 min")
    #expect(image.duration?.basis == "12 GB at 5 to 10 MB/s, measured")
    #expect(image.left.first?.hasPrefix("over 10 GB") == true)
  }

  @Test(arguments: [(5_000_000, true), (200_000_000, false)])
  func sendsToAnInstanceWhereTheLinkIsSlow(_ rate: Int, _ isElsewhere: Bool) {
    var question = Self.everything()
    question.rate = TransferRate(bytesPerSecond: rate...rate, basis: "as told")
    let elsewhere = Planner(question).plan().elsewhere
    #expect((elsewhere != nil) == isElsewhere)
    #expect(elsewhere?.lines.contains { $0.contains("./chiport apply plan.json") } ?? true)
  }

  @Test func saysWhatCanStillBeMovedWhenTheSourceIsDown() {
    var question = Self.everything()
    question.source = .down("an outage is announced")
    let plan = Planner(question).plan()
    #expect(plan.steps.contains { $0.kind == .image && $0.state == .blocked })
    #expect(plan.steps.contains { $0.kind == .keyPair && $0.state == .todo })
    let text = PlanMarkdown(plan, from: ("CHI@UC", "uc"), to: ("CHI@TACC", "tacc")).text
    #expect(text.contains("## What can still be moved"))
  }

  @Test func saysLittleWhereNothingIsNamed() {
    let plan = Planner(Fixture.question()).plan()
    #expect(plan.steps.map(\.kind) == [.credentials, .snapshot])
    #expect(plan.unknowns.count == 4)
  }

  /// Names stay the same, so that files which name an image by its name need not wait for it.
  @Test(arguments: [("my-image", []), ("11112222-3333-4444-5555-666677778888", ["image-my-image"])])
  func filesNeedWhatGetsAnotherID(_ value: String, _ needs: [String]) throws {
    var question = PlanFixture.question("image", value)
    question.files = [PlanFile(path: "run.sh", isChanged: true)]
    question.source = PlanFixture.inventory(PlanFixture.uc) {
      $0.images = .known([PlanFixture.image(3, id: "11112222-3333-4444-5555-666677778888")])
    }
    question.target = PlanFixture.inventory(PlanFixture.tacc)
    let step = try #require(PlanFixture.steps(question, .files).first)
    #expect(step.needs == needs)
  }
}
