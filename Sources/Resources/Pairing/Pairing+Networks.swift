import Testbed

extension Pairing {
  /// Networks: by name.
  func networks() -> [ResourcePair] {
    pairs(source.networks, with: target.networks) {
      isOwn($0)
    } decide: { network, index in
      if let same = index.byID[network.id] { return Verdict(.paired(.init(same), .id)) }
      let named = index.named(network.name)
      // What a site has for everybody is meant by what it has for everybody.
      let alike = named.filter {
        $0.isShared == network.isShared && $0.isExternal == network.isExternal
      }
      let candidates = alike.isEmpty ? named : alike
      if let one = candidates.first, candidates.count == 1 {
        let isOther = isOwn(network) && (one.isShared || one.isExternal)
        return Verdict(
          .paired(.init(one), .name),
          remark: isOther ? "one is the project's own, the other everybody's" : nil)
      }
      guard candidates.isEmpty else { return severalNetworks(candidates) }
      guard isOwn(network) else {
        let others = published.targetNetworks.joined(separator: ", ")
        return Verdict(
          .missing,
          advice: others.isEmpty
            ? "take a network of \(target.site)" : "\(target.site) has \(others)")
      }
      return Verdict(.missing, advice: createNetwork(network))
    }
  }

  /// Subnets: by name, first within the counterpart of their network.
  func subnets(after networks: [ResourcePair]) -> [ResourcePair] {
    let counterparts = Dictionary(
      networks.compactMap { pair in pair.target.map { (pair.source.id, $0.id) } },
      uniquingKeysWith: { first, _ in first })
    let own = Set(networks.filter(\.isOwn).map(\.source.id))
    return pairs(source.subnets, with: target.subnets) { subnet in
      subnet.networkID.map(own.contains) ?? (subnet.projectID == source.projectID)
    } decide: { subnet, index in
      if let same = index.byID[subnet.id] { return Verdict(.paired(.init(same), .id)) }
      let network = subnet.networkID.flatMap { counterparts[$0] }
      let named = index.named(subnet.name)
      let inside = named.filter { $0.networkID == network && network != nil }
      let candidates = inside.isEmpty ? named : inside
      if let one = candidates.first, candidates.count == 1 {
        return Verdict(.paired(.init(one), .name), remark: difference(subnet, one))
      }
      guard candidates.isEmpty else { return severalNetworks(candidates) }
      return Verdict(.missing, advice: createSubnet(subnet, network))
    }
  }

  /// Security groups: by name, with their rules compared.
  func securityGroups() -> [ResourcePair] {
    return pairs(source.securityGroups, with: target.securityGroups) { _ in
      true
    } decide: { group, index in
      let named = index.named(group.name)
      guard named.count < 2 else { return severalNetworks(named) }
      guard let one = named.first else {
        return Verdict(
          .missing,
          advice: "\(at) security group create \(ShellText.quoted(group.name)), "
            + "and its \(group.rules.count) rules")
      }
      let own = Set(group.rules(namedBy: source.securityGroups.elements ?? []))
      let other = Set(one.rules(namedBy: target.securityGroups.elements ?? []))
      guard own != other else { return Verdict(.paired(.init(one), .name)) }
      func list(_ rules: Set<SecurityGroupRule>) -> String {
        rules.map(\.description).sorted().joined(separator: "; ")
      }
      let lacking = own.subtracting(other)
      let extra = other.subtracting(own)
      let remarks = [
        lacking.isEmpty ? nil : "\(target.site) lacks \(list(lacking))",
        extra.isEmpty ? nil : "only \(target.site) has \(list(extra))",
      ]
      return Verdict(
        .conflict(.init(one)), remark: remarks.compactMap { $0 }.joined(separator: "; "),
        advice: "make the rules of the two groups equal, or accept the difference")
    }
  }

  /// What sets the addresses of two subnets apart; nil for nothing.
  private func difference(_ subnet: Subnet, _ other: Subnet) -> String? {
    guard let a = subnet.addresses, let b = other.addresses, a != b else { return nil }
    return "\(a) at \(source.site), \(b) at \(target.site)"
  }

  private func isOwn(_ network: Network) -> Bool {
    if let owner = network.projectID, let project = source.projectID { return owner == project }
    return !network.isShared && !network.isExternal
  }

  private func severalNetworks(_ candidates: [some Resource]) -> Verdict {
    Verdict(
      .ambiguous(candidates.map(ResourcePair.End.init)),
      remark: "\(candidates.count) of this name",
      advice: "rename or delete all but one, or name the one that is meant by its id")
  }

  private func createNetwork(_ network: Network) -> String {
    let subnets = (source.subnets.elements ?? []).filter { $0.networkID == network.id }
    let create = "\(at) network create \(ShellText.quoted(network.name))"
    return subnets.isEmpty ? create : create + ", and its \(Pairing.count(subnets.count, "subnet"))"
  }

  private func createSubnet(_ subnet: Subnet, _ network: String?) -> String {
    var words = ["\(at) subnet create"]
    if let addresses = subnet.addresses { words.append("--subnet-range \(addresses)") }
    words.append("--network \(network ?? "NETWORK")")
    return (words + [ShellText.quoted(subnet.name)]).joined(separator: " ")
  }

  /// `2 subnets`, `1 subnet`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
