import Testbed

/// The memory of a node, without persistent memory.
struct MemoryCriterion: Criterion {
  let dimension = Dimension.memory

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    guard let from = source.hardware.memory.value, from.bytes > 0 else { return .equal }
    guard let to = candidate.hardware.memory.value else { return .unknown }
    return Measure(
      ExpectedRatio(
        middle: Double(to.bytes) / Double(from.bytes), uncertainty: 0, basis: "recorded size"))
  }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    let (from, to) = (source.hardware.memory.value, candidate.hardware.memory.value)
    let note: String
    if let from, let to {
      note =
        to == from
        ? "As much memory."
        : to > from
          ? "More memory: \(to) instead of \(from)." : "Less memory: \(to) instead of \(from)."
    } else {
      note = "The size of the memory is not recorded."
    }
    return Description(
      from: from?.description ?? "unknown", to: to?.description ?? "unknown", note: note)
  }
}
