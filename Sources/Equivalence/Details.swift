import Hardware
import Testbed

/// A candidate in words: made only for what is shown.
package struct Details: Sendable {
  package struct Line: Sendable {
    package let dimension: Dimension
    /// In hundredths of the total.
    package let weight: Int
    package let score: Double
    package let ratio: ExpectedRatio?
    package let description: Description
  }

  /// All dimensions, in a fixed order.
  package let lines: [Line]
  /// What a user has to change, or will notice.
  package let changes: [String]

  /// Describes a candidate of a ranking.
  ///
  /// - Parameters:
  ///   - candidate: The candidate.
  ///   - ranking: The ranking that it is in.
  package init(_ candidate: Candidate, in ranking: Ranking) {
    let (source, profile) = (ranking.source, ranking.profile)
    lines = zip(allCriteria, candidate.measures).map { criterion, measure in
      Line(
        dimension: criterion.dimension, weight: profile.purpose.weight(of: criterion.dimension),
        score: measure.score, ratio: measure.ratio,
        description: criterion.describe(source, candidate.assessed, measure, profile))
    }
    changes = Details.changes(source, candidate.assessed, lines)
  }

  private static func changes(
    _ source: Assessed, _ candidate: Assessed, _ lines: [Line]
  ) -> [String] {
    var changes: [String] = []
    let (a, b) = (source.configuration, candidate.configuration)
    if a.nodeType != b.nodeType { changes.append("node type \(a.nodeType) becomes \(b.nodeType)") }
    if a.site != b.site { changes.append("site \(a.site) becomes \(b.site)") }
    if source.imageVariant != candidate.imageVariant {
      changes.append(
        "image for \(candidate.imageVariant) instead of \(source.imageVariant)"
          + (candidate.accelerator?.image.map { " (\($0))" } ?? ""))
    }
    for line in lines where line.description.from != line.description.to {
      guard ![.count, .cost].contains(line.dimension) else { continue }
      // The model of the GPU tells its memory, and links are told below.
      if [.gpuMemory, .interconnect].contains(line.dimension) { continue }
      if line.dimension == .gpu, source.hardware.hasAccelerator != true,
        candidate.hardware.hasAccelerator != true
      {
        continue
      }
      changes.append(
        "\(name(line.dimension)): \(line.description.to) instead of \(line.description.from)")
    }
    changes += InterconnectCriterion.changes(source, candidate)
    let lost = ProcessorCriterion.lostFeatures(source, candidate)
    if !lost.isEmpty {
      changes.append(
        "without \(lost.map(Wording.feature).joined(separator: ", ")): "
          + "rebuild what was built for the source's processor")
    }
    if let note = candidate.accelerator?.supportNote?.firstSentence,
      candidate.accelerator?.support != .supported,
      candidate.hardware.hasAccelerator == true
    {
      changes.append("\(candidate.accelerator?.model ?? "GPU"): \(note)")
    }
    return changes
  }

  private static func name(_ dimension: Dimension) -> String {
    switch dimension {
    case .cpu: "processors"
    case .memory: "memory"
    case .gpu: "GPUs"
    case .gpuMemory: "memory of a GPU"
    case .interconnect: "interconnect"
    case .network: "Ethernet"
    case .storage: "drives"
    case .count: "nodes"
    case .cost: "charge"
    }
  }
}

extension String {
  /// The text up to its first full stop before a blank.
  fileprivate var firstSentence: String {
    let bytes = Array(utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: ".") {
      if index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: " ") {
        return String(decoding: bytes[..<index], as: UTF8.self)
      }
    }
    return self
  }
}
