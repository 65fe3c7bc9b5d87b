import Hardware
import Testbed

/// The throughput of all GPUs of a node.
struct AcceleratorCriterion: Criterion {
  let dimension = Dimension.gpu

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    guard let from = source.accelerators else { return .equal }
    guard from > 0 else {
      // GPUs that nobody asked for harm nobody; they are waste, which cost tells.
      return Measure(score: 1, distance: (candidate.accelerators ?? 0) > 0 ? 1 : 0)
    }
    guard let to = candidate.accelerators else {
      return AcceleratorCriterion.measureOfUnknownNumber(source, candidate)
    }
    guard to > 0 else { return Measure(score: 0, distance: 10) }
    guard let ratio = AcceleratorCriterion.ratio(source, candidate) else {
      let same =
        source.hardware.accelerator.value.map { $0 == candidate.hardware.accelerator.value } ?? true
      let share = min(1, to / from)
      return same
        ? Measure(score: share) : Measure(score: Measure.unknown.score * share, distance: 1)
    }
    // Programs for one stack do not run on another: what speed there is comes after porting them.
    return Measure(
      score: ratio.score * AcceleratorCriterion.stackFactor(source, candidate), ratio: ratio,
      distance: ratio.distance + AcceleratorCriterion.kinship(source, candidate))
  }

  private static func stackFactor(_ source: Assessed, _ candidate: Assessed) -> Double {
    source.accelerator?.stack == candidate.accelerator?.stack ? 1 : 0.7
  }

  /// Half of what as many GPUs as the source has would score.
  private static func measureOfUnknownNumber(
    _ source: Assessed, _ candidate: Assessed
  ) -> Measure {
    guard let a = source.accelerator, let b = candidate.accelerator,
      let ratio = ratio(a, b, share: 1)
    else { return .unknown }
    return Measure(
      score: Measure.unknown.score * ratio.score * stackFactor(source, candidate), distance: 1)
  }

  private static func kinship(_ source: Assessed, _ candidate: Assessed) -> Double {
    guard let a = source.accelerator, let b = candidate.accelerator else { return 1 }
    if a.model == b.model { return 0 }
    if a.architecture == b.architecture { return 0.1 }
    return a.stack == b.stack ? 0.3 : 1
  }

  /// What the candidate's GPUs do in the time of the source's, with all of them busy.
  static func ratio(_ source: Assessed, _ candidate: Assessed) -> ExpectedRatio? {
    guard let a = source.accelerator, let b = candidate.accelerator,
      let from = source.accelerators, let to = candidate.accelerators, from > 0, to > 0
    else { return nil }
    return ratio(a, b, share: to / from)
  }

  private static func ratio(_ a: Accelerator, _ b: Accelerator, share: Double) -> ExpectedRatio? {
    if a.model == b.model {
      return ExpectedRatio(middle: share, uncertainty: 0.1, basis: "the same GPU")
    }
    let ratio = trained(a, b, share) ?? bandwidth(a, b, share) ?? peak(a, b, share)
    return ratio?.resting(on: a.provenance, b.provenance)
  }

  /// Source: published training benchmarks, by way of `data/accelerators.csv`.
  private static func trained(_ a: Accelerator, _ b: Accelerator, _ share: Double) -> ExpectedRatio?
  {
    guard let x = a.training, let y = b.training else { return nil }
    let spread = [x, y].map { ($0.high - $0.low) / 2 / $0.value }
    let uncertainty =
      (spread[0] * spread[0] + spread[1] * spread[1]).squareRoot() + doubt(a, b)
    let measured = x.isMeasured && y.isMeasured
    return ExpectedRatio(
      middle: y.value / x.value * share, uncertainty: uncertainty,
      basis: measured ? "measured training throughput" : "training throughput, partly estimated")
  }

  private static func bandwidth(
    _ a: Accelerator, _ b: Accelerator, _ share: Double
  ) -> ExpectedRatio? {
    guard let x = a.bandwidth, let y = b.bandwidth, x > 0 else { return nil }
    return ExpectedRatio(
      middle: y / x * share, uncertainty: 0.4 + doubt(a, b), basis: "memory bandwidth")
  }

  private static func peak(_ a: Accelerator, _ b: Accelerator, _ share: Double) -> ExpectedRatio? {
    for precision in ["fp16", "fp32"] {
      guard let x = a.peak[precision], let y = b.peak[precision], x > 0 else { continue }
      let ratio = discounted(peakRatio: y / x)
      let width = 1 + doubt(a, b)
      return ExpectedRatio(
        low: ratio.low * share / width, high: ratio.high * share * width,
        basis: "peak \(precision.uppercased()) rate, which overstates")
    }
    return nil
  }

  /// What a quotient of peak rates is worth: they overstate what a faster part brings.
  ///
  /// From its square root, to what the rates say. Source: H100 over A100, where the peak rates say
  /// 3.2 and training throughput was measured at 1.8 to 2.2 (`data/accelerators.csv`).
  static func discounted(peakRatio: Double) -> ExpectedRatio {
    let bounds = [peakRatio, peakRatio.squareRoot()]
    return ExpectedRatio(
      low: (bounds.min() ?? 0) / 1.2, high: (bounds.max() ?? 0) * 1.2, basis: "peak rate")
  }

  private static func doubt(_ a: Accelerator, _ b: Accelerator) -> Double {
    a.provenance.doubt + b.provenance.doubt
  }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    let from = AcceleratorCriterion.text(source)
    let to = AcceleratorCriterion.text(candidate)
    return Description(from: from, to: to, note: note(source, candidate, measure, from, to))
  }

  static func text(_ assessed: Assessed) -> String {
    guard let count = assessed.hardware.acceleratorCount.value else { return "unknown" }
    return count == 0 ? "none" : assessed.hardware.acceleratorDescription ?? "unknown"
  }

  private func note(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ from: String, _ to: String
  ) -> String {
    guard source.hardware.hasAccelerator == true else {
      return candidate.hardware.hasAccelerator == true
        ? "Brings \(to), which the source does not have." : "No GPU on either side."
    }
    if from == to { return "The same GPUs." }
    guard let ratio = measure.ratio else {
      return candidate.hardware.hasAccelerator == true
        ? "The speed of the GPUs cannot be compared." : "No GPU is known here."
    }
    var text = "\(Wording.range(ratio)) times the throughput of the node (\(Wording.basis(ratio)))"
    if let a = source.accelerator, let b = candidate.accelerator, a.stack != b.stack {
      text += "; programs must be ported from \(a.stack.name) to \(b.stack.name)"
    }
    return text + "."
  }
}
