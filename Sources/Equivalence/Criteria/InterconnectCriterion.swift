import Hardware
import Testbed

/// InfiniBand between nodes, and the link between the GPUs of a node.
struct InterconnectCriterion: Criterion {
  let dimension = Dimension.interconnect

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    let fabric = fabricScore(source, candidate)
    guard InterconnectCriterion.linked(source) else { return Measure(score: fabric) }
    let isLinked = InterconnectCriterion.linked(candidate)
    return Measure(
      score: (fabric + (isLinked ? 1 : 0.5)) / 2, distance: 1 - fabric + (isLinked ? 0 : 1))
  }

  /// 1 where the source's record promises nothing; else by what the candidate's record promises.
  private func fabricScore(_ source: Assessed, _ candidate: Assessed) -> Double {
    guard source.hardware.infiniband.value == true else { return 1 }
    switch candidate.hardware.infiniband.value {
    case true:
      guard let from = source.hardware.infinibandRate.value,
        let to = candidate.hardware.infinibandRate.value, from.bitsPerSecond > 0
      else { return 1 }
      return min(1, 0.5 + 0.5 * Double(to.bitsPerSecond) / Double(from.bitsPerSecond))
    case false: return 0
    default: return 0.4
    }
  }

  /// Whether several GPUs of the node are joined by more than PCI Express.
  static func linked(_ assessed: Assessed) -> Bool {
    guard let count = assessed.hardware.acceleratorCount.value, count > 1 else { return false }
    return assessed.accelerator?.isLinked ?? false
  }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    Description(
      from: InterconnectCriterion.text(source), to: InterconnectCriterion.text(candidate),
      note: note(source, candidate))
  }

  static func text(_ assessed: Assessed) -> String {
    let fabric: String
    switch assessed.hardware.infiniband {
    case .unknown(let reason): fabric = "InfiniBand unknown (\(reason))"
    case .recorded(true), .inferred(true, _):
      fabric = "InfiniBand" + (assessed.hardware.infinibandRate.value.map { " \($0)" } ?? "")
    default: fabric = "no InfiniBand"
    }
    guard linked(assessed), let link = assessed.accelerator?.interconnect else { return fabric }
    return "\(fabric), \(link)"
  }

  /// What a user will notice of the links.
  static func changes(_ source: Assessed, _ candidate: Assessed) -> [String] {
    var changes: [String] = []
    if source.hardware.infiniband.value == true, candidate.hardware.infiniband.value != true {
      let isLost = candidate.hardware.infiniband.value == false
      changes.append("InfiniBand is \(isLost ? "lost" : "not confirmed")")
    }
    if linked(source), !linked(candidate), let link = source.accelerator?.interconnect {
      changes.append("\(link) between the GPUs is lost")
    }
    return changes
  }

  private func note(_ source: Assessed, _ candidate: Assessed) -> String {
    var parts: [String] = []
    switch (source.hardware.infiniband.value, candidate.hardware.infiniband.value) {
    case (true, true): parts.append("InfiniBand on both sides")
    case (true, false): parts.append("InfiniBand is lost")
    case (true, _): parts.append("InfiniBand is not confirmed here")
    case (false, _): parts.append("The source's record promises no InfiniBand")
    default: parts.append("InfiniBand is not recorded for the source")
    }
    if let until = source.nodeTypeFact?.infinibandUntil, source.hardware.infiniband.value != true {
      parts.append("it was recorded until \(until)")
    }
    if InterconnectCriterion.linked(source), !InterconnectCriterion.linked(candidate),
      let link = source.accelerator?.interconnect
    {
      parts.append("\(link) between the GPUs is lost")
    }
    return parts.joined(separator: "; ") + "."
  }
}
