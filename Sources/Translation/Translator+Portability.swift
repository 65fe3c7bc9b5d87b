import Equivalence
import Selectors
import Testbed

/// What can stay as it is.
extension Translator {
  /// The type under its own name, where all of it at the target is as good as something of it at
  /// the source; nil where it is not.
  func portable(_ nodeType: String, _ sought: Sought) -> Translation? {
    guard to.configurations(ofType: nodeType).isEmpty == false else { return nil }
    return portable(Selector(allOf: [.init(.equal, "node_type", nodeType)]), sought)
  }

  /// The selector as it stands, or without what means nothing at the target; nil where something
  /// else has to take its place.
  func unchanged(_ selector: Selector, _ sought: Sought) -> Translation? {
    let author = AuthorsLeaves(selector)
    guard source.site != target.site, !author.ofMachines.isEmpty else {
      let same = portable(selector, sought)
      return (same ?? (author.namesType ? nil : described(selector, sought)))?
        .adding(author.remarks)
    }
    let rest = Selector(allOf: author.leaves.filter { !$0.namesMachine })
    guard !rest.matchesEverything, let same = portable(rest, sought),
      case .portable(let replacement?) = same.outcome
    else { return author.namesType ? nil : excluding(selector, author, sought) }
    return Translation(
      .replaced(replacement), source: same.source, sourceCount: same.sourceCount,
      alternatives: same.alternatives,
      remarks: author.remarks + same.remarks + author.ofMachines.map(omission(ofMachine:)))
  }

  /// The selector of any hardware as it stands, where it only excludes machines of the source.
  private func excluding(
    _ selector: Selector, _ author: AuthorsLeaves, _ sought: Sought
  ) -> Translation? {
    guard author.ofMachines.allSatisfy({ $0.operator == .notEqual }) else { return nil }
    let remarks = author.ofMachines.map {
      "\($0) names a machine, a part or a place of site '\(source.site)': it says nothing at"
        + " '\(target.site)'"
    }
    return described(selector, sought)?.adding(author.remarks + remarks)
  }

  /// The selector as it stands, where each node that it gives at the target is as good as one that it
  /// gives at the source, and some are as good as most of these; nil where that is not so.
  ///
  /// Whoever takes what Blazar gives at the source takes any of its hardware.
  func portable(_ selector: Selector, _ sought: Sought) -> Translation? {
    let nodes = to.nodes(matching: selector)
    let counted = to.configurations(of: nodes)
    let given = counted.map(\.configuration)
    guard !given.isEmpty, given.count == Set(nodes.map { target.nodes[$0].configuration }).count,
      nodes.count >= sought.nodes ?? 1
    else { return nil }
    let all = sought.configurations.map { offers(for: $0, sought) }
    let main = all[0]
    // The best for the primary is what the replacement describes.
    let best = main.ranking.candidates.first { given.contains($0.configuration) }
    guard let best, best.grade >= choices.minimumGrade, let offer = main.offer(best, selector)
    else { return nil }
    var grade = Grade.allCases.max() ?? offer.grade
    var losses = CountedLosses(of: nodes.count)
    var worse = CountedLosses(of: nodes.count)
    for (configuration, count) in counted {
      // Worse nodes than the best replace worse nodes of the source.
      let closest = all.max { $0.grade(of: configuration) < $1.grade(of: configuration) } ?? main
      let reached = closest.grade(of: configuration)
      guard reached >= choices.minimumGrade else { return nil }
      grade = min(grade, reached)
      losses.add(closest.losses(of: configuration), nodes: count)
      guard main.grade(of: configuration) < reached else { continue }
      worse.add(main.losses(of: configuration), nodes: count)
    }
    return Translation(
      .portable(offer.replacement(grade: grade, losses: losses.texts)),
      source: sought.configurations, sourceCount: sought.count,
      alternatives: alternatives(main, besides: offer, prefersTypes: false),
      remarks: remarks(on: offer, sought, main.ranking)
        + worse.texts.map { "compared with \(sought.primary.name): \($0)" })
  }

  /// A selector of properties alone, where enough nodes of the target have them; nil where not.
  ///
  /// It asks for no more than it says, so nothing better can be written for the target.
  private func described(_ selector: Selector, _ sought: Sought) -> Translation? {
    let nodes = to.nodes(matching: selector)
    guard nodes.count >= max(1, sought.nodes ?? 1) else { return nil }
    let types = Dictionary(grouping: nodes) { target.nodes[$0].nodeType }.mapValues(\.count)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = types.prefix(3).map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
    let others = types.count > 3 ? " and \(types.count - 3) more" : ""
    return Translation(
      .portable(nil), source: sought.configurations, sourceCount: sought.count,
      remarks: source.site == target.site
        ? []
        : [
          "the hardware may differ: \(nodes.count) node\(nodes.count == 1 ? "" : "s") at"
            + " '\(target.site)' \(nodes.count == 1 ? "has" : "have") what is asked for: \(shown)\(others)"
        ])
  }
}

extension Translation {
  fileprivate func adding(_ more: [String]) -> Translation {
    Translation(
      outcome, source: source, sourceCount: sourceCount, alternatives: alternatives,
      remarks: more + remarks)
  }
}
