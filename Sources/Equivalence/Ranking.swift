package import Hardware
package import Testbed

/// The answer to "what can replace this?".
package struct Ranking: Sendable {
  /// How candidates are put in order.
  package enum Order: Sendable, Hashable {
    /// The most alike first.
    case likeness
    /// The most unlike that still do the work first, to try an experiment on other hardware.
    case contrast
  }

  package let source: Assessed
  package let profile: Profile
  /// What can replace the source, best first.
  package let candidates: [Candidate]
  /// What cannot, the nearest first.
  package let rejected: [Candidate]

  /// Ranks configurations.
  ///
  /// The result does not depend on the order of `configurations`.
  ///
  /// - Parameters:
  ///   - configurations: What there is at the target; the source itself may be among them.
  ///   - source: What is to be replaced.
  ///   - profile: What counts.
  ///   - facts: What is known of the parts.
  ///   - order: Whether likeness or contrast comes first.
  /// - Complexity: O(*n* log *n*) in the number of configurations.
  package init(
    of configurations: [Configuration], for source: Assessed, _ profile: Profile, facts: Facts,
    order: Order = .likeness
  ) {
    self.source = source
    self.profile = profile
    let measured = configurations.map {
      Candidate(Assessed($0, facts: facts), for: source, profile)
    }
    candidates = Ranking.ordered(measured.filter { $0.grade != .none }, source, order)
    rejected = measured.filter { $0.grade == .none }.sorted { Ranking.isNearer($0, $1) }
  }

  /// What decides before the score does: larger comes first.
  private struct Tier: Equatable {
    let contrast: Int
    let grade: Grade
    let hasEnoughNodes: Bool

    static func precedes(_ a: Tier, _ b: Tier) -> Bool {
      if a.contrast != b.contrast { return a.contrast > b.contrast }
      if a.grade != b.grade { return a.grade > b.grade }
      return a.hasEnoughNodes && !b.hasEnoughNodes
    }
  }

  /// How far scores may be apart and still mean the same.
  ///
  /// They rest on figures that are known to some percent. Among them, the hardware that is nearer to the source comes first, since its timings
  /// and its quirks are.
  static let scoreTolerance = 0.04

  private static func ordered(
    _ candidates: [Candidate], _ source: Assessed, _ order: Order
  ) -> [Candidate] {
    let byScore = candidates.map { candidate in
      let tier = Tier(
        contrast: order == .contrast ? contrast(candidate, source) : 0, grade: candidate.grade,
        hasEnoughNodes: candidate.hasEnoughNodes)
      return (tier: tier, candidate: candidate)
    }.sorted { a, b in
      if a.tier != b.tier { return Tier.precedes(a.tier, b.tier) }
      let (left, right) = (a.candidate, b.candidate)
      return left.score == right.score ? isNearer(left, right) : left.score > right.score
    }
    var result: [Candidate] = []
    var rest = byScore[...]
    while let best = rest.first {
      let equals = rest.prefix {
        $0.tier == best.tier && $0.candidate.score >= best.candidate.score - scoreTolerance
      }
      result += equals.map(\.candidate).sorted(by: isNearer)
      rest = rest.dropFirst(equals.count)
    }
    return result
  }

  private static func isNearer(_ a: Candidate, _ b: Candidate) -> Bool {
    let (left, right) = (Int((a.distance * 1000).rounded()), Int((b.distance * 1000).rounded()))
    if left != right { return left < right }
    if a.configuration.nodeCount != b.configuration.nodeCount {
      return a.configuration.nodeCount > b.configuration.nodeCount
    }
    if a.configuration.site != b.configuration.site {
      return a.configuration.site < b.configuration.site
    }
    return a.configuration.name < b.configuration.name
  }

  /// How much else the hardware is that the purpose uses, in classes.
  ///
  /// Another software stack or maker, another architecture, another model, the same. Parts without support come last.
  private static func contrast(_ candidate: Candidate, _ source: Assessed) -> Int {
    let other = candidate.assessed
    if let a = source.accelerator, let b = other.accelerator {
      guard b.support == .supported || b.support == .restricted else { return 0 }
      return a.stack != b.stack
        ? 4 : a.architecture != b.architecture ? 2 : a.model != b.model ? 1 : 0
    }
    guard let a = source.processor, let b = other.processor, other.hardware.hasAccelerator != true
    else { return 0 }
    if a.instructionSet != b.instructionSet { return 4 }
    return a.vendor != b.vendor
      ? 3 : a.microarchitecture != b.microarchitecture ? 2 : a.model != b.model ? 1 : 0
  }
}

extension Ranking {
  /// Some nodes of several configurations at one site.
  package struct Mix: Sendable {
    package let parts: [(candidate: Candidate, nodes: Int)]

    package var nodeCount: Int { parts.reduce(0) { $0 + $1.nodes } }
  }

  /// Configurations of one site that together have the nodes that are needed, or the most of them.
  ///
  /// Only those count that lose nothing but the number, and leave nothing idle.
  ///
  /// - Returns: The best mix; nil when one configuration is enough and loses nothing, when nothing
  ///   can be mixed, or when a mix has too few nodes while a configuration with losses has enough.
  package var mix: Mix? {
    guard let needed = profile.nodes,
      !candidates.contains(where: { $0.hasEnoughNodes && $0.losses.isEmpty })
    else { return nil }
    let mixable = candidates.filter {
      $0.configuration.kind == .host && $0.losesOnlyNumber
        && $0.assessed.idleHardware(for: source, profile) == nil
    }
    var mixes: [Mix] = []
    for site in mixable.map(\.configuration.site).reduce(into: [SiteID](), Ranking.appendNew) {
      var left = needed
      var parts: [(candidate: Candidate, nodes: Int)] = []
      for candidate in mixable where candidate.configuration.site == site && left > 0 {
        let taken = min(left, candidate.configuration.nodeCount)
        parts.append((candidate, taken))
        left -= taken
      }
      mixes.append(Mix(parts: parts))
    }
    // The first of the largest: sites come in the order of their best candidates.
    let largest = mixes.enumerated().max { a, b in
      (a.element.nodeCount, b.offset) < (b.element.nodeCount, a.offset)
    }?.element
    let isEnough = largest.map { $0.nodeCount >= needed } ?? false
    return isEnough || !hasEnoughNodes ? largest : nil
  }

  /// Whether some configuration has as many nodes as are needed, with whatever losses.
  package var hasEnoughNodes: Bool { candidates.contains { $0.hasEnoughNodes } }

  private static func appendNew(_ sites: inout [SiteID], _ site: SiteID) {
    if !sites.contains(site) { sites.append(site) }
  }
}

extension Ranking {
  /// The configuration that stands for a node type: the one that most of its nodes have, so the one
  /// that a lease of the type most likely gives.
  ///
  /// - Parameter configurations: Configurations of one type at one site.
  /// - Returns: The one with the most nodes; among equals the one with the most GPUs, then with the
  ///   most memory, as what replaces it replaces the others; then the first by name. nil for none.
  package static func primary(of configurations: [Configuration]) -> Configuration? {
    func size(_ configuration: Configuration) -> (Int, Int, Int) {
      let hardware = configuration.hardware
      return (
        configuration.nodeCount, hardware.acceleratorCount.value ?? 0,
        hardware.memory.value?.bytes ?? 0
      )
    }
    return configurations.min { a, b in
      let (left, right) = (size(a), size(b))
      return left == right ? a.name < b.name : left > right
    }
  }
}

extension Ranking {
  /// Whether two nodes would rank everything alike: what decides about equivalence is the same.
  package static func isSameHardware(_ a: NodeHardware, _ b: NodeHardware) -> Bool {
    a.instructionSet.value == b.instructionSet.value && a.processor.value == b.processor.value
      && a.sockets.value == b.sockets.value && a.memory.value == b.memory.value
      && a.accelerator.value == b.accelerator.value
      && (a.acceleratorCount.value ?? 0) == (b.acceleratorCount.value ?? 0)
      && a.fpga.value == b.fpga.value
      // Recorded without InfiniBand or not recorded: either way there is nothing to lose.
      && (a.infiniband.value == true) == (b.infiniband.value == true)
      && (a.persistentMemory.value?.bytes ?? 0) == (b.persistentMemory.value?.bytes ?? 0)
  }
}
