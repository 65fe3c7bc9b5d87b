package import Hardware
package import Testbed

/// A configuration with the facts that are known of its parts, looked up once.
///
/// A class, though it never changes: as a value it has 2 KB and 60 references, which every sorting of
/// candidates would copy many times over.
package final class Assessed: Sendable {
  package let configuration: Configuration
  package let processor: Processor?
  package let accelerator: Accelerator?
  /// The share of one GPU that a flavor gives; 1 for whole ones.
  let acceleratorShare: Double
  package let nodeTypeFact: NodeTypeFact?
  package let flavorFact: FlavorFact?

  /// Looks the parts of a configuration up; parts that no fact knows stay unknown.
  package init(_ configuration: Configuration, facts: Facts) {
    self.configuration = configuration
    processor = configuration.hardware.processor.value.flatMap(facts.processor(named:))
    nodeTypeFact = facts.nodeType(configuration.nodeType, at: configuration.site)
    flavorFact =
      configuration.kind == .flavor
      ? facts.flavor(configuration.nodeType, at: configuration.site) : nil
    acceleratorShare = flavorFact?.acceleratorShare ?? 1
    let name =
      acceleratorShare < 1 ? flavorFact?.accelerator : configuration.hardware.accelerator.value
    accelerator = name.flatMap(facts.accelerator(named:))
  }

  package var hardware: NodeHardware { configuration.hardware }

  /// For example `2x Intel Xeon Gold 6126`, or of a flavor `4 cores of Intel Xeon E5-2670 v3`.
  package var processorDescription: String {
    guard configuration.kind == .flavor, let cores = hardware.cores.value else {
      return hardware.processorDescription
    }
    return "\(cores) core\(cores == 1 ? "" : "s") of \(hardware.processorDescription)"
  }

  /// GPUs, as whole boards or shares of one; nil when unknown.
  var accelerators: Double? {
    hardware.acceleratorCount.value.map { Double($0) * min(1, acceleratorShare) }
  }

  /// Memory of one GPU in GiB, as programs see GPUs, however many there are; nil without a known GPU.
  package var acceleratorMemory: Double? {
    guard hardware.hasAccelerator != false, let accelerator else { return nil }
    if let memory = flavorFact?.acceleratorMemory { return memory }
    // Of a slice whose memory is not documented, nothing tells it: 1/7 of the compute units of an
    // H100 come with 1/8 of its memory.
    return acceleratorShare < 1 ? nil : accelerator.memoryPerDevice
  }

  /// Service units for one node and hour; nil when not published.
  ///
  /// The published charge of a type with GPUs is not that of its nodes without one.
  package var serviceUnitsPerHour: Double? {
    if let flavorFact { return flavorFact.serviceUnitsPerHour }
    if nodeTypeFact?.accelerator != nil, hardware.hasAccelerator != true { return nil }
    return nodeTypeFact?.serviceUnitsPerHour
  }

  /// Special hardware that the source does not have, or that its user ignores, and that would be
  /// left idle.
  func idleHardware(for source: Assessed, _ profile: Profile) -> String? {
    if hardware.hasAccelerator == true,
      source.hardware.hasAccelerator != true || profile.ignoresAccelerators
    {
      return "GPUs"
    }
    if hardware.fpga.value != nil, source.hardware.fpga.value == nil { return "an FPGA" }
    let persistent = hardware.persistentMemory.value?.bytes ?? 0
    if persistent > 0, (source.hardware.persistentMemory.value?.bytes ?? 0) == 0 {
      return "persistent memory"
    }
    return nil
  }

  /// The kind of image: the architecture and, with a GPU, its software.
  ///
  /// Source: the supported images, `data/images.csv`.
  package var imageVariant: String {
    var parts = [hardware.instructionSet.value ?? "unknown"]
    if hardware.hasAccelerator == true, let accelerator {
      parts.append(accelerator.stack.name)
      if accelerator.support == .unsupported { parts.append("old driver") }
    }
    return parts.joined(separator: ", ")
  }
}
