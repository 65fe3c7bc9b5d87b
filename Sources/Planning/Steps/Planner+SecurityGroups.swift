import Resources
import Testbed

extension Planner {
  /// A step for each security group that the files name.
  var securityGroupSteps: [PlanStep] {
    grouped(references("security_group")).map { name, all in
      if name == "default" {
        return group(
          name, .done, "security group default stays", "every project has it; \(places(all))")
      }
      let own = source?.securityGroups.elements?.filter { $0.name == name } ?? []
      let there = target?.securityGroups.elements?.filter { $0.name == name } ?? []
      if there.count > 1 {
        return group(
          name, .decide, "\(toName) has \(there.count) security groups called \(name)",
          "names need not be unique; \(places(all))",
          left: ["rename or delete all but one, or name one by its id"])
      }
      guard own.count == 1, let one = own.first else {
        return there.isEmpty
          ? withUnknownRules(name, own.count, all)
          : group(
            name, .done, "security group \(name) is at \(toName)",
            "it is listed there; \(places(all))", left: ["see that its rules are the right ones"])
      }
      return there.first.map { completed(one, $0, all) } ?? made(one, all)
    }
  }

  private var groupMeaning: String {
    question.to.siteClass == "baremetal"
      ? "bare metal does not obey it, but commands that name it fail without it"
      : "it closes all ports that none of its rules opens"
  }

  private func withUnknownRules(
    _ name: String, _ count: Int, _ references: [PlanReference]
  ) -> PlanStep {
    group(
      name, count == 0 ? .todo : .decide, "make security group \(name)",
      "\(groupMeaning); its rules are "
        + (count == 0
          ? whyUnknown(source?.securityGroups, at: question.source, fromName)
          : "those of one of \(count) groups of that name") + "; \(places(references))",
      commands: [createCommand(name)], left: ["add the rules that it needs"])
  }

  /// A group that the target has not.
  private func made(_ own: SecurityGroup, _ references: [PlanReference]) -> PlanStep {
    let (rules, left) = carried(own)
    // Neutron gives every new group those that let everything out.
    let wanted = rules.filter { !$0.letsEverythingOut }
    return group(
      own.name, .todo,
      "make security group \(own.name), \(wanted.count) rule\(wanted.count == 1 ? "" : "s")",
      "\(groupMeaning); it is per project and site; \(places(references))",
      commands: [createCommand(own.name)] + wanted.map { ruleCommand($0, of: own.name) },
      left: left
        + (rules.contains(where: \.letsEverythingOut)
          ? []
          : ["a new group lets everything out: delete those two rules, as \(fromName) has none"]),
      action: .createSecurityGroup(
        name: own.name, description: own.description ?? "", rules: wanted))
  }

  /// A group of the target that may lack rules.
  private func completed(
    _ own: SecurityGroup, _ there: SecurityGroup, _ references: [PlanReference]
  ) -> PlanStep {
    let (rules, left) = carried(own)
    let known = Set(there.rules(namedBy: target?.securityGroups.elements ?? []))
    let lacking = rules.filter { !known.contains($0) }
    let extra = known.subtracting(rules)
    let more =
      extra.isEmpty
      ? []
      : ["only \(toName) has: \(extra.map(\.description).sorted().joined(separator: "; "))"]
    guard !lacking.isEmpty else {
      return group(
        own.name, .done, "security group \(own.name) is at \(toName)",
        "it has the rules of \(fromName); \(places(references))", left: left + more)
    }
    let list = lacking.map(\.description).joined(separator: "; ")
    return group(
      own.name, .todo,
      "add \(lacking.count) rule\(lacking.count == 1 ? "" : "s") to security group \(own.name)",
      "\(groupMeaning); \(toName) lacks \(list); \(places(references))",
      commands: lacking.map { ruleCommand($0, of: own.name) }, left: left + more,
      action: .createSecurityGroup(
        name: own.name, description: own.description ?? "", rules: lacking))
  }

  /// The rules of a group with the names of other groups, and which of them cannot be carried over.
  private func carried(_ own: SecurityGroup) -> ([SecurityGroupRule], [String]) {
    let all = source?.securityGroups.elements ?? []
    let names = Set(all.map(\.name))
    let rules = own.rules(namedBy: all)
    let lost = rules.filter { rule in rule.remoteGroupID.map { !names.contains($0) } == true }
    let needed = Set(rules.compactMap(\.remoteGroupID)).intersection(names)
      .subtracting([own.name]).subtracting(target?.securityGroups.elements?.map(\.name) ?? [])
    return (
      rules.filter { !lost.contains($0) },
      lost.map { "a rule names a group that \(fromName) does not list: \($0)" }
        + needed.sorted().map { "make security group \($0) first: rules name it" }
    )
  }

  private func createCommand(_ name: String) -> PlanCommand {
    PlanCommand(
      .target, ["openstack", "security", "group", "create", name],
      unless: ["openstack", "security", "group", "show", name])
  }

  /// Source: python-openstackclient 8, `security group rule create`; Neutron refuses a rule that the
  /// group has with "Security group rule already exists" and the status 409.
  private func ruleCommand(_ rule: SecurityGroupRule, of name: String) -> PlanCommand {
    var words = ["openstack", "security", "group", "rule", "create", "--\(rule.direction)"]
    words += ["--ethertype", rule.etherType]
    if let name = rule.networkProtocol { words += ["--protocol", name] }
    if let first = rule.firstPort {
      if rule.networkProtocol?.contains("icmp") == true {
        words += ["--icmp-type", "\(first)"]
        if let code = rule.lastPort { words += ["--icmp-code", "\(code)"] }
      } else {
        let last = rule.lastPort ?? first
        words += ["--dst-port", last == first ? "\(first)" : "\(first):\(last)"]
      }
    }
    if let other = rule.remoteGroupID {
      words += ["--remote-group", other]
    } else if let addresses = rule.remoteAddresses {
      words += ["--remote-ip", addresses]
    }
    return PlanCommand(.target, words + [name], tolerating: "already exists")
  }

  private func group(
    _ name: String, _ state: PlanStep.State, _ title: String, _ why: String,
    commands: [PlanCommand] = [], left: [String] = [], action: PlanAction? = nil
  ) -> PlanStep {
    PlanStep(
      id: PlanStep.id(.securityGroup, name), kind: .securityGroup, title: title, state: state,
      why: why, duration: state == .todo ? .requests : nil,
      check: [PlanCommand(.target, ["openstack", "security", "group", "show", name])],
      commands: commands, left: left, needs: state == .todo ? [credentialID] : [], action: action)
  }
}
