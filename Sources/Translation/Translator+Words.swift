import Equivalence
import Hardware
import Selectors
import Testbed

/// Reasons and remarks.
extension Translator {
  /// What a user should know of what is taken.
  func remarks(on offer: Offer, _ sought: Sought, _ ranking: Ranking) -> [String] {
    guard source.site != target.site else { return [] }
    var remarks: [String] = []
    if sought.configurations.count > 1 {
      remarks.append(
        "\(sought.title) is not all alike at '\(source.site)': compared with"
          + " \(sought.primary.name), \(sought.primaryCount) of \(sought.count) nodes")
    }
    let (there, here) = (offer.nodes.count, sought.count)
    if let wanted = sought.nodes, here < wanted {
      remarks.append(
        "site '\(source.site)' has only \(here) of the \(wanted) nodes that are wanted")
    }
    if there < here {
      remarks.append(
        "site '\(target.site)' has \(there) such node\(there == 1 ? "" : "s"), '\(source.site)'"
          + " has \(here)")
    }
    if ranking.profile.speedDimension != nil, offer.ratio == nil {
      remarks.append("how fast \(offer.configuration.name) is, compared, is not known")
    }
    return remarks
  }

  /// A type of the same name that is other hardware.
  func sameName(_ types: [String], _ offers: Offers, _ offer: Offer) -> [String] {
    guard source.site != target.site else { return [] }
    guard types.count == 1, types[0] != offer.configuration.nodeType else { return [] }
    let grades = to.configurations(ofType: types[0]).map { offers.grade(of: $0) }
    guard grades.contains(where: { $0 < choices.minimumGrade }) else { return [] }
    let other = grades.contains { $0 >= choices.minimumGrade } ? "partly " : ""
    return ["'\(types[0])' at '\(target.site)' is \(other)other hardware under the same name"]
  }

  /// Why a comparison of the author is not in the new selector.
  func omission(of leaf: Selector.Leaf, _ offer: Offer) -> String {
    let name = offer.isWholeType ? offer.configuration.nodeType : offer.configuration.name
    let values = Set(offer.nodes.map { to.hosts[$0].properties[leaf.name] ?? "" })
    guard let value = values.min(), !value.isEmpty else {
      return "\(leaf) is left out: not every node of \(name) has '\(leaf.name)'"
    }
    let others = values.count > 1 ? " and others" : ""
    let order =
      [.equal, .doubleEqual, .notEqual].contains(leaf.operator) ? "" : ", compared as text"
    return "\(leaf) is left out: of \(name) it is '\(value)'\(others)\(order)"
  }

  /// Why a comparison of a machine, its parts or its place is not in the new selector.
  func omission(ofMachine leaf: Selector.Leaf) -> String {
    "\(leaf) is left out: it names a machine, a part or a place of site '\(source.site)'"
  }

  /// Why nothing at the target will do, with what comes nearest.
  func refusal(_ offers: Offers, _ sought: Sought) -> String {
    let site = "site '\(target.site)'"
    guard !to.configurations.isEmpty else { return "\(site) has no node that can be reserved" }
    if let wanted = sought.nodes, let most = offers.largest {
      return "\(site) has no \(wanted) nodes that are good enough; the most are of"
        + " \(most.name): \(most.nodes)"
    }
    if let near = offers.ranking.candidates.first {
      return "\(site) has nothing with the grade \(choices.minimumGrade.rawValue); the nearest is"
        + " \(near.configuration.name) (\(near.grade.rawValue)): "
        + near.losses.joined(separator: "; ")
    }
    guard let near = offers.ranking.rejected.first else {
      return "\(site) has no node that can be reserved"
    }
    return "\(site) has nothing that can replace \(sought.title); the nearest is"
      + " \(near.configuration.name): " + near.failures.joined(separator: "; ")
  }

  /// Why a preference cannot be followed.
  func absence(ofChosen name: String) -> String {
    let known = to.configurations.flatMap { [$0.nodeType, $0.name] }
    let nearest = NearestNames(known).nearest(to: name)
    return "site '\(target.site)' has no node type or configuration '\(name)', which was preferred"
      + (nearest.isEmpty ? "" : "; nearest names: \(nearest.joined(separator: ", "))")
  }

  /// Why a selector of a type matches nothing, where that is the reason.
  func absentType(in selector: Selector) -> String? {
    selector.leaves.first { leaf in
      leaf.name == "node_type" && [.equal, .doubleEqual].contains(leaf.operator)
        && from.configurations(ofType: leaf.value).isEmpty
    }.map { absence(of: $0.value) }
  }

  /// Why the source has no such type: what became of it, where it is, or what is named like it.
  func absence(of name: String) -> String {
    let here = "site '\(source.site)' has no node type '\(name)'"
    if source.configurations.contains(where: { $0.nodeType == name }) {
      return
        "'\(name)' is a flavor at site '\(source.site)', not hardware that is reserved as a host"
    }
    let known = facts.nodeTypes.filter { $0.nodeType == name }
    let alive = known.filter { $0.status == .current && $0.site != source.site.text }
      .map { "'\($0.site)'" }
    let isAtTarget = !to.configurations(ofType: name).isEmpty
    var places = Set(alive)
    if isAtTarget { places.insert("'\(target.site)'") }
    let elsewhere =
      places.isEmpty
      ? nil : "it exists at " + places.sorted().joined(separator: ", ")
    if let own = known.first(where: { $0.site == source.site.text }) {
      return [here + fate(of: own), elsewhere].compactMap { $0 }.joined(separator: "; ")
    }
    if let elsewhere { return "\(here); \(elsewhere)" }
    if let past = known.first { return "\(here)\(fate(of: past, at: past.site))" }
    let nearest = NearestNames(from.configurations.map(\.nodeType)).nearest(to: name)
    return here + ", nor has any other"
      + (nearest.isEmpty ? "" : "; nearest names: \(nearest.joined(separator: ", "))")
  }

  private func fate(of fact: NodeTypeFact, at site: String? = nil) -> String {
    let place = site.map { " at '\($0)'" } ?? ""
    let seen = fact.lastSeen.map { " (last seen \($0))" } ?? ""
    let next = fact.successor.map { "; successor: \($0)" } ?? ""
    switch fact.status {
    case .retired: return ": it was retired\(place)\(seen)\(next)"
    case .renamed: return ": it was renamed\(place)\(seen)\(next)"
    case .current, .limited: return site == nil ? ", at least not in this catalogue" : "\(place)"
    }
  }

  /// What becomes of a selector of networks or devices; nil for one of nodes.
  func networkTranslation(of selector: Selector) -> Translation? {
    let rules = NetworkSelectorRules(source: source.site, target: target.site, facts: facts)
    // A node may have a property of that name after all.
    let isOfNodes = selector.leaves.contains { leaf in
      from.hosts.contains { $0.properties[leaf.name] != nil }
    }
    return isOfNodes ? nil : rules.translation(of: selector)
  }
}
