package import Testbed

/// What hardware has to be like to be listed.
///
/// Everything that is set must hold. Unknown is not enough: a configuration whose InfiniBand is
/// unknown has not the InfiniBand that was asked for, and lacks it no more.
package struct ConfigurationFilter: Sendable, Hashable {
  /// Which GPUs.
  package enum Accelerators: Sendable, Hashable {
    case any
    /// Nodes that are recorded without a GPU.
    case absent
    /// Those whose model has these words (see `PartName`).
    case model(String)
  }

  /// What counts as InfiniBand.
  package enum Fabric: Sendable, Hashable {
    case known
    /// Also where nobody knows whether there is any.
    case knownOrUnknown
  }

  /// How a configuration fares.
  package enum Verdict: Sendable, Hashable {
    case matches
    case fails
    /// Nothing that is known fails, and these fields are unknown.
    case unknown([String])
  }

  /// All sites when nil.
  package var sites: Set<SiteID>?
  /// Node types, flavors or names of configurations; one must match.
  package var types: [Glob] = []
  /// All kinds when nil.
  package var kinds: Set<Configuration.Kind>?
  /// Words of the processor's vendor and model.
  package var processor: String?
  /// Generations as in `Processor.generation`; `cascadelake` includes `cascadelake_r`.
  package var processorGenerations: [String] = []
  /// `x86_64` or `aarch64`.
  package var instructionSet: String?
  /// Of all sockets.
  package var minimumCores: Int?
  package var minimumMemory: ByteCount?
  package var accelerators: Accelerators?
  package var acceleratorVendor: String?
  /// In boards.
  package var minimumAccelerators: Int?
  /// Of each GPU, as programs see GPUs: half of the board for a K80.
  package var minimumAcceleratorMemory: ByteCount?
  package var needsFPGA = false
  package var infiniband: Fabric?
  package var minimumNetworkRate: BitRate?
  /// Which drives `minimumDrives` and `minimumStorage` count; at least one must be there.
  package var media: StorageMedia?
  package var minimumDrives: Int?
  package var minimumStorage: ByteCount?
  package var minimumNodes: Int?

  package init() {}

  /// Whether only nodes with a GPU are wanted.
  package var asksForAccelerators: Bool {
    switch accelerators {
    case .any, .model: return true
    case .absent: return false
    case nil:
      return acceleratorVendor != nil || minimumAccelerators != nil
        || minimumAcceleratorMemory != nil
    }
  }

  /// Whether everything is listed.
  package var isEmpty: Bool { self == ConfigurationFilter() }

  /// Whether `configuration` is known to have all that is asked for.
  package func matches(_ configuration: Configuration, facts: Facts) -> Bool {
    verdict(on: configuration, facts: facts) == .matches
  }

  /// How `configuration` fares, with the unknown fields that decide it.
  package func verdict(on configuration: Configuration, facts: Facts) -> Verdict {
    let checks =
      nameChecks(configuration) + processorChecks(configuration.hardware, facts)
      + acceleratorChecks(configuration, facts) + storageChecks(configuration.hardware)
      + networkChecks(configuration.hardware)
    if checks.contains(where: { $0.holds == false }) { return .fails }
    let unknown = checks.filter { $0.holds == nil }.map(\.field)
    return unknown.isEmpty ? .matches : .unknown(unknown)
  }
}

extension ConfigurationFilter {
  /// One thing that was asked for; `holds` is nil when that is not known.
  fileprivate struct Check {
    let field: String
    let holds: Bool?

    init(_ field: String, _ holds: Bool?) {
      self.field = field
      self.holds = holds
    }
  }

  private func nameChecks(_ configuration: Configuration) -> [Check] {
    var checks: [Check] = []
    if let sites { checks.append(Check("site", sites.contains(configuration.site))) }
    if let kinds { checks.append(Check("kind", kinds.contains(configuration.kind))) }
    if !types.isEmpty {
      let matches = types.contains {
        $0.matches(configuration.nodeType) || $0.matches(configuration.name)
      }
      checks.append(Check("node_type", matches))
    }
    if let minimumNodes {
      checks.append(Check("nodes", configuration.knownNodeCount.map { $0 >= minimumNodes }))
    }
    return checks
  }

  private func processorChecks(_ hardware: NodeHardware, _ facts: Facts) -> [Check] {
    var checks: [Check] = []
    let model = hardware.processor.value
    let fact = model.flatMap(facts.processor(named:))
    if let processor {
      let name = model.map { PartName("\(fact?.vendor ?? "") \($0)") }
      checks.append(Check("processor", name?.contains(processor)))
    }
    if !processorGenerations.isEmpty {
      let holds = fact.map { fact in
        processorGenerations.contains {
          fact.generation == $0 || fact.generation.hasPrefix($0 + "_")
        }
      }
      checks.append(Check("processor generation", holds))
    }
    if let instructionSet {
      let holds = hardware.instructionSet.value.map { $0 == instructionSet }
      checks.append(Check("instruction_set", holds))
    }
    if let minimumCores {
      checks.append(Check("cores", hardware.cores.value.map { $0 >= minimumCores }))
    }
    if let minimumMemory {
      checks.append(Check("memory", hardware.memory.value.map { $0 >= minimumMemory }))
    }
    return checks
  }

  private func acceleratorChecks(_ configuration: Configuration, _ facts: Facts) -> [Check] {
    let hardware = configuration.hardware
    var checks: [Check] = []
    let present = hardware.hasAccelerator
    let model = present == false ? nil : hardware.accelerator.value
    let fact = model.flatMap(facts.accelerator(sliced:))
    /// False where there is no GPU; what `value` says where there is one.
    func whereFitted(_ value: Bool?) -> Bool? { present == false ? false : value }
    switch accelerators {
    case .any: checks.append(Check("gpu", present))
    case .absent: checks.append(Check("gpu", present.map { !$0 }))
    case .model(let words):
      checks.append(Check("gpu", whereFitted(model.map { PartName($0).contains(words) })))
    case nil: break
    }
    if let acceleratorVendor {
      let holds = fact.map { PartName($0.vendor).contains(acceleratorVendor) }
      checks.append(Check("gpu vendor", whereFitted(holds)))
    }
    if let minimumAccelerators {
      let holds = hardware.acceleratorCount.value.map { $0 >= minimumAccelerators }
      checks.append(Check("gpu_count", holds))
    }
    if let minimumAcceleratorMemory {
      // The memory of a slice is not the same share of the board as its name tells.
      let holds = fact.flatMap { fact in
        fact.model == model
          ? fact.memoryPerDevice * 1_073_741_824 >= Double(minimumAcceleratorMemory.bytes) : nil
      }
      checks.append(Check("gpu memory", whereFitted(holds)))
    }
    if needsFPGA { checks.append(Check("fpga", hardware.fpga.value.map { _ in true })) }
    return checks
  }

  private func networkChecks(_ hardware: NodeHardware) -> [Check] {
    var checks: [Check] = []
    switch infiniband {
    case .known: checks.append(Check("infiniband", hardware.infiniband.value))
    case .knownOrUnknown: checks.append(Check("infiniband", hardware.infiniband.value ?? true))
    case nil: break
    }
    if let minimumNetworkRate {
      let holds = hardware.networkRate.value.map { $0 >= minimumNetworkRate }
      checks.append(Check("network", holds))
    }
    return checks
  }

  private func storageChecks(_ hardware: NodeHardware) -> [Check] {
    guard media != nil || minimumDrives != nil || minimumStorage != nil else { return [] }
    guard let groups = hardware.storage.value else { return [Check("storage", nil)] }
    // What is wanted for sure, and what could be.
    let sure = groups.filter { media == nil || $0.media == media }
    let possible = groups.filter { media == nil || $0.media == media || $0.media == .unknown }
    func bytes(_ groups: [StorageGroup]) -> Int {
      groups.reduce(0) { $0 + $1.count * ($1.size?.bytes ?? 0) }
    }
    let drives = max(1, minimumDrives ?? 1)
    var checks = [
      Check(
        "storage", sure.driveCount >= drives ? true : possible.driveCount < drives ? false : nil)
    ]
    if let minimumStorage {
      let complete = sure == possible && sure.allSatisfy { $0.size != nil }
      checks.append(
        Check("storage", bytes(sure) >= minimumStorage.bytes ? true : complete ? false : nil))
    }
    return checks
  }
}

extension [StorageGroup] {
  fileprivate var driveCount: Int { reduce(0) { $0 + $1.count } }
}

extension Configuration {
  /// The number of nodes, or of instances of a flavor; nil for flavors whose number nobody tells.
  package var knownNodeCount: Int? { kind == .flavor && nodeCount == 0 ? nil : nodeCount }
}
