import Hardware
import Testbed

/// The memory of one GPU: what model and batch fit.
struct AcceleratorMemoryCriterion: Criterion {
  let dimension = Dimension.gpuMemory

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    guard let from = source.acceleratorMemory, from > 0 else { return .equal }
    guard let to = candidate.acceleratorMemory else {
      return candidate.hardware.hasAccelerator == false
        ? Measure(score: 0, distance: 10) : .unknown
    }
    return Measure(ExpectedRatio(middle: to / from, uncertainty: 0, basis: "the model's memory"))
  }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    func text(_ assessed: Assessed) -> String {
      if assessed.hardware.hasAccelerator == false { return "none" }
      return assessed.acceleratorMemory.map { "\(Wording.number($0)) GiB" } ?? "unknown"
    }
    let (from, to) = (text(source), text(candidate))
    let note: String
    switch measure.ratio?.middle {
    case nil: note = source.acceleratorMemory == nil ? "Nothing to compare." : "It is not known."
    case .some(let ratio) where ratio > 0.999 && ratio < 1.001: note = "As much on each GPU."
    case .some(let ratio) where ratio > 1: note = "More on each GPU: \(to) instead of \(from)."
    default: note = "Less on each GPU: \(to) instead of \(from); large models may not fit."
    }
    return Description(from: from, to: to, note: note)
  }
}
