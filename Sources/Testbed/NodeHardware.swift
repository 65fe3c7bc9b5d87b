/// What a node has, as far as it decides what can replace it.
///
/// Serial numbers, addresses, firmware and places are left out: they differ between nodes that a
/// user would call identical.
package struct NodeHardware: Sendable, Hashable {
  /// `x86_64` or `aarch64`.
  package var instructionSet: Observation<String>
  /// The canonical name of the processor, for example `Intel Xeon Gold 6126`; where no fact knows
  /// it, what the record says.
  package var processor: Observation<String>
  package var sockets: Observation<Int>
  /// Cores of all sockets.
  package var cores: Observation<Int>
  /// Hardware threads of all sockets with simultaneous multithreading on.
  package var threads: Observation<Int>
  /// Memory, without persistent memory.
  package var memory: Observation<ByteCount>
  /// Persistent memory (Optane); 0 where the facts say that there is none.
  package var persistentMemory: Observation<ByteCount>
  /// GPUs as boards; 0 where the record says that there is none.
  package var acceleratorCount: Observation<Int>
  /// The canonical name of the GPU; unknown where there is none.
  package var accelerator: Observation<String>
  /// The name of the FPGA board.
  package var fpga: Observation<String>
  package var infiniband: Observation<Bool>
  package var infinibandRate: Observation<BitRate>
  /// The rate of the fastest enabled Ethernet port.
  package var networkRate: Observation<BitRate>
  /// Drives by kind and size, in a fixed order.
  package var storage: Observation<[StorageGroup]>

  package init(
    instructionSet: Observation<String>, processor: Observation<String>,
    sockets: Observation<Int>, cores: Observation<Int>, threads: Observation<Int>,
    memory: Observation<ByteCount>, persistentMemory: Observation<ByteCount>,
    acceleratorCount: Observation<Int>, accelerator: Observation<String>,
    fpga: Observation<String>, infiniband: Observation<Bool>,
    infinibandRate: Observation<BitRate>, networkRate: Observation<BitRate>,
    storage: Observation<[StorageGroup]>
  ) {
    self.instructionSet = instructionSet
    self.processor = processor
    self.sockets = sockets
    self.cores = cores
    self.threads = threads
    self.memory = memory
    self.persistentMemory = persistentMemory
    self.acceleratorCount = acceleratorCount
    self.accelerator = accelerator
    self.fpga = fpga
    self.infiniband = infiniband
    self.infinibandRate = infinibandRate
    self.networkRate = networkRate
    self.storage = storage
  }
}

extension NodeHardware {
  /// Whether there is a GPU; nil when that is unknown.
  package var hasAccelerator: Bool? { acceleratorCount.value.map { $0 > 0 } }

  /// The bytes of all drives; nil when one size is unknown, nothing is recorded, or the sum does not
  /// fit.
  package var storageCapacity: ByteCount? {
    guard let groups = storage.value else { return nil }
    var total = 0
    for group in groups {
      guard let size = group.size else { return nil }
      let product = size.bytes.multipliedReportingOverflow(by: group.count)
      let sum = total.addingReportingOverflow(product.partialValue)
      guard !product.overflow, !sum.overflow else { return nil }
      total = sum.partialValue
    }
    return ByteCount(total)
  }

  /// For example `4x A100 PCIe 80GB`; nil without a known GPU.
  package var acceleratorDescription: String? {
    guard let count = acceleratorCount.value, count > 0 else { return nil }
    return "\(count)x \(accelerator.value ?? "GPU of unknown model")"
  }

  /// For example `2x Intel Xeon Gold 6126`.
  package var processorDescription: String {
    let model = processor.value ?? "processor of unknown model"
    return sockets.value.map { "\($0)x \(model)" } ?? model
  }

  /// For example `480 GB SSD + 16x 2 TB HDD`; nil when nothing is known.
  package var storageDescription: String? {
    storage.value.map { groups in
      groups.isEmpty
        ? "no disk" : groups.map(\.description).joined(separator: " + ")
    }
  }
}
