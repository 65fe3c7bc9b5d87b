import Hardware
import Testbed

/// A candidate in words: made only for what is shown.
package struct Details: Sendable {
  /// One dimension with its share of the score, in words.
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
  /// Those of the changes that no line tells.
  package let adaptations: [String]

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
    let image = Details.image(source, candidate.assessed, profile)
    let parts = Details.parts(source, candidate.assessed)
    let software = Details.software(source, candidate.assessed)
    changes =
      Details.names(source, candidate.assessed) + image
      + Details.values(source, candidate.assessed, lines) + parts
      + InterconnectCriterion.changes(source, candidate.assessed) + software
    adaptations = image + parts + software
  }

  private static func names(_ source: Assessed, _ candidate: Assessed) -> [String] {
    var changes: [String] = []
    let (a, b) = (source.configuration, candidate.configuration)
    if a.nodeType != b.nodeType { changes.append("node type \(a.nodeType) becomes \(b.nodeType)") }
    if a.site != b.site { changes.append("site \(a.site) becomes \(b.site)") }
    return changes
  }

  /// Another image is needed where the architecture or the GPUs that are used change.
  private static func image(
    _ source: Assessed, _ candidate: Assessed, _ profile: Profile
  ) -> [String] {
    let usesGPU =
      source.hardware.hasAccelerator == true
      || profile.requirements.contains { $0.kind.isAboutAccelerators }
    guard source.imageVariant != candidate.imageVariant,
      usesGPU || source.hardware.instructionSet.value != candidate.hardware.instructionSet.value
    else { return [] }
    let text = "image for \(candidate.imageVariant) instead of \(source.imageVariant)"
    guard candidate.hardware.hasAccelerator == true, let name = candidate.accelerator?.image else {
      return [text]
    }
    return [text + (name == "none" ? " (none is prepared)" : " (\(name))")]
  }

  private static func values(
    _ source: Assessed, _ candidate: Assessed, _ lines: [Line]
  ) -> [String] {
    var changes: [String] = []
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
    return changes
  }

  /// Special parts that no dimension compares.
  private static func parts(_ source: Assessed, _ candidate: Assessed) -> [String] {
    var changes: [String] = []
    let (a, b) = (source.hardware, candidate.hardware)
    if a.fpga.value != b.fpga.value {
      changes.append("FPGA: \(b.fpga.value ?? "none") instead of \(a.fpga.value ?? "none")")
    }
    func text(_ size: ByteCount?) -> String {
      size.flatMap { $0.bytes > 0 ? "\($0)" : nil } ?? "none"
    }
    let (from, to) = (text(a.persistentMemory.value), text(b.persistentMemory.value))
    if from != to { changes.append("persistent memory: \(to) instead of \(from)") }
    return changes
  }

  private static func software(_ source: Assessed, _ candidate: Assessed) -> [String] {
    var changes: [String] = []
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
