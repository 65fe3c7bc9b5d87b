import Equivalence
import Selectors
import Testbed

/// Some hardware of the source that is to be replaced.
struct Sought {
  /// At least one, most nodes first: the first stands for all.
  let configurations: [Configuration]
  /// How many nodes the source has of it, and how many of these are as the first.
  let count: Int
  let primaryCount: Int
  /// How many nodes are wanted at once; nil when that is not known.
  let nodes: Int?
  /// For messages.
  let title: String

  var primary: Configuration { configurations[0] }
}

extension Translator {
  func offers(for configuration: Configuration, _ sought: Sought) -> Offers {
    Offers(for: configuration, at: to, facts, choices, wanted: sought.nodes)
  }

  /// Every node of the site.
  func everything(_ sought: Sought) -> Translation {
    let nodes = to.nodes(matching: Selector(allOf: []))
    let remark =
      "any node of the site may be given: at '\(target.site)' that is other hardware than at"
      + " '\(source.site)', without a word"
    let outcome: Translation.Outcome =
      nodes.isEmpty
      ? .none(reason: "site '\(target.site)' has no node that can be reserved") : .portable(nil)
    return Translation(
      outcome, source: sought.configurations, sourceCount: sought.count,
      remarks: source.site == target.site || nodes.isEmpty ? [] : [remark])
  }

  /// The best that the target has, or what the user prefers.
  ///
  /// - Parameters:
  ///   - sought: What is to be replaced.
  ///   - types: Its node types.
  ///   - prefersTypes: Whether only a type can be named.
  ///   - leaves: The author's comparisons; nil when there was no selector.
  /// - Returns: `replaced`, or `none` with the reason.
  func replacement(
    of sought: Sought, types: [String], prefersTypes: Bool, adapting leaves: AuthorsLeaves?
  ) -> Translation {
    func translation(
      _ outcome: Translation.Outcome, _ alternatives: [Replacement] = [], _ remarks: [String] = []
    ) -> Translation {
      Translation(
        outcome, source: sought.configurations, sourceCount: sought.count,
        alternatives: alternatives, remarks: remarks)
    }
    let offers = offers(for: sought.primary, sought)
    let chosen = preference(for: sought, types: types)
    var offer = chosen.flatMap { offers.chosen($0) }
    if let chosen, offer == nil {
      return translation(.none(reason: absence(ofChosen: chosen)))
    }
    offer = offer ?? offers.good(prefersTypes: prefersTypes).first
    guard let best = offer else {
      return translation(.none(reason: refusal(offers, sought)))
    }
    var final = best
    var dropped: [Selector.Leaf] = []
    if let leaves {
      (final, dropped) = leaves.adapting(best, among: offers, isExact: chosen != nil)
    }
    return translation(
      .replaced(final.replacement(isChosen: chosen != nil)),
      alternatives(offers, besides: final, prefersTypes: prefersTypes),
      (leaves?.remarks ?? []) + sameName(types, offers, final)
        + remarks(on: final, sought, offers.ranking)
        + (leaves?.ofMachines ?? []).map(omission(ofMachine:))
        + dropped.map { omission(of: $0, final) })
  }

  /// What the user wants in the place of the hardware; nil when nothing was said.
  func preference(for sought: Sought, types: [String]) -> String? {
    ([sought.primary.name, sought.primary.nodeType] + types).lazy
      .compactMap { choices.preferred[$0] }.first
  }

  /// Up to three others that are good enough.
  func alternatives(
    _ offers: Offers, besides offer: Offer, prefersTypes: Bool
  ) -> [Replacement] {
    offers.good(prefersTypes: prefersTypes).filter { other in
      other.configuration.name != offer.configuration.name
        && !(other.isWholeType && other.configuration.nodeType == offer.configuration.nodeType)
    }.prefix(3).map { $0.replacement() }
  }
}
