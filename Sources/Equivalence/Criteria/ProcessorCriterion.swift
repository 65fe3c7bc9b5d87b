import Hardware
import Testbed

/// The throughput of all processors of a node.
struct ProcessorCriterion: Criterion {
  let dimension = Dimension.cpu

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    guard let ratio = ProcessorCriterion.ratio(source, candidate) else {
      guard let model = source.hardware.processor.value, source.hardware.cores.value != nil else {
        return .equal
      }
      let isSame =
        model == candidate.hardware.processor.value
        && source.hardware.cores.value == candidate.hardware.cores.value
      return isSame ? .equal : .unknown
    }
    // Losing vector extensions costs a rebuild, and more than SPECrate shows where they are used; the
    // throughput of more sockets is only for programs that scale across them.
    var kept = ProcessorCriterion.lostFeatures(source, candidate).isEmpty ? 1 : 0.9
    if let from = source.hardware.sockets.value, let to = candidate.hardware.sockets.value,
      to > from
    {
      kept *= 0.85
    }
    return Measure(
      score: ratio.score * kept, ratio: ratio,
      distance: ratio.distance + (1 - kept) + ProcessorCriterion.kinship(source, candidate))
  }

  /// 0 for the same model, a little for the same maker, more for another one: timings of kin differ
  /// less in kind.
  private static func kinship(_ source: Assessed, _ candidate: Assessed) -> Double {
    guard let a = source.processor, let b = candidate.processor else { return 0.3 }
    if a.model == b.model { return 0 }
    return a.vendor == b.vendor ? 0.1 : 0.3
  }

  /// What the candidate's processors do in the time of the source's.
  static func ratio(_ source: Assessed, _ candidate: Assessed) -> ExpectedRatio? {
    guard let a = source.processor, let b = candidate.processor,
      let sourceCores = source.hardware.cores.value, let cores = candidate.hardware.cores.value,
      sourceCores > 0, cores > 0
    else { return nil }
    let share = Double(cores) / Double(sourceCores)
    if a.model == b.model {
      return ExpectedRatio(middle: share, uncertainty: 0.1, basis: "the same processor")
    }
    return (measured(a, b, share) ?? peak(a, b, share))?.resting(on: a.provenance, b.provenance)
  }

  /// SPECrate 2017 base for integer and floating point code: the range spans both.
  ///
  /// Source: https://www.spec.org/cpu2017/, by way of `data/processors.csv`.
  private static func measured(
    _ a: Processor, _ b: Processor, _ cores: Double
  ) -> ExpectedRatio? {
    guard let integer = quotient(a.integerThroughput, b.integerThroughput, a, b),
      let float = quotient(a.floatThroughput, b.floatThroughput, a, b)
    else { return nil }
    let uncertainty =
      max(integer.uncertainty, float.uncertainty) + a.provenance.doubt + b.provenance.doubt
    let estimated = [a, b].contains { $0.basis == .estimated }
    return ExpectedRatio(
      low: min(integer.middle, float.middle) * cores / (1 + uncertainty),
      high: max(integer.middle, float.middle) * cores * (1 + uncertainty),
      basis: estimated ? "SPECrate 2017 base, partly estimated" : "SPECrate 2017 base")
  }

  /// The quotient for one core, and the spread of the published results in proportion.
  private static func quotient(
    _ x: Processor.Throughput?, _ y: Processor.Throughput?, _ a: Processor, _ b: Processor
  ) -> (middle: Double, uncertainty: Double)? {
    guard let x, let y else { return nil }
    let left = x.value / Double(x.sockets * a.cores)
    let right = y.value / Double(y.sockets * b.cores)
    let spread = [x, y].map { ($0.high - $0.low) / 2 / $0.value }
    return (right / left, (spread[0] * spread[0] + spread[1] * spread[1]).squareRoot())
  }

  /// Peak rates and memory bandwidth, where nothing was measured: real programs lie about there.
  private static func peak(_ a: Processor, _ b: Processor, _ cores: Double) -> ExpectedRatio? {
    var quotients: [Double] = []
    for (x, y) in [
      (a.doublePrecisionRate, b.doublePrecisionRate), (a.memoryBandwidth, b.memoryBandwidth),
    ] {
      guard let x, let y, x > 0, y > 0 else { continue }
      quotients.append(y / Double(b.cores) / (x / Double(a.cores)) * cores)
    }
    guard let low = quotients.min(), let high = quotients.max() else { return nil }
    return ExpectedRatio(
      low: low / 1.3, high: high * 1.3, basis: "peak rate and memory bandwidth, which overstate")
  }

  /// What implies the others comes first and stands for them.
  private static let leadingFeatures = ["avx512f", "avx2", "avx", "sve", "amx"]

  /// Extensions of the instruction set that the candidate's processor has not.
  static func lostFeatures(_ source: Assessed, _ candidate: Assessed) -> [String] {
    guard let a = source.processor, let b = candidate.processor,
      a.instructionSet == b.instructionSet
    else { return [] }
    guard a.model != b.model else { return [] }
    let lost = leadingFeatures.first { a.features.contains($0) && !b.features.contains($0) }
    return lost.map { [$0] } ?? []
  }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    let (from, to) = (source.processorDescription, candidate.processorDescription)
    return Description(from: from, to: to, note: note(source, candidate, measure))
  }

  private func note(_ source: Assessed, _ candidate: Assessed, _ measure: Measure) -> String {
    guard let ratio = measure.ratio else {
      return "The speed of the processors cannot be compared."
    }
    let cores = candidate.hardware.cores.value.map { "\($0) cores" } ?? "the cores"
    if ratio.basis == "the same processor" {
      return ratio.middle > 0.95 && ratio.middle < 1.05
        ? "The same processors: \(cores)."
        : "The same processor with \(cores) instead of \(source.hardware.cores.value ?? 0)."
    }
    var text = "\(Wording.range(ratio)) times the throughput (\(Wording.basis(ratio)))"
    let lost = ProcessorCriterion.lostFeatures(source, candidate)
    if !lost.isEmpty { text += "; without \(lost.map(Wording.feature).joined(separator: ", "))" }
    return text + "."
  }
}
