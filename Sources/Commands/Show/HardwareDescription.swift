import Hardware
import JSON
import Testbed

/// Hardware as lines: what the records say, and below each part what is known of it.
struct HardwareDescription {
  let hardware: NodeHardware
  let facts: Facts
  /// What the record of one node says; nil for several nodes.
  let raw: RawFields?
  /// Whether also what hardly any record tells gets its line.
  let isComplete: Bool

  var fields: [ShownField] {
    processorFields + memoryFields + acceleratorFields + networkFields + [
      field("storage", hardware.storage, raw?.storage) { _ in hardware.storageDescription ?? "" }
    ] + silentFields
  }

  /// What was recorded is repeated only where it reads differently.
  private func field<Value>(
    _ name: String, _ observation: Observation<Value>, _ recorded: String? = nil,
    _ describe: (Value) -> String
  ) -> ShownField {
    let value = observation.value.map(describe) ?? "unknown"
    return ShownField(
      name: name, value: value, origin: observation.origin,
      recorded: recorded == value ? nil : recorded)
  }

  private var processorFields: [ShownField] {
    var fields = [
      field("processor", hardware.processor, raw?.processor) { _ in hardware.processorDescription }
    ]
    let fact = hardware.processor.value.flatMap(facts.processor(named:))
    if let fact {
      let launch = fact.launchYear.map { ", \($0)" } ?? ""
      fields.append(
        ShownField(
          name: "microarchitecture",
          value: "\(fact.microarchitecture), generation \(fact.generation)\(launch)"))
    }
    fields.append(field("instruction_set", hardware.instructionSet) { $0 })
    fields.append(
      field("cores", hardware.cores) { cores in
        hardware.threads.value.map { "\(cores), with \($0) threads" } ?? "\(cores)"
      })
    let recorded = raw?.threads
    if isComplete || hardware.cores.value == nil
      || recorded != nil && recorded != hardware.threads.value.map(String.init)
    {
      fields.append(field("threads", hardware.threads, recorded) { "\($0)" })
    }
    guard let fact else { return fields }
    if let bandwidth = fact.memoryBandwidth {
      fields.append(
        ShownField(
          name: "memory_bandwidth",
          value: "\(JSONValue.decimal(bandwidth, digits: 1)) GB/s on each socket"))
    }
    if let rates = HardwareDescription.rates(fact) {
      fields.append(ShownField(name: "SPECrate_2017", value: rates))
    }
    return fields
  }

  private static func rates(_ fact: Processor) -> String? {
    func rate(_ name: String, _ throughput: Processor.Throughput?) -> String? {
      throughput.map {
        "\(name) \(JSONValue.decimal($0.value, digits: 0))"
          + " (\(JSONValue.decimal($0.low, digits: 0)) to \(JSONValue.decimal($0.high, digits: 0)))"
      }
    }
    let parts = [
      rate("integer", fact.integerThroughput), rate("floating point", fact.floatThroughput),
    ]
    .compactMap { $0 }
    guard !parts.isEmpty, let sockets = (fact.integerThroughput ?? fact.floatThroughput)?.sockets
    else { return nil }
    let plural = sockets == 1 ? "socket" : "sockets"
    return parts.joined(separator: ", ") + ", \(fact.basis.rawValue) with \(sockets) \(plural)"
  }

  private var memoryFields: [ShownField] {
    var fields = [field("memory", hardware.memory) { $0.description }]
    if isComplete || (hardware.persistentMemory.value?.bytes ?? 0) > 0 {
      fields.append(field("persistent_memory", hardware.persistentMemory) { $0.description })
    }
    return fields
  }

  private var acceleratorFields: [ShownField] {
    guard hardware.hasAccelerator != false else {
      return [field("gpu", hardware.acceleratorCount) { _ in "none" }]
    }
    let origin =
      hardware.accelerator.value == nil
      ? hardware.acceleratorCount.origin
      : hardware.accelerator.origin
    var fields = [
      ShownField(
        name: "gpu", value: hardware.acceleratorDescription ?? "unknown", origin: origin,
        recorded: raw?.accelerator)
    ]
    if case .inferred = hardware.acceleratorCount {
      fields.append(
        field("gpu_count", hardware.acceleratorCount, raw?.acceleratorCount) { "\($0)" })
    }
    guard let fact = hardware.accelerator.value.flatMap(facts.accelerator(sliced:)) else {
      return fields
    }
    return fields + HardwareDescription.fields(of: fact)
  }

  private static func fields(of fact: Accelerator) -> [ShownField] {
    let devices = fact.devicesPerBoard > 1 ? " on each of \(fact.devicesPerBoard) devices," : ""
    let memory =
      "\(JSONValue.decimal(fact.memoryPerDevice, digits: 1)) GiB" + devices
      + (fact.memoryType.map { " \($0)" } ?? "")
      + (fact.bandwidth.map { ", \(JSONValue.decimal($0, digits: 0)) GB/s" } ?? "")
    let software =
      fact.stack.name + (fact.computeTarget.map { " (\($0))" } ?? "")
      + (fact.image.map { ", image \($0)" } ?? "")
    let support = fact.support.rawValue + (fact.supportNote.map { ": \($0)" } ?? "")
    return [
      ShownField(
        name: "gpu_architecture",
        value: "\(fact.vendor) \(fact.architecture)" + (fact.launchYear.map { ", \($0)" } ?? "")),
      ShownField(name: "gpu_memory", value: memory),
      ShownField(name: "gpu_software", value: software),
      ShownField(name: "gpu_support", value: support),
    ]
  }

  private var networkFields: [ShownField] {
    var fields = [
      field("infiniband", hardware.infiniband, raw?.infiniband.flatMap(HardwareDescription.oddFlag))
      {
        present in
        guard present else { return "no" }
        return hardware.infinibandRate.value.map { "yes, " + HardwareDescription.rate($0) } ?? "yes"
      }
    ]
    fields.append(field("network", hardware.networkRate, nil, HardwareDescription.rate))
    if isComplete || hardware.fpga.value != nil {
      fields.append(field("fpga", hardware.fpga, raw?.fpga) { $0 })
    }
    return fields
  }

  private static func rate(_ rate: BitRate) -> String {
    JSONValue.decimal(rate.gigabitsPerSecond, digits: 1) + " Gb/s"
  }

  /// A flag is worth repeating only where it is neither true nor false.
  private static func oddFlag(_ text: String) -> String? {
    ["true", "false"].contains(text) ? nil : text
  }

  /// What no record tells, in one line.
  private var silentFields: [ShownField] {
    let names = [
      hardware.fpga.value == nil ? "FPGA" : nil,
      hardware.persistentMemory.value == nil ? "persistent memory" : nil,
    ].compactMap { $0 }
    guard !names.isEmpty, !isComplete else { return [] }
    return [ShownField(name: "not_recorded", value: names.joined(separator: ", "))]
  }
}
