import Resources
import Testbed

extension Planner {
  /// The step that others wait for, as everything at the target needs a login.
  var credentialID: String { PlanStep.Kind.credentials.rawValue }

  /// The logins of the experiment and of the move.
  var credentialStep: PlanStep {
    let named = references("application_credential", "project_id", "client_id")
    let isIn = target != nil
    let name = "\(question.to.id)-experiment"
    let state: PlanStep.State = !named.isEmpty || !isIn ? .todo : .done
    var why =
      isIn
      ? "a login at \(toName) works"
      : whyUnknown(nil as Listing<Image>?, at: question.target, toName)
    if !named.isEmpty { why += "; credentials are per site, \(places(named))" }
    return PlanStep(
      id: credentialID, kind: .credentials,
      title: state == .done ? "the login at \(toName) is there" : "log in at \(toName)",
      state: state,
      why: why
        + "; a restricted application credential cannot create leases, as these make a trust",
      check: [PlanCommand(.target, ["openstack", "token", "issue", "-c", "project_id"])],
      commands: state == .done
        ? []
        : [
          PlanCommand(
            .here,
            [
              "ccauth", "clouds-yaml", "--all-sites", "--output",
              "clouds.yaml",
            ], unless: ["test", "-s", "clouds.yaml"]),
          PlanCommand(
            .target,
            ["openstack", "application", "credential", "create", "--unrestricted", name],
            unless: ["openstack", "application", "credential", "show", name]),
        ],
      left: named.isEmpty
        ? []
        : [
          "write the new credential where the old one stands, and keep it out of repositories: "
            + Set(named.map(\.path)).sorted().joined(separator: ", ")
        ])
  }

  /// A step for each key pair that the files name.
  var keyPairSteps: [PlanStep] {
    grouped(references("key_pair")).map { name, all in
      let own = source?.keyPairs.elements?.first { $0.name == name }
      let there = target?.keyPairs.elements?.first { $0.name == name }
      func step(
        _ state: PlanStep.State, _ title: String, _ why: String, commands: [PlanCommand] = [],
        left: [String] = [], action: PlanAction? = nil
      ) -> PlanStep {
        PlanStep(
          id: PlanStep.id(.keyPair, name), kind: .keyPair, title: title, state: state,
          why: "\(why); \(places(all))",
          check: [PlanCommand(.target, ["openstack", "keypair", "show", name])], commands: commands,
          left: left, needs: state == .todo ? [credentialID] : [], action: action)
      }
      let taken = all.compactMap(\.replacement).first { $0 != name }
      if let taken, target?.keyPairs.elements?.contains(where: { $0.name == taken }) == true {
        return step(
          .done, "key pair \(name) is \(taken) at \(toName)", "the files will name that one")
      }
      if let there {
        guard let own, let old = own.fingerprint, let new = there.fingerprint, old != new else {
          return step(
            .done, "key pair \(name) is at \(toName)",
            own == nil ? "it is listed there" : "with the same fingerprint")
        }
        return step(
          .decide, "key pair \(name) is another key at \(toName)",
          "fingerprints \(old) and \(new)", left: ["see that you have the private half of that one"]
        )
      }
      guard let own, let key = own.publicKey else {
        return step(
          .todo, "upload key pair \(name)",
          "key pairs are per site; its public half is "
            + whyUnknown(source?.keyPairs, at: question.source, fromName),
          commands: [importCommand(name, "PUBLIC_KEY_FILE")],
          left: ["the public half of the key that you use, such as ~/.ssh/id_ed25519.pub"])
      }
      let file = "\(name.replacing("/", with: "-")).pub"
      return step(
        .todo, "import key pair \(name)",
        "key pairs are per site, and only the public half is needed",
        commands: [
          PlanCommand(
            .source, ["openstack", "keypair", "show", "--public-key", name], output: file),
          importCommand(name, file),
        ], action: .importKeyPair(name: name, publicKey: key, type: own.type))
    }
  }

  private func importCommand(_ name: String, _ file: String) -> PlanCommand {
    PlanCommand(
      .target, ["openstack", "keypair", "create", "--public-key", file, name],
      unless: ["openstack", "keypair", "show", name])
  }

  /// A step for each security group that the files name.
  var securityGroupSteps: [PlanStep] {
    grouped(references("security_group")).map { name, all in
      let own = source?.securityGroups.elements?.filter { $0.name == name } ?? []
      let there = target?.securityGroups.elements?.contains { $0.name == name } == true
      func step(
        _ state: PlanStep.State, _ title: String, _ why: String, commands: [PlanCommand] = [],
        left: [String] = [], action: PlanAction? = nil
      ) -> PlanStep {
        PlanStep(
          id: PlanStep.id(.securityGroup, name), kind: .securityGroup, title: title, state: state,
          why: "\(why); \(places(all))",
          check: [PlanCommand(.target, ["openstack", "security", "group", "show", name])],
          commands: commands, left: left, needs: state == .todo ? [credentialID] : [],
          action: action)
      }
      if name == "default" {
        return step(.done, "security group default stays", "every project has it")
      }
      if there {
        return step(
          .done, "security group \(name) is at \(toName)", "it is listed there",
          left: ["see that its rules are those of \(fromName)"])
      }
      let meaning =
        question.to.siteClass == "baremetal"
        ? "bare metal does not obey it, but commands that name it fail without it"
        : "it closes all ports that none of its rules opens"
      guard own.count == 1, let group = own.first else {
        return step(
          own.isEmpty ? .todo : .decide, "make security group \(name)",
          "\(meaning); its rules are "
            + (own.isEmpty
              ? whyUnknown(source?.securityGroups, at: question.source, fromName)
              : "those of one of \(own.count) groups of that name"),
          commands: groupCommands(name, rules: []), left: ["add the rules that it needs"])
      }
      let rules = group.rules.filter { $0.direction == "ingress" }
      return step(
        .todo, "make security group \(name), \(rules.count) rule\(rules.count == 1 ? "" : "s")",
        "\(meaning); it is per project and site", commands: groupCommands(name, rules: rules),
        action: .createSecurityGroup(
          name: name, description: group.description ?? "", rules: rules))
    }
  }

  /// A rule that the group has already is refused with a conflict, which does no harm.
  private func groupCommands(_ name: String, rules: [SecurityGroupRule]) -> [PlanCommand] {
    [
      PlanCommand(
        .target, ["openstack", "security", "group", "create", name],
        unless: ["openstack", "security", "group", "show", name])
    ]
      + rules.map { rule in
        var words = ["openstack", "security", "group", "rule", "create", "--ingress"]
        words += ["--ethertype", rule.etherType]
        if let name = rule.networkProtocol { words += ["--protocol", name] }
        if let first = rule.firstPort {
          words += [
            "--dst-port",
            rule.lastPort.map { $0 == first ? "\(first)" : "\(first):\($0)" } ?? "\(first)",
          ]
        }
        if rule.remoteGroupID != nil {
          words += ["--remote-group", name]
        } else if let addresses = rule.remoteAddresses {
          words += ["--remote-ip", addresses]
        }
        let rest = ShellText.command(Array(words.dropFirst()) + [name])
        return PlanCommand(
          .target,
          line: "openstack --os-cloud \"$TO_CLOUD\" \(rest) || echo 'that rule may be there' >&2")
      }
  }
}
