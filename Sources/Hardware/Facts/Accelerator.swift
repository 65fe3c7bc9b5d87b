/// What is known of one GPU model, per board.
///
/// Source: `data/accelerators.csv`.
package struct Accelerator: Sendable, Hashable {
  /// The software that programs are built for.
  package enum Stack: String, Sendable, Hashable, CaseIterable {
    case cuda, rocm, oneapi

    /// As its makers write it.
    package var name: String {
      switch self {
      case .cuda: "CUDA"
      case .rocm: "ROCm"
      case .oneapi: "oneAPI"
      }
    }
  }

  /// What Chameleon says about using the part.
  package enum Support: String, Sendable, Hashable, CaseIterable {
    case supported
    /// Only with an older driver branch.
    case restricted
    /// For a limited time, or without an image.
    case limited
    case unsupported
  }

  package let model: String
  let patterns: [ModelPattern]
  package let vendor: String
  package let architecture: String
  package let stack: Stack
  package let computeTarget: String?
  /// GiB on the board.
  package let memory: Double
  package let memoryType: String?
  /// Theoretical, in 10^9 bytes per second.
  package let bandwidth: Double?
  /// Theoretical rates in 10^12 operations per second, by precision: `fp64`, `fp32`, `fp16`.
  package let peak: [String: Double]
  package let interconnect: String?
  /// Whether several boards of a node are joined by more than PCI Express.
  ///
  /// A bridge for PCIe cards is
  /// an option that no record mentions, so it does not count.
  package let isLinked: Bool
  package let launchYear: Int?
  /// Devices that the driver shows for one board: 2 for a K80.
  package let devicesPerBoard: Int
  package let support: Support
  package let supportNote: String?
  /// The image to use.
  package let image: String?
  /// Throughput of training one model on one board, with the V100 SXM2 32GB as 1.
  package let training: Training?
  package let provenance: Provenance

  /// A relative throughput with its range.
  package struct Training: Sendable, Hashable {
    package let value: Double
    package let low: Double
    package let high: Double
    package let isMeasured: Bool
  }

  /// GiB that one device has, which is what a program can use without being written for several.
  package var memoryPerDevice: Double { memory / Double(devicesPerBoard) }

  init(_ row: FactTable.Row) throws(FactError) {
    model = try row.required("model")
    patterns = row.list("patterns").map(ModelPattern.init)
    vendor = try row.required("vendor")
    architecture = try row.required("architecture")
    guard let stack = try row.value("stack", of: Stack.self) else {
      throw row.fail("column 'stack' is empty")
    }
    self.stack = stack
    computeTarget = row["compute_target"]
    memory = try row.number("memory_gib") ?? 0
    memoryType = row["memory_type"]
    bandwidth = try row.number("bandwidth_gbs")
    var peak: [String: Double] = [:]
    for precision in ["fp64", "fp32", "fp16"] {
      peak[precision] = try row.number(precision + "_tflops")
    }
    self.peak = peak
    interconnect = row["interconnect"]
    let isCard = ModelPattern("pcie").matches(ModelPattern.words(of: model))
    let link = ModelPattern.words(of: interconnect ?? "pcie")
    isLinked =
      !isCard && !["none", "bridge"].contains(where: link.contains)
      && link.first?.utf8.starts(with: "pcie".utf8) != true
    launchYear = try row.integer("launch_year")
    devicesPerBoard = try row.integer("devices_per_board") ?? 1
    guard devicesPerBoard > 0 else { throw row.fail("'devices_per_board' is \(devicesPerBoard)") }
    support = try row.value("support", of: Support.self) ?? .supported
    supportNote = row["support_note"]
    image = row["image"]
    training = try Accelerator.training(row)
    provenance = try row.provenance()
  }

  private static func training(_ row: FactTable.Row) throws(FactError) -> Training? {
    guard let value = try row.number("training_index") else { return nil }
    let low = try row.number("training_low") ?? value
    let high = try row.number("training_high") ?? value
    guard low > 0, low <= value, value <= high else {
      throw row.fail("'training_index' is \(value), outside its range \(low) to \(high)")
    }
    return Training(
      value: value, low: low, high: high, isMeasured: row["training_basis"] == "measured")
  }
}
