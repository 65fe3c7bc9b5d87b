package import JSON
package import Testbed

/// What a flavor of virtual machines gives, from its record and the facts.
package struct FlavorReader: Sendable {
  /// A flavor with its hardware.
  package struct Flavor: Sendable {
    package let name: String
    package let hardware: NodeHardware
    /// How many fit the site; nil when that is not known.
    package let instanceCount: Int?
  }

  let facts: Facts
  let site: SiteID

  /// A reader for the flavors of `site`.
  package init(facts: Facts, site: SiteID) {
    self.facts = facts
    self.site = site
  }

  /// Reads one record of the reference repository's `flavors`.
  ///
  /// - Parameter record: The record.
  /// - Returns: The flavor; nil when it has no name.
  package func read(_ record: JSONValue) -> Flavor? {
    guard let name = record["name"]?.string ?? record["uid"]?.string, !name.isEmpty else {
      return nil
    }
    let fact = facts.flavor(name, at: site)
    let documented = "what is documented of \(name)"
    let processor = fact?.hostProcessor.flatMap(facts.processor(named:))
    let gpu = accelerator(record["gpu"], fact)
    let hardware = NodeHardware(
      instructionSet: processor.map { .inferred($0.instructionSet, from: documented) }
        ?? .unknown("the flavor does not tell"),
      processor: processor.map { .inferred($0.model, from: documented) }
        ?? .unknown("the flavor does not tell"),
      sockets: .unknown("a virtual machine has no sockets of its own"),
      cores: cores(record, processor),
      threads: size(record["vcpus"], of: .threads, "vcpus"),
      memory: size(record["ram_size"], of: .memory, "ram_size").map { ByteCount($0) },
      persistentMemory: .recorded(ByteCount(0)),
      acceleratorCount: gpu.count, accelerator: gpu.model,
      fpga: .unknown("fpga is not recorded"),
      infiniband: .inferred(false, from: "what virtual machines have"),
      infinibandRate: .unknown("there is no InfiniBand"),
      networkRate: .unknown("virtual machines share the network of their host"),
      storage: size(record["disk_size"], of: .drive, "disk_size").map {
        [StorageGroup(count: 1, media: .unknown, size: ByteCount($0))]
      })
    return Flavor(name: name, hardware: hardware, instanceCount: fact?.instances)
  }

  /// A virtual processor is one hardware thread.
  private func cores(_ record: JSONValue, _ processor: Processor?) -> Observation<Int> {
    guard let threads = size(record["vcpus"], of: .threads, "vcpus").value, let processor else {
      return .unknown("the flavor does not tell")
    }
    let cores = max(1, threads / processor.threadsPerCore)
    return .inferred(cores, from: "\(threads) virtual processors, one thread each")
  }

  private func size(
    _ value: JSONValue?, of sizes: PlausibleSizes, _ field: String
  ) -> Observation<Int> {
    let size = sizes.read(value, field)
    return size.value.map { .recorded($0) }
      ?? .unknown(size.reason ?? "\(field) is not recorded")
  }

  private func accelerator(
    _ field: JSONValue?, _ fact: FlavorFact?
  ) -> (count: Observation<Int>, model: Observation<String>) {
    guard field?["gpu"]?.bool == true else {
      let none = field?["gpu"]?.bool == false
      return (
        none ? .recorded(0) : .unknown("gpu is not recorded"),
        .unknown(none ? "there is no GPU" : "gpu is not recorded")
      )
    }
    let count = size(field?["gpu_count"], of: .accelerators, "gpu_count")
    guard let model = fact?.accelerator else {
      return (count, .unknown("the flavor does not tell the model"))
    }
    let share = fact?.acceleratorShare ?? 1
    let name = share < 1 ? "\(model) (1/\(Int((1 / share).rounded())) MIG slice)" : model
    return (count, .inferred(name, from: "what is documented of \(fact?.flavor ?? "it")"))
  }
}
