import Planning
import Resources
import Testbed
import Testing

@Suite struct PlannerTests {
  struct ImageCase: Sendable, CustomTestStringConvertible {
    let name: String
    let state: PlanStep.State
    var source = SiteState.unknown("no login")
    var target = SiteState.unknown("no login")
    var publishers: [SiteID]?
    var isAutomatic = false
    var testDescription: String { name }
  }

  private typealias Fixture = PlanFixture

  static let imageCases: [ImageCase] = [
    ImageCase(name: "published", state: .done, publishers: [PlanFixture.tacc]),
    ImageCase(
      name: "published elsewhere", state: .todo, publishers: [PlanFixture.uc], isAutomatic: true),
    ImageCase(name: "nothing known", state: .todo, isAutomatic: true),
    ImageCase(
      name: "the same is there", state: .done,
      source: PlanFixture.inventory(PlanFixture.uc) { $0.images = .known([PlanFixture.image(3)]) },
      target: PlanFixture.inventory(PlanFixture.tacc) {
        $0.images = .known([PlanFixture.image(3, id: "9")])
      }),
    ImageCase(
      name: "another of the name is there", state: .decide,
      source: PlanFixture.inventory(PlanFixture.uc) { $0.images = .known([PlanFixture.image(3)]) },
      target: PlanFixture.inventory(PlanFixture.tacc) {
        $0.images = .known([PlanFixture.image(3, checksum: "bb")])
      }),
    ImageCase(
      name: "only the source has it", state: .todo,
      source: PlanFixture.inventory(PlanFixture.uc) { $0.images = .known([PlanFixture.image(3)]) },
      target: PlanFixture.inventory(PlanFixture.tacc), isAutomatic: true),
    ImageCase(
      name: "two of the name", state: .decide,
      source: PlanFixture.inventory(PlanFixture.uc) {
        $0.images = .known([PlanFixture.image(3), PlanFixture.image(4, id: "2")])
      }),
    ImageCase(
      name: "over 20 GB", state: .decide,
      source: PlanFixture.inventory(PlanFixture.uc) { $0.images = .known([PlanFixture.image(21)]) }),
    ImageCase(
      name: "at neither site", state: .decide, source: PlanFixture.inventory(PlanFixture.uc),
      target: PlanFixture.inventory(PlanFixture.tacc)),
    ImageCase(name: "source down", state: .blocked, source: .down("no answer")),
    ImageCase(
      name: "source down, but it is there", state: .done, source: .down("no answer"),
      target: PlanFixture.inventory(PlanFixture.tacc) {
        $0.images = .known([PlanFixture.image(3)])
      }),
  ]

  @Test(arguments: imageCases) func decidesOnImages(_ one: ImageCase) throws {
    var question = Fixture.question("image", "my-image")
    question.source = one.source
    question.target = one.target
    question.publishers = { _ in one.publishers }
    let step = try #require(Fixture.steps(question, .image).first)
    #expect(step.state == one.state)
    #expect(step.isAutomatic == one.isAutomatic)
    #expect(step.why.contains("run.sh:7"))
  }

  @Test func resolvesIdsThatTheSourceKnows() throws {
    let id = "7d3a1f52-7c0b-4e0a-9a52-2f0d8c1b6e34"
    var question = Fixture.question("resource_id", id)
    #expect(Fixture.steps(question, .image).isEmpty)
    question.source = Fixture.inventory(Fixture.uc) {
      $0.images = .known([Fixture.image(3, id: id)])
    }
    let step = try #require(Fixture.steps(question, .image).first)
    #expect(
      step.action == .copyImage(id: id, name: "my-image", newName: "my-image", bytes: 3_000_000_000)
    )
    #expect(step.id == "image-my-image")
  }

  /// What both sites have is in the plan, so that ids in the files become those of the target.
  @Test func carriesThePairsThatTheFilesName() throws {
    let id = "7d3a1f52-7c0b-4e0a-9a52-2f0d8c1b6e34"
    var question = Fixture.question("image", id, "rewritten")
    question.files = [PlanFile(path: "run.sh", isChanged: true)]
    func pair(_ id: String, _ name: String, _ outcome: ResourcePair.Outcome) -> ResourcePair {
      ResourcePair(kind: .image, source: .init(id: id, name: name), outcome: outcome, isOwn: true)
    }
    let named = pair(id.uppercased(), "a", .paired(.init(id: "new", name: "a"), .name))
    #expect(Planner(question).plan().map == nil)
    question.map = ResourceMap(
      source: Fixture.uc, target: Fixture.tacc,
      pairs: [
        named, pair("1", "b", .paired(.init(id: "2", name: "b"), .name)), pair(id, "c", .missing),
      ])
    let plan = Planner(question).plan()
    #expect(plan.map?.pairs == [named])
    #expect(try Plan(document: plan.document).map == plan.map)
    let step = try #require(plan.steps.first { $0.kind == .files })
    #expect(
      step.commands.map { ShellText.command($0.words) } == [
        "chiport map --from uc --to tacc --save map.json",
        "chiport rewrite experiment --from uc --to tacc --map-file map.json -i --backup .orig",
      ])
  }

  @Test func aKeyPairThatIsThereUnderAnotherNameIsDone() throws {
    var question = Fixture.question("key_pair", "laptop")
    question.references = [
      Fixture.reference("key_pair", "laptop", "rewritten", replacement: "laptop-2")
    ]
    question.target = Fixture.inventory(Fixture.tacc) {
      $0.keyPairs = .known([KeyPair(name: "laptop-2")])
    }
    let step = try #require(Fixture.steps(question, .keyPair).first)
    #expect(step.state == .done)
    #expect(step.title == "key pair laptop is laptop-2 at CHI@TACC")
  }

  /// Blazar takes flavors by id only: it is told where it is known, and asked for elsewhere.
  @Test(arguments: [true, false]) func reservesFlavorsById(_ isKnown: Bool) throws {
    var question = Fixture.question("flavor", "m1.large", "rewritten")
    question.nodes = 2
    question.minutes = 60
    question.slots = .known([
      PlanSlot(
        name: "m1.large", resource: .flavor(id: "m1.large"), total: 9, freeNow: 9,
        start: "2026-11-22 10:00", end: "2026-11-22 11:00", isNow: true)
    ])
    if isKnown {
      question.target = Fixture.inventory(Fixture.tacc) {
        $0.flavors = .known([Flavor(id: "f-1", name: "m1.large")])
      }
    }
    let step = try #require(Fixture.steps(question, .lease).first)
    let text = try #require(step.commands.first).text(clouds: ("uc", "tacc"))
    let id =
      isKnown ? "f-1" : "$(openstack --os-cloud tacc flavor show -f value -c id m1.large)"
    let option = "resource_type=flavor:instance,flavor_id=\(id),amount=2"
    #expect(
      text == "openstack --os-cloud tacc reservation lease create --reservation "
        + (isKnown ? option : "\"\(option)\"")
        + " --end-date '2026-11-22 11:00' m1.large-20261122")
  }

  @Test func aShareNeedsItselfItsNetworkAndItsData() throws {
    var question = Fixture.question("share", "10.0.0.1:/volumes/x/data")
    question.source = Fixture.inventory(Fixture.uc) {
      $0.shares = .known([
        Share(id: "s", name: "data", size: 200, exportLocations: ["10.0.0.1:/volumes/x"])
      ])
    }
    let steps = Planner(question).plan().steps
    let share = try #require(steps.first { $0.id == "share-data" })
    #expect(
      share.commands.first?.words == [
        "openstack", "share", "create", "--name", "data", "NFS", "200",
      ])
    let network = try #require(steps.first { $0.id == "network-storage" })
    #expect(
      network.commands.first?.words.joined(separator: " ").contains("\"$usage_type\",\"storage\"")
        == true)
    let data = try #require(steps.first { $0.id == "share-data-data" })
    #expect(data.needs == ["share-data", "network-storage"])
  }

  @Test func asksForAnotherPlaceWhereThereAreNoShares() throws {
    var question = Fixture.question("share", "10.0.0.1:/volumes/x")
    question.to = Fixture.place(Fixture.site("ncar"), "CHI@NCAR", hasShares: false)
    #expect(Fixture.steps(question, .share).map(\.state) == [.decide])
    #expect(Fixture.steps(question, .network).isEmpty)
  }

  @Test(
    arguments: [
      ("ab:cd", "ab:cd", PlanStep.State.done), ("ab:cd", "ef:01", .decide), ("ab:cd", nil, .todo),
    ] as [(String, String?, PlanStep.State)])
  func comparesKeyPairsByFingerprint(_ own: String, _ there: String?, _ state: PlanStep.State)
    throws
  {
    var question = Fixture.question("key_pair", "laptop", "portable")
    question.source = Fixture.inventory(Fixture.uc) {
      $0.keyPairs = .known([KeyPair(name: "laptop", fingerprint: own, publicKey: "ssh-ed25519 A b")]
      )
    }
    question.target = Fixture.inventory(Fixture.tacc) {
      $0.keyPairs = .known(there.map { [KeyPair(name: "laptop", fingerprint: $0)] } ?? [])
    }
    let step = try #require(Fixture.steps(question, .keyPair).first)
    #expect(step.state == state)
    #expect(step.isAutomatic == (state == .todo))
  }

  @Test func makesSecurityGroupsWithTheRulesOfTheSource() throws {
    var question = Fixture.question("security_group", "web", "portable")
    question.to = Fixture.place(Fixture.site("kvm"), "KVM@TACC", siteClass: "kvm")
    let rule = SecurityGroupRule(
      networkProtocol: "tcp", firstPort: 80, lastPort: 81, remoteAddresses: "0.0.0.0/0")
    question.source = Fixture.inventory(Fixture.uc) {
      $0.securityGroups = .known([
        SecurityGroup(id: "g", name: "web", rules: [SecurityGroupRule(direction: "egress"), rule])
      ])
    }
    let step = try #require(Fixture.steps(question, .securityGroup).first)
    #expect(step.action == .createSecurityGroup(name: "web", description: "", rules: [rule]))
    let line = step.commands.last?.line ?? ""
    #expect(line.isEmpty)
    let words = step.commands.last?.words.joined(separator: " ") ?? ""
    #expect(words.hasSuffix("--protocol tcp --dst-port 80:81 --remote-ip 0.0.0.0/0 web"))
  }

  @Test(arguments: [("baremetal", false), ("kvm", true)])
  func makesNetworksOnlyWhereTheyAreNotReserved(_ siteClass: String, _ isAutomatic: Bool) throws {
    var question = Fixture.question("network", "mine")
    question.to = Fixture.place(Fixture.tacc, "CHI@TACC", siteClass: siteClass)
    question.source = Fixture.inventory(Fixture.uc) {
      $0.networks = .known([Network(id: "n", name: "mine")])
      $0.subnets = .known([Subnet(id: "s", name: "", networkID: "n", addresses: "10.1.0.0/24")])
    }
    let step = try #require(Fixture.steps(question, .network).first)
    #expect(step.state == .todo)
    #expect(step.isAutomatic == isAutomatic)
  }
}
