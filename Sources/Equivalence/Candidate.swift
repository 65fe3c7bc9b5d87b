import Hardware
package import Testbed

/// A configuration that may replace the source, measured but not yet described.
package struct Candidate: Sendable {
  package let assessed: Assessed
  package let grade: Grade
  /// The weighted mean of the scores, 0 to 1.
  package let score: Double
  /// How much unlike the source, in either direction; decides between equal scores.
  let distance: Double
  /// In the order of `Dimension.allCases`.
  let measures: [Measure]
  /// Soft requirements that are not met, in words.
  package let losses: [String]
  /// Hard requirements that are not met, in words; then the grade is `none`.
  package let failures: [String]
  /// Whether there are as many nodes as are needed.
  package let hasEnoughNodes: Bool

  /// Whether the number of nodes is all that is lost.
  var losesOnlyNumber: Bool { losses.count == (hasEnoughNodes ? 0 : 1) }

  package var configuration: Configuration { assessed.configuration }

  /// The ratio of one dimension; nil where it cannot be given.
  package func ratio(of dimension: Dimension) -> ExpectedRatio? {
    measures[dimension.position].ratio
  }

  /// Measures `assessed` against `source`.
  ///
  /// - Complexity: O(1).
  init(_ assessed: Assessed, for source: Assessed, _ profile: Profile) {
    self.assessed = assessed
    let measures = allCriteria.map { $0.measure(source, assessed, profile) }
    self.measures = measures
    var total = 0.0
    var distance = 0.0
    for (dimension, measure) in zip(Dimension.allCases, measures) {
      let weight = Double(profile.purpose.weight(of: dimension)) / 100
      total += weight * measure.score
      distance += weight * measure.distance
    }
    score = min(1, total)
    self.distance = distance
    let speed = Candidate.speed(profile, measures)
    var (losses, failures) = Candidate.verdicts(source, assessed, profile, speed)
    let count = assessed.configuration.nodeCount
    let isCountKnown = assessed.configuration.kind != .flavor || count > 0
    hasEnoughNodes = !isCountKnown || count >= (profile.nodes ?? 1)
    if !hasEnoughNodes, let nodes = profile.nodes {
      losses.append("only \(count) of \(nodes) nodes")
    }
    if assessed.configuration.kind == .hypervisor {
      failures.append("a hypervisor, which cannot be reserved as a host")
    }
    if let unsupported = Candidate.unsupported(assessed, source), !failures.contains(unsupported) {
      failures.append(unsupported)
    }
    self.losses = losses
    self.failures = failures
    grade =
      !failures.isEmpty
      ? .none
      : !losses.isEmpty
        ? .partial : Candidate.isDropIn(source, assessed, profile, measures) ? .dropIn : .close
  }

  /// Nodes with a GPU that is not supported any more are recommended to nobody but its users, not
  /// even for their processors.
  static func unsupported(_ assessed: Assessed, _ source: Assessed) -> String? {
    guard let accelerator = assessed.accelerator, accelerator.support == .unsupported,
      accelerator.model != source.accelerator?.model
    else { return nil }
    return "\(accelerator.model) is not supported any more"
  }

  /// The ratio of the slowest part that counts; nil when one of them is not known.
  static func speed(_ profile: Profile, _ measures: [Measure]) -> ExpectedRatio? {
    var slowest: ExpectedRatio?
    for dimension in profile.speedDimensions {
      guard let ratio = measures[dimension.position].ratio else { return nil }
      if slowest.map({ ratio.middle < $0.middle }) ?? true { slowest = ratio }
    }
    return slowest
  }

  private static func verdicts(
    _ source: Assessed, _ assessed: Assessed, _ profile: Profile, _ speed: ExpectedRatio?
  ) -> (losses: [String], failures: [String]) {
    var losses: [String] = []
    var failures: [String] = []
    // Without a GPU there is no use in telling what it lacks.
    let absence = Requirement.missingAccelerator(assessed)
    for requirement in profile.requirements {
      let verdict = requirement.verdict(source, assessed, speed: speed)
      guard var reason = verdict.reason else { continue }
      if let absence, requirement.kind.isAboutAccelerators { reason = absence }
      if requirement.strength == .hard {
        if !failures.contains(reason) { failures.append(reason) }
      } else if !losses.contains(reason) {
        losses.append(reason)
      }
    }
    if let absence, failures.contains(absence) { losses.removeAll { $0 == absence } }
    return (losses, failures)
  }

  /// Only names change: the same processors, and GPUs where they count, no less memory, no image to
  /// exchange, and nothing on top that somebody else could use.
  ///
  /// Two unknown parts are not the same part; but a configuration is itself, however little is known
  /// of it.
  private static func isDropIn(
    _ source: Assessed, _ candidate: Assessed, _ profile: Profile, _ measures: [Measure]
  ) -> Bool {
    if source.configuration == candidate.configuration { return true }
    let (a, b) = (source.hardware, candidate.hardware)
    guard let processor = a.processor.value, processor == b.processor.value,
      let cores = a.cores.value, cores == b.cores.value,
      source.configuration.kind == candidate.configuration.kind,
      source.imageVariant == candidate.imageVariant
    else { return false }
    guard let from = a.memory.value, let to = b.memory.value, to >= from else { return false }
    guard isAsFast(profile, measures),
      profile.purpose != .storage || a.storage.value != nil && a.storage.value == b.storage.value
    else { return false }
    if a.hasAccelerator == true {
      return a.accelerator.value != nil && a.accelerator.value == b.accelerator.value
        && a.acceleratorCount.value == b.acceleratorCount.value
    }
    return candidate.idleHardware(for: source, profile) == nil
  }

  /// Whether 0.9 to 1.1 of the speed is to be expected, or the source has none to keep.
  private static func isAsFast(
    _ profile: Profile, _ measures: [Measure]
  ) -> Bool {
    guard let speed = speed(profile, measures) else {
      return profile.speedDimensions.isEmpty
    }
    return speed.low >= 0.9 && speed.high <= 1.1 + 1e-9
  }
}
