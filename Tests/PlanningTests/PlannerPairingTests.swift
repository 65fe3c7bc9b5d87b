import Planning
import Resources
import Testbed
import Testing

/// What both sites have decides, as `chiport map` pairs it.
@Suite struct PlannerPairingTests {
  private typealias Fixture = PlanFixture

  private static func images(_ one: Image, _ others: [Image]) -> PlanQuestion {
    var question = Fixture.question("image", "my-image")
    question.source = Fixture.inventory(Fixture.uc) { $0.images = .known([one]) }
    question.target = Fixture.inventory(Fixture.tacc) { $0.images = .known(others) }
    return question
  }

  private static func image(_ id: String, _ name: String, _ checksum: String?) -> Image {
    Image(id: id, name: name, size: ByteCount(3_000_000_000), checksum: checksum)
  }

  @Test func anImageOfAnotherNameWithTheSameContentIsThere() throws {
    let question = Self.images(Self.image("1", "my-image", "aa"), [Self.image("9", "other", "aa")])
    let step = try #require(Fixture.steps(question, .image).first)
    #expect(step.state == .done)
    #expect(step.title == "my-image is other at CHI@TACC")
    #expect(!step.isAutomatic)
  }

  @Test func twoImagesOfTheNameAreNotDifferentOnes() throws {
    let question = Self.images(
      Self.image("1", "my-image", "aa"),
      [Self.image("8", "my-image", "aa"), Self.image("9", "my-image", "aa")])
    let step = try #require(Fixture.steps(question, .image).first)
    #expect(step.state == .decide)
    #expect(step.title == "CHI@TACC has 2 images that could be my-image")
    #expect(step.left == ["name one by its id: 8, 9"])
  }

  @Test func anImageWithoutDigestsIsTakenForTheSame() throws {
    let question = Self.images(
      Self.image("1", "my-image", nil), [Self.image("9", "my-image", "bb")])
    let step = try #require(Fixture.steps(question, .image).first)
    #expect(step.state == .done)
    #expect(step.why.contains("whether the content is the same is not known"))
  }

  @Test func aKeyPairOfAnotherNameWithTheSameKeyIsThere() throws {
    var question = Fixture.question("key_pair", "laptop", "portable")
    let key = KeyPair(name: "laptop", fingerprint: "ab:cd", publicKey: "ssh-ed25519 A")
    question.source = Fixture.inventory(Fixture.uc) { $0.keyPairs = .known([key]) }
    question.target = Fixture.inventory(Fixture.tacc) {
      $0.keyPairs = .known([KeyPair(name: "mine", fingerprint: "ab:cd")])
    }
    let step = try #require(Fixture.steps(question, .keyPair).first)
    #expect(step.state == .done)
    #expect(step.title == "key pair laptop is mine at CHI@TACC")
  }

  @Test(arguments: [
    ("ssh", "openstack keypair create --public-key laptop.pub laptop"),
    (
      "x509",
      "openstack --os-compute-api-version 2.2 keypair create --type x509 --public-key laptop.pub "
        + "laptop"
    ),
  ])
  func importsAKeyPairAsWhatItIs(_ type: String, _ command: String) throws {
    var question = Fixture.question("key_pair", "laptop", "portable")
    question.source = Fixture.inventory(Fixture.uc) {
      $0.keyPairs = .known([
        KeyPair(name: "laptop", fingerprint: "a", publicKey: "key", type: type)
      ])
    }
    let step = try #require(Fixture.steps(question, .keyPair).first)
    #expect(step.commands.last.map { ShellText.command($0.words) } == command)
    #expect(step.action == .importKeyPair(name: "laptop", publicKey: "key", type: type))
  }

  @Test func aSmallerShareIsLookedAt() throws {
    var question = Fixture.question("share", "data")
    question.source = Fixture.inventory(Fixture.uc) {
      $0.shares = .known([Share(id: "a", name: "data", size: 500)])
    }
    question.target = Fixture.inventory(Fixture.tacc) {
      $0.shares = .known([Share(id: "b", name: "data", size: 100)])
    }
    let step = try #require(Fixture.steps(question, .share).first)
    #expect(step.state == .decide)
    #expect(step.why.contains("only 100 GiB at tacc"))
  }

  private static let group = SecurityGroup(
    id: "g", name: "web",
    rules: [
      SecurityGroupRule(direction: "egress"),
      SecurityGroupRule(networkProtocol: "icmp", firstPort: 8, lastPort: 0),
      SecurityGroupRule(networkProtocol: "tcp", remoteGroupID: "g"),
      SecurityGroupRule(networkProtocol: "tcp", remoteGroupID: "h"),
      SecurityGroupRule(direction: "egress", networkProtocol: "udp", firstPort: 53, lastPort: 53),
    ])

  private static func groups(_ there: [SecurityGroup]) -> PlanQuestion {
    var question = Fixture.question("security_group", "web", "portable")
    question.source = Fixture.inventory(Fixture.uc) {
      $0.securityGroups = .known([group, SecurityGroup(id: "h", name: "db")])
    }
    question.target = Fixture.inventory(Fixture.tacc) { $0.securityGroups = .known(there) }
    return question
  }

  @Test func carriesEveryRuleOfASecurityGroup() throws {
    let steps = Fixture.steps(Self.groups([]), .securityGroup)
    // What its rules name is made, too, and before.
    #expect(steps.map(\.id) == ["security-group-db", "security-group-web"])
    let step = try #require(steps.last)
    #expect(step.needs == ["credentials", "security-group-db"])
    let texts = step.commands.map { ShellText.command($0.words) }
    let begin = "openstack security group rule create --"
    #expect(
      texts.dropFirst() == [
        "\(begin)ingress --ethertype IPv4 --protocol icmp --icmp-type 8 --icmp-code 0 web",
        "\(begin)ingress --ethertype IPv4 --protocol tcp --remote-group web web",
        "\(begin)ingress --ethertype IPv4 --protocol tcp --remote-group db web",
        "\(begin)egress --ethertype IPv4 --protocol udp --dst-port 53 web",
      ])
    #expect(step.left.isEmpty)
    let script = PlanScript(
      Planner(Self.groups([])).plan(), from: ("CHI@UC", "uc"), to: ("CHI@TACC", "tacc")
    ).text
    #expect(script.contains("[[ $said == *'already exists'* ]] || { echo \"$said\" >&2; false; }"))
  }

  @Test func addsTheRulesThatASecurityGroupLacks() throws {
    let db = SecurityGroup(id: "d", name: "db")
    let rules = [
      SecurityGroupRule(direction: "egress"),
      SecurityGroupRule(networkProtocol: "icmp", firstPort: 8, lastPort: 0),
      SecurityGroupRule(networkProtocol: "tcp", remoteGroupID: "w"),
    ]
    let question = Self.groups([SecurityGroup(id: "w", name: "web", rules: rules), db])
    let step = try #require(Fixture.steps(question, .securityGroup).first)
    #expect(step.title == "add 2 rules to security group web")
    #expect(
      step.action
        == .createSecurityGroup(
          name: "web", description: "",
          rules: [
            SecurityGroupRule(networkProtocol: "tcp", remoteGroupID: "db"),
            SecurityGroupRule(
              direction: "egress", networkProtocol: "udp", firstPort: 53, lastPort: 53),
          ]))
    let whole =
      rules + [
        SecurityGroupRule(networkProtocol: "tcp", remoteGroupID: "d"),
        SecurityGroupRule(direction: "egress", networkProtocol: "udp", firstPort: 53, lastPort: 53),
      ]
    let same = Self.groups([SecurityGroup(id: "w", name: "web", rules: whole), db])
    #expect(Fixture.steps(same, .securityGroup).map(\.state) == [.done])
  }
}
