import Equivalence
import JSON
import Testbed

/// The results as rows, for every format but JSON.
extension EquivalenceReport {
  /// One row for each result.
  func sheet(_ answers: [Answer]) -> Sheet {
    var columns = [
      Sheet.Column(name: "source", title: "Source", isExtra: true),
      Sheet.Column(name: "rank", title: "#", isRightAligned: true),
      Sheet.Column(name: "grade", title: "Grade"),
      Sheet.Column(name: "score", title: "Score", isRightAligned: true),
      Sheet.Column(name: "site", title: "Site", isExtra: !showsSite),
      Sheet.Column(name: "node_type", title: "Node type", isExtra: true),
      Sheet.Column(name: "configuration", title: "Configuration"),
      Sheet.Column(name: "nodes", title: "Nodes", isRightAligned: true, missing: "?"),
      Sheet.Column(name: "hardware", title: "Hardware", isFlexible: true),
      Sheet.Column(
        name: "speed", title: "Speed",
        isExtra: answers.allSatisfy { $0.ranking.profile.speedDimension == nil }),
      Sheet.Column(name: "selector", title: "Selector", isExtra: true),
      Sheet.Column(name: "losses", title: "Losses", isExtra: true),
    ]
    var rows = answers.flatMap { answer in
      shown(answer).enumerated().map { row(rank: $0.offset + 1, $0.element, answer) }
    }
    if let available {
      // Beside the number of nodes.
      columns.insert(Sheet.Column(name: "earliest", title: "Earliest"), at: 8)
      let texts = answers.flatMap { shown($0).map { JSONValue.string(available.text($0)) } }
      for (index, text) in texts.enumerated() { rows[index].insert(text, at: 8) }
    }
    return Sheet(columns: columns, rows: rows)
  }

  private func row(rank: Int, _ candidate: Candidate, _ answer: Answer) -> [JSONValue] {
    let configuration = candidate.configuration
    let known = configuration.kind != .flavor || configuration.nodeCount > 0
    return [
      .string(answer.source.configuration.qualifiedName), JSONValue(rank),
      .string(candidate.grade.rawValue),
      .number(EquivalenceReport.score(candidate.score)), .string(configuration.site.text),
      .string(configuration.nodeType), .string(configuration.name),
      known ? JSONValue(configuration.nodeCount) : .null,
      .string(summary(candidate.assessed, answer.ranking.profile.purpose)),
      .string(speed(candidate, answer)),
      JSONValue(configuration.selector?.text),
      .array(candidate.losses.map { .string($0) }),
    ]
  }

  /// Two digits, so that columns line up.
  static func score(_ score: Double) -> String {
    let hundredths = Int((score * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private func speed(_ candidate: Candidate, _ answer: Answer) -> String {
    guard let dimension = answer.ranking.profile.speedDimension,
      let ratio = candidate.ratio(of: dimension)
    else { return "" }
    return ratio.text
  }

  /// What counts for a purpose, short enough for one line; the notes tell the rest.
  private func summary(_ assessed: Assessed, _ purpose: Purpose) -> String {
    let hardware = assessed.hardware
    let processor = Listing.shortModel(assessed.processorDescription)
    let gpu = hardware.acceleratorDescription
    let network = hardware.networkRate.value.map { "\($0) Ethernet" }
    let parts: [String?] =
      switch purpose {
      case .training: gpu == nil ? [processor] : [gpu]
      case .storage: [hardware.storageDescription]
      case .network: [network, hardware.infiniband.value == true ? "InfiniBand" : nil]
      case .compute, .any: [processor, gpu, hardware.fpga.value]
      }
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
