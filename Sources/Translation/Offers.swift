import Equivalence
import Hardware
import Selectors
import Testbed

/// What the target has for one configuration of the source.
struct Offers {
  let ranking: Ranking
  let target: SiteIndex
  let minimum: Grade
  /// How many nodes are wanted; nil when that is not known.
  let wanted: Int?
  private let measured: [String: Candidate]

  init(
    for source: Configuration, at target: SiteIndex, _ facts: Facts, _ choices: TranslationChoices,
    wanted: Int?
  ) {
    let assessed = Assessed(source, facts: facts)
    // Their number is looked at below: a type may have enough nodes where no configuration has.
    var wishes = choices.wishes
    wishes.nodes = nil
    let profile = Profile(of: assessed, wishes: wishes)
    ranking = Ranking(of: target.configurations, for: assessed, profile, facts: facts)
    self.target = target
    self.wanted = wanted
    minimum = choices.minimumGrade
    measured = Dictionary(
      (ranking.candidates + ranking.rejected).map { ($0.configuration.name, $0) }
    ) { first, _ in first }
  }

  func grade(of configuration: Configuration) -> Grade {
    measured[configuration.name]?.grade ?? .none
  }

  /// What a configuration lacks in comparison with the source.
  func losses(of configuration: Configuration) -> [String] {
    measured[configuration.name].map { $0.failures + $0.losses } ?? []
  }

  /// Whether each configuration of the type is good enough, so that its name says enough.
  func isWhole(_ nodeType: String) -> Bool {
    let configurations = target.configurations(ofType: nodeType)
    return !configurations.isEmpty && configurations.allSatisfy { grade(of: $0) >= minimum }
  }

  /// What is good enough, best first: one offer for each whole type, one for each configuration of
  /// the others.
  ///
  /// - Parameter prefersTypes: Whether a whole type comes before a better part of one, as where
  ///   only a type can be named.
  /// - Returns: The offers; none when nothing is good enough, or there are too few nodes of it.
  func good(prefersTypes: Bool) -> [Offer] {
    var seen: Set<String> = []
    var offers: [Offer] = []
    for candidate in ranking.candidates where candidate.grade >= minimum {
      let type = candidate.configuration.nodeType
      let isWhole = isWhole(type)
      if isWhole, !seen.insert(type).inserted { continue }
      guard let offer = isWhole ? wholeType(candidate) : part(candidate), offer.grade >= minimum,
        hasEnough(offer)
      else { continue }
      offers.append(offer)
    }
    func rank(_ offer: Offer) -> [Int] {
      let grade = Grade.allCases.firstIndex(of: offer.grade) ?? 0
      let whole = offer.isWholeType ? 1 : 0
      return prefersTypes ? [whole, grade] : [grade, whole]
    }
    return offers.enumerated().sorted { a, b in
      let (left, right) = (rank(a.element), rank(b.element))
      return left == right
        ? a.offset < b.offset : right.lexicographicallyPrecedes(left)
    }.map(\.element)
  }

  /// Whether an offer has as many nodes as are wanted.
  func hasEnough(_ offer: Offer) -> Bool { offer.nodes.count >= wanted ?? 0 }

  /// The most nodes that are good enough, whether or not they are as many as wanted.
  var largest: (name: String, nodes: Int)? {
    ranking.candidates.filter { $0.grade >= minimum }.compactMap { candidate in
      let name = candidate.configuration.nodeType
      let offer = isWhole(name) ? wholeType(candidate) : part(candidate, isForced: true)
      return offer.map { (isWhole(name) ? name : candidate.configuration.name, $0.nodes.count) }
    }.max { $0.nodes < $1.nodes }
  }

  /// What the user chose, good or not; nil when the target has no such type or configuration.
  func chosen(_ name: String) -> Offer? {
    let all = ranking.candidates + ranking.rejected
    if let best = all.first(where: { $0.configuration.nodeType == name }) {
      return wholeType(best) ?? part(best, isForced: true)
    }
    return all.first { $0.configuration.name == name }.flatMap { part($0, isForced: true) }
  }

  /// The offer of a selector that gives the nodes of `candidate`, perhaps with others; nil when it
  /// gives none of them.
  func offer(_ candidate: Candidate, _ selector: Selector) -> Offer? {
    let nodes = target.nodes(matching: selector)
    let own = target.nodes(of: candidate.configuration)
    guard !nodes.isDisjoint(with: own) else { return nil }
    let type = candidate.configuration.nodeType
    var grade = candidate.grade
    var counted = CountedLosses(of: nodes.count)
    for (configuration, count) in target.configurations(of: nodes) {
      grade = min(grade, measured[configuration.name]?.grade ?? grade)
      counted.add(losses(of: configuration), nodes: count)
    }
    var losses = counted.texts
    if let wanted, nodes.count < wanted {
      losses.append("only \(nodes.count) of \(wanted) nodes")
      grade = min(grade, .partial)
    }
    return Offer(
      candidate: candidate, grade: grade, losses: losses, selector: selector, nodes: nodes,
      own: own, isWholeType: isWhole(type),
      ratio: ranking.profile.speedDimension.flatMap { candidate.ratio(of: $0) })
  }

  private func wholeType(_ candidate: Candidate) -> Offer? {
    let leaf = Selector.Leaf(.equal, "node_type", candidate.configuration.nodeType)
    return offer(candidate, Selector(allOf: [leaf]))
  }

  /// The nodes of one configuration, without worse ones that no selector tells from them.
  private func part(_ candidate: Candidate, isForced: Bool = false) -> Offer? {
    let known = candidate.configuration.selector.flatMap { try? Selector(parsing: $0.text) }
    if let offer = known.flatMap({ offer(candidate, $0) }), isForced || offer.grade >= minimum {
      return offer
    }
    let reservable = target.hosts.indices.filter { target.hosts[$0].isReservable }
    let own = target.nodes(of: candidate.configuration)
    var synthesiser = SelectorSynthesiser(hosts: reservable.map { target.hosts[$0] })
    let wanted = reservable.indices.filter { own.contains(reservable[$0]) }
    let answer = synthesiser.selector(for: wanted)
    return (answer?.narrower?.selector ?? answer?.selector).flatMap { offer(candidate, $0) }
  }
}
