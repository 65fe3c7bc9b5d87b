import Resources
import Testbed

extension Planner {
  /// A step for each network and floating IP that the files name.
  var networkSteps: [PlanStep] {
    var steps: [PlanStep] = []
    var seen: Set<String> = []
    for (value, all) in grouped(references("network", "resource_id")) {
      let owned = ownNetwork(named: value)
      let isNetwork = all.contains { $0.kind == "network" }
      guard isNetwork || owned != nil else { continue }
      let name = owned?.name ?? value
      guard seen.insert(name).inserted else { continue }
      steps.append(networkStep(name, owned, all))
    }
    let addresses = references("floating_ip")
    if !addresses.isEmpty { steps.append(floatingStep(addresses)) }
    return steps
  }

  private func ownNetwork(named text: String) -> Network? {
    let networks = source?.networks.elements ?? []
    if let network = networks.first(where: { $0.id == text || $0.name == text }) { return network }
    let subnet = source?.subnets.elements?.first { $0.id == text || $0.name == text }
    return subnet.flatMap { subnet in networks.first { $0.id == subnet.networkID } }
  }

  private func networkStep(
    _ name: String, _ owned: Network?, _ references: [PlanReference]
  ) -> PlanStep {
    if let step = networkThere(name, owned, references) { return step }
    if references.contains(where: { $0.decision == "portable" }) {
      return network(
        name, .done, "network \(name) stays", "\(references[0].reason); \(places(references))")
    }
    guard let owned, !owned.isShared, !owned.isExternal else {
      return network(
        name, .decide, "choose a network for \(name)",
        "\(references[0].reason); \(places(references))",
        left: references[0].options.isEmpty
          ? ["see: openstack network list"]
          : ["choose: \(references[0].options.joined(separator: ", "))"])
    }
    let subnets = (source?.subnets.elements ?? []).filter { $0.networkID == owned.id }
    guard question.to.siteClass == "kvm" else { return isolated(owned, references) }
    return network(
      name, .todo, "make network \(name)",
      "it is the project's own, and networks are per site; \(places(references))",
      commands: create(name, subnets),
      left: ["a router with the network 'public', if instances need the internet"],
      action: .createNetwork(name: name, subnets: subnets))
  }

  /// What the target has of the name, or what was paired; nil for nothing.
  private func networkThere(
    _ name: String, _ owned: Network?, _ references: [PlanReference]
  ) -> PlanStep? {
    if let end = owned.flatMap({ pair(.network, $0.id)?.target }), end.name != name {
      return network(
        name, .done, "network \(name) is \(end.name) at \(toName)", places(references),
        check: end.name)
    }
    let there = target?.networks.elements?.filter { $0.name == name } ?? []
    switch there.count {
    case 0: return nil
    case 1:
      return network(
        name, .done, "network \(name) is at \(toName)",
        "it is listed there; \(places(references))")
    default:
      return network(
        name, .decide, "\(toName) has \(there.count) networks called \(name)",
        "a name has to be one's own; \(places(references))",
        left: ["name one by its id: \(there.map(\.id).joined(separator: ", "))"])
    }
  }

  private func network(
    _ name: String, _ state: PlanStep.State, _ title: String, _ why: String, check: String? = nil,
    commands: [PlanCommand] = [], left: [String] = [], action: PlanAction? = nil
  ) -> PlanStep {
    PlanStep(
      id: PlanStep.id(.network, name), kind: .network, title: title, state: state, why: why,
      duration: state == .todo ? .requests : nil,
      check: [PlanCommand(.target, ["openstack", "network", "show", check ?? name])],
      commands: commands, left: left, needs: state == .todo ? [credentialID] : [], action: action)
  }

  /// On bare metal a network of one's own is a VLAN, which is reserved.
  ///
  /// Source: https://chameleoncloud.readthedocs.io/en/latest/technical/reservations/cli_reservations.html.
  private func isolated(_ own: Network, _ references: [PlanReference]) -> PlanStep {
    network(
      own.name, .todo, "reserve network \(own.name)",
      "an isolated network of bare metal is a VLAN, which is reserved like nodes; "
        + places(references),
      commands: [
        PlanCommand(
          .target,
          [
            "openstack", "reservation", "lease", "create", "--reservation",
            "resource_type=network,network_name=\(own.name)", "--end-date", leaseEnd, own.name,
          ], unless: ["openstack", "reservation", "lease", "show", own.name], caution: leaseCaution)
      ],
      left: [
        "reserve it together with the nodes, for the same time",
        "make its subnet, and a router with the network 'public' if instances need the internet",
      ])
  }

  private func create(_ name: String, _ subnets: [Subnet]) -> [PlanCommand] {
    [
      PlanCommand(
        .target, ["openstack", "network", "create", name],
        unless: ["openstack", "network", "show", name])
    ]
      + subnets.map { subnet in
        var words = ["openstack", "subnet", "create", "--network", name]
        words += ["--subnet-range", subnet.addresses ?? "192.168.100.0/24"]
        if !subnet.hasDHCP { words.append("--no-dhcp") }
        for server in subnet.nameServers { words += ["--dns-nameserver", server] }
        let own = subnet.name.isEmpty ? "\(name)-subnet" : subnet.name
        return PlanCommand(
          .target, words + [own], unless: ["openstack", "subnet", "show", own])
      }
  }

  private func floatingStep(_ references: [PlanReference]) -> PlanStep {
    let count = Set(references.map(\.value)).count
    let commands: [PlanCommand] =
      question.to.siteClass == "kvm"
      ? [PlanCommand(.target, ["openstack", "floating", "ip", "create", "public"])]
      : [
        PlanCommand(
          .target,
          line: "openstack --os-cloud \"$TO_CLOUD\" reservation lease create --reservation "
            + "\"resource_type=virtual:floatingip,network_id=$(openstack --os-cloud \"$TO_CLOUD\" "
            + "network show public -f value -c id),amount=\(count)\" --end-date '\(leaseEnd)' "
            + "my-floating-ips", caution: leaseCaution)
      ]
    return PlanStep(
      id: PlanStep.id(.network, "floating-ip"), kind: .network,
      title: "take \(count) floating IP\(count == 1 ? "" : "s") of \(toName)", state: .decide,
      why: "addresses belong to a site; \(places(references))",
      check: [PlanCommand(.target, ["openstack", "floating", "ip", "list"])], commands: commands,
      left: ["write the new address where the old one stands: chiport rewrite --map OLD=NEW"])
  }
}
