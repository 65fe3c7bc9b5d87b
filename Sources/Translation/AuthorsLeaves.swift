import Selectors
import Testbed

/// What an author compared with, and what of it can stay at the target.
struct AuthorsLeaves {
  let leaves: [Selector.Leaf]
  /// What of the selector never counted, so that it is not in the new one either.
  let remarks: [String]
  /// What names machines and places, which are others elsewhere.
  var ofMachines: [Selector.Leaf] { leaves.filter(\.namesMachine) }
  /// Whether a node type is asked for.
  var namesType: Bool { leaves.contains(where: AuthorsLeaves.isType) }

  init(_ selector: Selector) {
    leaves = selector.leaves
    remarks = selector.remarks.filter {
      if case .dropped = $0 { true } else { false }
    }.map(\.description)
  }

  /// What names machines and places of the source, or the type itself, is replaced.
  ///
  /// Source: the node records of the reference repository, and Blazar's host table.
  static func isBoundToSite(_ leaf: Selector.Leaf) -> Bool {
    leaf.namesMachine || isType(leaf)
  }

  private static func isType(_ leaf: Selector.Leaf) -> Bool {
    leaf.name == "node_type" && leaf.operator.isEquality
  }

  /// How the author spells equality: as in the comparison of the type, or else in the first one.
  private var equality: Selector.Operator {
    let typed = leaves.first(where: AuthorsLeaves.isType)
    return (typed ?? leaves.first { $0.operator.isEquality })?.operator ?? .equal
  }

  /// The selector for what is offered in the author's words, as far as these hold for all nodes of
  /// the offered configuration.
  ///
  /// - Parameters:
  ///   - offer: What replaces the source.
  ///   - offers: What there is besides, to check what else a selector would give.
  ///   - isExact: Whether other nodes than the offered must not be given, however good.
  /// - Returns: The offer with that selector, and the author's comparisons that are no longer in
  ///   it though they bind to no site.
  func adapting(
    _ offer: Offer, among offers: Offers, isExact: Bool = false
  ) -> (offer: Offer, dropped: [Selector.Leaf]) {
    let kept = leaves.filter { leaf in
      !AuthorsLeaves.isBoundToSite(leaf)
        && offer.own.isSubset(of: offers.target.nodes(matching: Selector(allOf: [leaf])))
    }
    let type = Selector.Leaf(.equal, "node_type", offer.configuration.nodeType)
    for added in [[type], [type] + offer.selector.leaves] {
      let selector = merged(kept, added)
      guard let found = offers.offer(offer.candidate, selector),
        offer.own.isSubset(of: found.nodes), found.grade >= offer.grade,
        !isExact || found.nodes == offer.nodes,
        offers.hasEnough(found) || !offers.hasEnough(offer)
      else { continue }
      return (found, lost(keeping: selector.leaves))
    }
    let selector = Selector(allOf: offer.selector.leaves.map(spelled))
    return (
      offers.offer(offer.candidate, selector) ?? offer, lost(keeping: selector.leaves)
    )
  }

  /// The kept comparisons in their order; the added ones where the author named the type, or first.
  private func merged(_ kept: [Selector.Leaf], _ added: [Selector.Leaf]) -> Selector {
    var new: [Selector.Leaf] = []
    for leaf in added.map(spelled)
    where !kept.contains(where: leaf.saysTheSame) && !new.contains(leaf) {
      new.append(leaf)
    }
    guard let place = leaves.firstIndex(where: AuthorsLeaves.isType) else {
      return Selector(allOf: new + kept)
    }
    let before = leaves[..<place].filter(kept.contains)
    let after = leaves[(place + 1)...].filter(kept.contains)
    return Selector(allOf: before + new + after)
  }

  private func spelled(_ leaf: Selector.Leaf) -> Selector.Leaf {
    leaf.operator.isEquality ? Selector.Leaf(equality, leaf.name, leaf.value) : leaf
  }

  private func lost(keeping kept: [Selector.Leaf]) -> [Selector.Leaf] {
    leaves.filter { leaf in
      !AuthorsLeaves.isBoundToSite(leaf) && !kept.contains(where: leaf.saysTheSame)
    }
  }
}

extension Selector.Operator {
  /// `=` and `==` are the same to Blazar.
  fileprivate var isEquality: Bool { self == .equal || self == .doubleEqual }
}

extension Selector.Leaf {
  fileprivate func saysTheSame(_ other: Selector.Leaf) -> Bool {
    name == other.name && value == other.value
      && (`operator` == other.operator
        || `operator`.isEquality && other.operator.isEquality)
  }
}
