import Hardware
import Testbed

/// Service units for a node and hour, and special hardware that would be left idle.
struct CostCriterion: Criterion {
  let dimension = Dimension.cost

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    // Next to a small flavor every node is dear: then the distance keeps idle hardware behind.
    let idle = candidate.idleHardware(for: source, profile) == nil ? 1 : 0.5
    let distance = idle < 1 ? 0.5 : 0
    guard let from = source.serviceUnitsPerHour, from > 0 else {
      return Measure(score: idle, distance: distance)
    }
    guard let to = candidate.serviceUnitsPerHour, to > 0 else {
      return Measure(score: 0.5 * idle, distance: 1 + distance)
    }
    return Measure(score: min(1, from / to) * idle, distance: distance)
  }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    func text(_ assessed: Assessed) -> String {
      assessed.serviceUnitsPerHour.map { "\(Wording.ratio($0)) SU/h" } ?? "unknown"
    }
    let (from, to) = (text(source), text(candidate))
    let note: String
    switch (source.serviceUnitsPerHour, candidate.serviceUnitsPerHour) {
    case (.some(let a), .some(let b)):
      note =
        a == b ? "The same charge." : "\(to) instead of \(from): \(a < b ? "dearer" : "cheaper")."
    default: note = "The charge is not published for both."
    }
    if let idle = candidate.idleHardware(for: source, profile) {
      return Description(from: from, to: to, note: note + " Leaves \(idle) idle.")
    }
    return Description(from: from, to: to, note: note)
  }
}
