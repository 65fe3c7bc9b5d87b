import Testbed

/// The fastest Ethernet port.
struct NetworkCriterion: Criterion {
  let dimension = Dimension.network

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    guard let from = source.hardware.networkRate.value, from.bitsPerSecond > 0 else {
      return .equal
    }
    guard let to = candidate.hardware.networkRate.value else { return .unknown }
    return Measure(
      ExpectedRatio(
        middle: Double(to.bitsPerSecond) / Double(from.bitsPerSecond), uncertainty: 0,
        basis: "recorded link rate"))
  }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    let from = source.hardware.networkRate.value?.description ?? "unknown"
    let to = candidate.hardware.networkRate.value?.description ?? "unknown"
    let note: String
    switch measure.ratio?.middle {
    case nil: note = "The rate is not recorded."
    case .some(let ratio) where ratio > 0.999 && ratio < 1.001: note = "The same rate."
    case .some(let ratio) where ratio > 1: note = "Faster Ethernet: \(to) instead of \(from)."
    default: note = "Slower Ethernet: \(to) instead of \(from)."
    }
    return Description(from: from, to: to, note: note)
  }
}
