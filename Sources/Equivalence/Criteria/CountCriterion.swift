import Testbed

/// How many nodes there are, against how many are needed.
struct CountCriterion: Criterion {
  let dimension = Dimension.count

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    let needed = profile.nodes ?? 1
    let count = candidate.configuration.nodeCount
    if candidate.configuration.kind == .flavor, count == 0 { return .unknown }
    return Measure(score: min(1, Double(count) / Double(max(1, needed))), distance: 0)
  }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    let from = "\(source.configuration.nodeCount)"
    if candidate.configuration.kind == .flavor, candidate.configuration.nodeCount == 0 {
      return Description(from: from, to: "unknown", note: "How many fit the site is not published.")
    }
    let count = candidate.configuration.nodeCount
    let unit = candidate.configuration.kind == .flavor ? "instance" : "node"
    var note = "\(count) \(unit)\(count == 1 ? "" : "s")"
    if let nodes = profile.nodes {
      note += count >= nodes ? ", \(nodes) needed" : " of the \(nodes) that are needed"
    }
    return Description(from: from, to: "\(count)", note: note + ".")
  }
}
