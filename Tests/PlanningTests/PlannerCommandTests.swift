import Planning
import Resources
import Testbed
import Testing

/// What plans print to be run.
@Suite struct PlannerCommandTests {
  private typealias Fixture = PlanFixture

  private static func texts(_ step: PlanStep) -> [String] {
    step.commands.map { $0.text(clouds: ("uc", "tacc")) }
  }

  /// A download that is cut off has another name, and an image that is not active does not count.
  @Test func anImageIsUploadedWholeOrNotAtAll() throws {
    var question = Fixture.question("image", "my-image")
    var image = Fixture.image(3)
    image = Image(
      id: "1", name: image.name, size: image.size, diskFormat: "qcow2", containerFormat: "bare",
      minDisk: 10, checksum: "aa",
      properties: [
        "architecture": "x86_64", "base_image_ref": "x", "instance_uuid": "y", "user_id": "z",
        "image_location": "snapshot", "os_hash_algo": "sha512",
      ])
    question.source = Fixture.inventory(Fixture.uc) { $0.images = .known([image]) }
    question.target = Fixture.inventory(Fixture.tacc)
    let step = try #require(Fixture.steps(question, .image).first)
    #expect(
      Self.texts(step) == [
        "openstack --os-cloud uc image save --file my-image.image.part 1",
        "mv my-image.image.part my-image.image",
        "echo 'aa  my-image.image' | md5sum --check --quiet -",
        "openstack --os-cloud tacc image create --file my-image.image --disk-format qcow2 "
          + "--container-format bare --min-disk 10 --property architecture=x86_64 my-image",
      ])
    #expect(
      step.commands.map { $0.guardText(clouds: ("uc", "tacc")) } == [
        "test -s my-image.image", "test -s my-image.image", nil,
        "test -n \"$(openstack --os-cloud tacc image list --name my-image --status active "
          + "-f value -c ID)\"",
      ])
  }

  /// KVM@TACC has no store of its own: data goes to CHI@TACC's, with a login there.
  @Test func dataGoesToTheStoreThatTheTargetUses() throws {
    var question = Fixture.question("container", "results", "portable")
    question.to = Fixture.place(
      Fixture.site("kvm"), "KVM@TACC", siteClass: "kvm", store: Fixture.tacc, hasShares: false)
    question.reads = 5
    question.source = Fixture.inventory(Fixture.uc) {
      $0.containers = .known([Container(name: "results", objectCount: 1, bytes: 100)])
    }
    let step = try #require(Fixture.steps(question, .objects).first)
    #expect(
      step.shortcut?.words == [
        "chiport", "copy", "container", "results", "--from", "uc", "--to", "tacc",
      ])
    let stores = PlanStores(from: Fixture.uc, to: Fixture.tacc)
    #expect(
      step.action
        == .copyContainer(name: "results", newName: "results", bytes: 100, stores: stores))
    let texts = step.commands.map { $0.text(clouds: ("uc", "kvm")) }
    #expect(texts.allSatisfy { !$0.contains("kvm") }, "\(texts)")
    #expect(texts.first == "openstack --os-cloud tacc container create results")
    #expect(
      step.check.map { ShellText.command($0.words) } == [
        "openstack --os-cloud tacc container show results"
      ])
    let plan = Planner(question).plan()
    #expect(try Plan(document: plan.document) == plan)
  }

  /// A word is no reference: it may be anything.
  @Test func aWordDoesNotCopyData() throws {
    var question = Fixture.question("node_type", "gpu")
    question.mentionedContainers = ["results": "run.sh:3"]
    question.references.append(
      PlanReference(
        kind: "image", value: "my-image", path: "run.sh", line: 9, decision: "unresolved",
        isMention: true))
    question.source = Fixture.inventory(Fixture.uc) {
      $0.containers = .known([Container(name: "results", objectCount: 1, bytes: 100)])
      $0.images = .known([Fixture.image(3)])
    }
    let steps = Planner(question).plan().steps.filter { $0.kind == .objects || $0.kind == .image }
    #expect(steps.map(\.state) == [.decide, .decide])
    #expect(steps.last?.why.contains("run.sh:3") == true)
    question.references.append(Fixture.reference("container", "results", "portable"))
    #expect(Fixture.steps(question, .objects).map(\.state) == [.todo])
  }

  @Test func unknownSharesAreTheirOwn() throws {
    var question = Fixture.question("share", "10.0.0.1:/volumes/_nogroup/aaa")
    for value in ["10.0.0.1:/volumes/_nogroup/bbb", "10.0.0.2:/volumes/other/bbb"] {
      question.references.append(Fixture.reference("share", value))
    }
    let steps = Planner(question).plan().steps.filter { $0.kind == .share }
    #expect(
      steps.map(\.id) == [
        "share-share-aaa", "share-share-aaa-data", "share-share-bbb", "share-share-bbb-data",
        "share-share-bbb-2", "share-share-bbb-data-2",
      ])
    #expect(
      steps.filter { $0.id.contains("data") }.map { $0.needs.first } == [
        "share-share-aaa", "share-share-bbb", "share-share-bbb-2",
      ])
  }

  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func asksForTheLoginsThatAreMissing(_ isInAtSource: Bool, _ isInAtTarget: Bool) throws {
    func state(_ site: SiteID, _ isIn: Bool) -> SiteState {
      var state = Fixture.inventory(site)
      state.isLoggedIn = isIn
      return state
    }
    var question = Fixture.question()
    question.source = state(Fixture.uc, isInAtSource)
    question.target = state(Fixture.tacc, isInAtTarget)
    let step = try #require(Fixture.steps(question, .credentials).first)
    #expect(step.state == (isInAtSource && isInAtTarget ? .done : .todo))
    #expect(step.title.contains("CHI@UC") == (!isInAtSource || isInAtTarget))
    #expect(
      Self.texts(step)
        == (isInAtSource || isInAtTarget
          ? []
          : [
            "ccauth discover-projects",
            "ccauth clouds-yaml --all-sites --project-id PROJECT_ID "
              + "--output ~/.config/openstack/clouds.yaml",
          ]))
    #expect(step.commands.allSatisfy { $0.caution == .fillIn })
  }

  @Test func makesACredentialOnlyWhereFilesNameOne() throws {
    var question = Fixture.question("application_credential", "id")
    question.source = Fixture.inventory(Fixture.uc)
    question.target = Fixture.inventory(Fixture.tacc)
    let step = try #require(Fixture.steps(question, .credentials).first)
    #expect(step.commands.map(\.caution) == [.printsSecret])
    let script = PlanScript(
      Planner(question).plan(), from: ("CHI@UC", "uc"), to: ("CHI@TACC", "tacc")
    ).text
    #expect(script.contains("# the secret is shown once:\n#   openstack"))
  }

  /// What waits for a site says so in few words; why it is down is told once.
  @Test(arguments: [true, false]) func saysOnceWhyASiteIsDown(_ isSource: Bool) throws {
    var question = PlannerOrderTests.everything()
    let reason = "it does not answer: curl (7): no route"
    if isSource { question.source.outage = reason } else { question.target.outage = reason }
    let plan = Planner(question).plan()
    let name = isSource ? "CHI@UC" : "CHI@TACC"
    #expect(plan.warnings == ["\(name) is down: \(reason)"])
    let text = PlanMarkdown(plan, from: ("CHI@UC", "uc"), to: ("CHI@TACC", "tacc")).text
    #expect(text.split(separator: "curl (7)").count == 2)
    func state(_ kind: PlanStep.Kind) -> PlanStep.State? {
      plan.steps.first { $0.kind == kind }?.state
    }
    #expect(state(.image) == .blocked && state(.objects) == .blocked)
    #expect(state(.keyPair) == (isSource ? .todo : .blocked))
    #expect(state(.lease) == (isSource ? .todo : .blocked))
    // What is known stays known.
    #expect(plan.steps.first { $0.kind == .image }?.title.contains("12 GB") == true)
  }

  @Test func noLeaseEndsAfterASiteRetires() throws {
    var question = PlannerOrderTests.everything()
    question.to = PlanSite(
      id: Fixture.site("kvm"), name: "KVM@TACC", siteClass: "kvm", storeSite: Fixture.tacc,
      cloud: "kvm", retiresOn: "2026-11-25")
    #expect(Fixture.steps(question, .lease).map(\.state) == [.todo])
    question.to = PlanSite(
      id: Fixture.site("kvm"), name: "KVM@TACC", siteClass: "kvm", storeSite: Fixture.tacc,
      cloud: "kvm", retiresOn: "2026-11-24")
    let plan = Planner(question).plan()
    #expect(plan.steps.last?.state == .blocked)
    #expect(plan.warnings == ["KVM@TACC retires on 2026-11-24: no lease may end later"])
  }

  /// Commands that people copy have everything that they need.
  @Test func commandsNameTheirSites() {
    let steps = Planner(PlannerOrderTests.everything()).plan().steps
    for step in steps {
      for text in step.left + step.commands.map({ ShellText.command($0.words) })
      where text.contains("chiport copy image") || text.contains("chiport copy container") {
        #expect(text.contains("--from uc --to tacc"), "\(text)")
      }
      if step.kind != .credentials { #expect(!step.check.isEmpty, "\(step.id)") }
    }
    let plan = Planner(PlannerOrderTests.everything()).plan()
    #expect(
      ShellText.command(plan.verification.words) == "chiport verify experiment --to tacc")
  }

  /// A script has nothing of chiport in it but as a comment about what only chiport does.
  @Test func plainCommandsAreThoseOfOthers() throws {
    var question = PlannerOrderTests.everything()
    question.mentionedContainers = ["results": "run.sh:3"]
    for step in Planner(question).plan().steps where step.kind != .files {
      let texts = Self.texts(step)
      #expect(!texts.contains { $0.contains("chiport") }, "\(step.id): \(texts)")
    }
    let snapshot = try #require(Fixture.steps(question, .snapshot).first)
    #expect(
      Self.texts(snapshot) == [
        "ccauth openrc --output ~/openrc", "source ~/openrc",
        "sudo -E cc-snapshot my-snapshot",
      ])
    // Where the instances have shares is not where the plan mounts them.
    #expect(snapshot.left.contains { $0.contains("the folders that shares are mounted on") })
    #expect(snapshot.shortcut?.words == ["sudo", "chiport", "snapshot", "advise", "--to", "tacc"])
    let data = try #require(Fixture.steps(question, .share).first { $0.id.hasSuffix("-data") })
    let saved = data.commands.filter { $0.place == .sourceInstance }.compactMap(\.line)
    #expect(
      saved.suffix(3) == [
        "openstack --os-cloud tacc container create share-x-share",
        "export container=share-x-share",
        "sudo tar -czf - -C / mnt/share | split -b 4GB --filter='cat > \"$FILE\" && "
          + "openstack --os-cloud tacc object create \"$container\" \"$FILE\" && rm \"$FILE\"' "
          + "- mnt-share.tar.gz.",
      ])
    let back = data.commands.filter { $0.place == .targetInstance }.compactMap(\.line)
    #expect(back.last?.hasSuffix("| sudo tar -xzf - -C /") == true, "\(back)")
  }

  /// Without a slot a command has a placeholder for the end, and would fail as it stands.
  @Test(arguments: [true, false]) func asksForTheEndOfALeaseThatIsNotKnown(_ isKnown: Bool) throws {
    var question = Fixture.question("network", "mine")
    for (kind, value) in [("share", "10.0.0.1:/volumes/x"), ("floating_ip", "192.5.86.9")] {
      question.references.append(Fixture.reference(kind, value))
    }
    question.source = Fixture.inventory(Fixture.uc) {
      $0.networks = .known([Network(id: "n", name: "mine")])
    }
    if isKnown { question.slots = PlannerOrderTests.everything().slots }
    let reserving = Fixture.steps(question, .network).flatMap(\.commands).filter { command in
      command.text(clouds: nil).contains("lease create")
    }
    #expect(reserving.count == 3)
    for command in reserving {
      let text = command.text(clouds: nil)
      #expect(command.caution == (isKnown ? .reserves : .fillIn), "\(text)")
      #expect(text.contains("YYYY-MM-DD HH:MM") == !isKnown, "\(text)")
    }
  }
}
