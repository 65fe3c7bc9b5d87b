import Resources
import Testbed

extension Planner {
  /// A step for each security group that the files name, and for those that its rules name: what rules
  /// name comes first, without its own rules where they name each other.
  var securityGroupSteps: [PlanStep] {
    let named = grouped(references("security_group"))
    let order = SecurityGroupOrder(named.map(\.value), needs: neededGroups(of:))
    let places = Dictionary(
      uniqueKeysWithValues: named.map { ($0.value, self.places($0.references)) })
    func place(_ name: String) -> String {
      if let place = places[name] { return place }
      let users = order.names.filter { neededGroups(of: $0).contains(name) }
      return "rules of \(users.joined(separator: ", ")) name it"
    }
    return order.early.map { early($0, place($0)) }
      + order.names.map { groupStep($0, place($0), isEarly: order.early.contains($0)) }
  }

  private func groupStep(_ name: String, _ place: String, isEarly: Bool) -> PlanStep {
    if name == "default" {
      return group(name, .done, "security group default stays", "every project has it; \(place)")
    }
    let own = groups(source, named: name)
    let there = groups(target, named: name)
    if there.count > 1 {
      return group(
        name, .decide, "\(toName) has \(there.count) security groups called \(name)",
        "names need not be unique; \(place)",
        left: ["rename or delete all but one, or name one by its id"])
    }
    guard own.count == 1, let one = own.first else {
      return there.isEmpty
        ? withUnknownRules(name, own.count, place)
        : group(
          name, .done, "security group \(name) is at \(toName)",
          "it is listed there; \(place)", left: ["see that its rules are the right ones"])
    }
    return there.first.map { completed(one, $0, place) } ?? made(one, place, isEarly: isEarly)
  }

  private func groups(_ inventory: ProjectInventory?, named name: String) -> [SecurityGroup] {
    (inventory?.securityGroups.elements ?? []).filter { $0.name == name }
  }

  /// Other groups that the rules of one name, by their names, in the order of the rules.
  private func remoteGroups(of name: String) -> [String] {
    let own = groups(source, named: name)
    guard name != "default", own.count == 1, groups(target, named: name).count < 2 else {
      return []
    }
    let all = source?.securityGroups.elements ?? []
    let names = Set(all.map(\.name))
    var met: Set<String> = [name, "default"]
    return own[0].rules(namedBy: all).compactMap(\.remoteGroupID).filter {
      names.contains($0) && met.insert($0).inserted
    }
  }

  /// Those of them that the target has not.
  private func neededGroups(of name: String) -> [String] {
    remoteGroups(of: name).filter { groups(target, named: $0).isEmpty }
  }

  /// Those of them of which nobody can tell which one is meant.
  private func unsettledGroups(of name: String) -> [String] {
    remoteGroups(of: name).filter { other in
      let there = groups(target, named: other).count
      return there > 1 || there == 0 && groups(source, named: other).count > 1
    }
  }

  private var groupMeaning: String {
    question.to.siteClass == "baremetal"
      ? "bare metal does not obey it, but commands that name it fail without it"
      : "it closes all ports that none of its rules opens"
  }

  private func withUnknownRules(_ name: String, _ count: Int, _ place: String) -> PlanStep {
    group(
      name, count == 0 ? .todo : .decide, "make security group \(name)",
      "\(groupMeaning); its rules are "
        + (count == 0
          ? whyUnknown(source?.securityGroups, at: question.source, fromName)
          : "those of one of \(count) groups of that name") + "; \(place)",
      commands: [createCommand(name)], left: ["add the rules that it needs"])
  }

  /// A group whose rules come later, as some name groups whose rules name this one.
  private func early(_ name: String, _ place: String) -> PlanStep {
    group(
      name, .todo, "make security group \(name), without its rules",
      "its rules and those of others name each other's groups, which have to be there; \(place)",
      commands: [createCommand(name)],
      action: .createSecurityGroup(
        name: name, description: groups(source, named: name).first?.description ?? "", rules: []))
  }

  /// A group that the target has not, or only as an early one.
  private func made(_ own: SecurityGroup, _ place: String, isEarly: Bool) -> PlanStep {
    let (rules, left) = carried(own)
    // Neutron gives every new group those that let everything out.
    let wanted = rules.filter { !$0.letsEverythingOut }
    let count = "\(wanted.count) rule\(wanted.count == 1 ? "" : "s")"
    return group(
      own.name, unsettledGroups(of: own.name).isEmpty ? .todo : .decide,
      isEarly
        ? "add \(count) to security group \(own.name)"
        : "make security group \(own.name), \(count)",
      "\(groupMeaning); it is per project and site; \(place)",
      commands: [createCommand(own.name)] + wanted.map { ruleCommand($0, of: own.name) },
      left: left
        + (rules.contains(where: \.letsEverythingOut)
          ? []
          : ["a new group lets everything out: delete those two rules, as \(fromName) has none"]),
      needs: (isEarly ? [own.name] : []) + neededGroups(of: own.name),
      action: .createSecurityGroup(
        name: own.name, description: own.description ?? "", rules: wanted))
  }

  /// A group of the target that may lack rules.
  private func completed(
    _ own: SecurityGroup, _ there: SecurityGroup, _ place: String
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
        "it has the rules of \(fromName); \(place)", left: left + more)
    }
    let list = lacking.map(\.description).joined(separator: "; ")
    return group(
      own.name, unsettledGroups(of: own.name).isEmpty ? .todo : .decide,
      "add \(lacking.count) rule\(lacking.count == 1 ? "" : "s") to security group \(own.name)",
      "\(groupMeaning); \(toName) lacks \(list); \(place)",
      commands: lacking.map { ruleCommand($0, of: own.name) }, left: left + more,
      needs: neededGroups(of: own.name),
      action: .createSecurityGroup(
        name: own.name, description: own.description ?? "", rules: lacking))
  }

  /// The rules of a group with the names of other groups, and what there is to say about the rest.
  private func carried(_ own: SecurityGroup) -> ([SecurityGroupRule], [String]) {
    let all = source?.securityGroups.elements ?? []
    let names = Set(all.map(\.name))
    let rules = own.rules(namedBy: all)
    let lost = rules.filter { rule in rule.remoteGroupID.map { !names.contains($0) } == true }
    return (
      rules.filter { !lost.contains($0) },
      lost.map { "a rule names a group that \(fromName) does not list: \($0)" }
        + unsettledGroups(of: own.name).map {
          "see first which security group \($0) is meant: rules name it, and there are several"
        }
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
    commands: [PlanCommand] = [], left: [String] = [], needs: [String] = [],
    action: PlanAction? = nil
  ) -> PlanStep {
    PlanStep(
      id: PlanStep.id(.securityGroup, name), kind: .securityGroup, title: title, state: state,
      why: why, duration: state == .todo ? .requests : nil,
      check: [PlanCommand(.target, ["openstack", "security", "group", "show", name])],
      commands: commands, left: left,
      needs: state == .todo
        ? [credentialID] + needs.map { PlanStep.id(.securityGroup, $0) } : [],
      action: action)
  }
}
