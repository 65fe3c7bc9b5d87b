import Hardware
import SourceText
import Testbed

/// Networks and subnets by name.
struct NetworkRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.isPlain else { return [] }
    guard let network = job.facts.network(named: use.text) else { return own(use, in: job) }
    // `public` is a word: an endpoint's interface, an address.
    let isWord = !use.text.contains(where: \.isNumber)
    guard use.role == .network || use.role == .subnet || !isWord else { return [] }
    if case .label = use.context.step { return [] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.network, use.span, use.text, .kept, reason)]
    }
    if network.sites.contains(job.target.text) {
      return [
        .init(
          .network, use.span, use.text, .portable,
          "\(job.targetName) has a \(network.kind) of this name")
      ]
    }
    let others = job.facts.networks.filter {
      $0.kind == network.kind && $0.sites.contains(job.target.text) && $0.name != "public"
    }
    return [
      .init(
        .network, use.span, use.text, .unresolved,
        "\(job.targetName) has no \(network.kind) of this name",
        options: others.map(\.name))
    ]
  }

  /// A network or subnet of one project, where a command or a call of OpenStack names it: other
  /// programs have networks too.
  private func own(_ use: Use, in job: Job) -> [Proposal] {
    guard use.role == .network || use.role == .subnet, NetworkRule.isName(use.text),
      NetworkRule.isOfOpenStack(use.context), job.reasonToKeep(use) == nil,
      !ProjectRule.isPlaceholder(use.text)
    else { return [] }
    if NetworkRule.makes(use) { return [.made(.network, by: use)] }
    return [
      .init(
        .network, use.span, use.text, .unresolved,
        "a network of one project: make or name one at \(job.targetName)")
    ]
  }

  private static func isName(_ text: String) -> Bool {
    text.contains(where: \.isLetter) && UUIDText.range(in: text) == nil
      && !["public", "auto", "none"].contains(text)
      && text.utf8.count < 80
      && text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
  }

  private static func isOfOpenStack(_ context: Context) -> Bool {
    if let command = context.command { return command.starts(with: ["openstack"]) }
    switch context.step {
    case .keyword("network_name", _), .assigned("network_name", _): return true
    case .positional(0, let call): return Role(firstArgumentOf: call.callee) == .network
    default: return false
    }
  }

  /// Whether a reservation, or `openstack network create`, makes what it names.
  private static func makes(_ use: Use) -> Bool {
    if let command = use.context.command {
      return use.key == "network_name" && command.texts.contains("lease")
        || Operand.makes("network", command)
    }
    switch use.context.step {
    case .keyword(_, let call), .positional(_, let call):
      return call.callee.contains("reservation") || call.callee.contains("create_network")
    default: return false
    }
  }
}

/// Flavors: `baremetal` and the virtual machines of KVM@TACC.
struct FlavorRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.isPlain else { return [] }
    let sites = job.knowledge.sitesOfFlavor[use.text] ?? []
    let isBareMetal = use.text == "baremetal" && use.role == .flavor
    if use.role == .flavorID, use.text.allSatisfy(\.isNumber), !use.text.isEmpty {
      guard job.reasonToKeep(use) == nil else { return [] }
      return [
        .init(
          .flavor, use.span, use.text, .unresolved,
          "the number of a flavor of one site: name the flavor instead")
      ]
    }
    guard isBareMetal || !sites.isEmpty else { return [] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.flavor, use.span, use.text, .kept, reason)]
    }
    let targetClass = job.facts.site(job.target)?.siteClass
    if isBareMetal {
      return targetClass == "baremetal"
        ? [.init(.flavor, use.span, use.text, .portable, "every bare-metal site has it")]
        : [.init(.flavor, use.span, use.text, .unresolved, "\(job.targetName) has no bare metal")]
    }
    if sites.contains(job.target.text) {
      guard !sites.contains(job.source.text) else {
        return [.init(.flavor, use.span, use.text, .portable, "\(job.targetName) has this flavor")]
      }
      return [
        .init(
          .flavor, use.span, use.text, .choice,
          "\(job.targetName) has this flavor, but \(job.sourceName) has not: was it written for it?"
        )
      ]
    }
    return [
      .init(
        .flavor, use.span, use.text, .unresolved,
        "a virtual machine; at \(job.targetName) a node has to be reserved instead")
    ]
  }
}

/// The kind of a reservation, where virtual machines and bare metal are reserved differently.
struct ReservationKindRule: Rule {
  private static let virtual: Set = ["flavor:instance", "virtual:instance"]

  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard ReservationKindRule.virtual.contains(use.text), job.reasonToKeep(use) == nil,
      job.facts.flavors.allSatisfy({ $0.site != job.target.text })
    else { return [] }
    return [
      .init(
        .flavor, use.span, use.text, .unresolved,
        "\(job.targetName) reserves nodes (physical:host, and a scheduler hint for the server) instead of flavors"
      )
    ]
  }
}
