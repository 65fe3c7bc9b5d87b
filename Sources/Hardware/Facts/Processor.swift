/// What is known of one processor model, per socket.
///
/// Source: `data/processors.csv`.
package struct Processor: Sendable, Hashable {
  /// How a throughput figure came about.
  package enum Basis: String, Sendable, Hashable, CaseIterable {
    /// Published SPEC CPU2017 results of this model.
    case measured
    /// Scaled from a sister model; the arithmetic stands in the note.
    case estimated
    case none
  }

  /// A SPECrate 2017 base figure of a whole system with `sockets` sockets.
  package struct Throughput: Sendable, Hashable {
    package let value: Double
    package let low: Double
    package let high: Double
    package let sockets: Int
  }

  package let model: String
  let patterns: [ModelPattern]
  package let vendor: String
  package let microarchitecture: String
  /// The name that node types and users use, for example `cascadelake`.
  package let generation: String
  package let launchYear: Int?
  package let instructionSet: String
  /// For example `avx2`, `avx512f`, `sve`.
  package let features: Set<String>
  package let cores: Int
  package let threadsPerCore: Int
  package let baseClockInGigahertz: Double?
  package let turboClockInGigahertz: Double?
  package let lastLevelCacheInMebibytes: Double?
  /// Theoretical, in 10^9 bytes per second.
  package let memoryBandwidth: Double?
  /// Theoretical double precision rate in 10^9 operations per second.
  package let doublePrecisionRate: Double?
  package let integerThroughput: Throughput?
  package let floatThroughput: Throughput?
  package let basis: Basis
  package let provenance: Provenance

  init(_ row: FactTable.Row) throws(FactError) {
    model = try row.required("model")
    patterns = row.list("patterns").map(ModelPattern.init)
    vendor = try row.required("vendor")
    microarchitecture = try row.required("microarchitecture")
    generation = try row.required("generation")
    launchYear = try row.integer("launch_year")
    instructionSet = try row.required("isa")
    features = Set(row.list("isa_features"))
    cores = try row.integer("cores") ?? 0
    threadsPerCore = try row.integer("threads_per_core") ?? 1
    baseClockInGigahertz = try row.number("base_ghz")
    turboClockInGigahertz = try row.number("turbo_ghz")
    lastLevelCacheInMebibytes = try row.number("l3_mib")
    memoryBandwidth = try row.number("memory_bandwidth_gbs")
    doublePrecisionRate = try row.number("fp64_gflops")
    integerThroughput = try Processor.throughput(row, "spec_int")
    floatThroughput = try Processor.throughput(row, "spec_fp")
    basis = try row.value("spec_basis", of: Basis.self) ?? .none
    provenance = try row.provenance()
  }

  private static func throughput(
    _ row: FactTable.Row, _ column: String
  ) throws(FactError) -> Throughput? {
    guard let value = try row.number(column) else { return nil }
    guard let sockets = try row.integer("spec_sockets"), sockets > 0 else {
      throw row.fail("column 'spec_sockets' must say for how many sockets '\(column)' is")
    }
    let low = try row.number(column + "_low") ?? value * 0.9
    let high = try row.number(column + "_high") ?? value * 1.1
    guard low > 0, low <= value, value <= high else {
      throw row.fail("'\(column)' is \(value), outside its range \(low) to \(high)")
    }
    return Throughput(value: value, low: low, high: high, sockets: sockets)
  }
}
