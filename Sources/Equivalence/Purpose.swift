/// What an experiment uses a node for; it decides what counts.
package enum Purpose: String, Sendable, Hashable, CaseIterable {
  /// Programs on the processor.
  case compute
  /// Programs on the GPU.
  case training
  /// Experiments with networks.
  case network
  /// Experiments with drives.
  case storage
  /// Nothing in particular: everything counts alike.
  case any
}

/// One thing in which two configurations are compared.
package enum Dimension: String, Sendable, Hashable, CaseIterable {
  case cpu
  case memory
  case gpu
  case gpuMemory = "gpu_memory"
  case interconnect
  case network
  case storage
  case count
  case cost
}

extension Purpose {
  /// How much each dimension counts, in hundredths; they add up to 100.
  ///
  /// Source: our own judgement, tested against the judged table of the tests. The processor leads for
  /// computing and the GPU with its memory for training, because they decide run time and what fits;
  /// the rest breaks ties between parts that serve equally well. Cost stands for what is reserved and
  /// then left idle, such as the GPUs of a node that is only computed on.
  package var weights: [Dimension: Int] {
    switch self {
    case .compute:
      [
        .cpu: 45, .memory: 20, .gpu: 0, .gpuMemory: 0, .interconnect: 10, .network: 3, .storage: 4,
        .count: 3, .cost: 15,
      ]
    case .training:
      [
        .cpu: 8, .memory: 7, .gpu: 38, .gpuMemory: 20, .interconnect: 8, .network: 4, .storage: 3,
        .count: 2, .cost: 10,
      ]
    case .network:
      [
        .cpu: 12, .memory: 8, .gpu: 0, .gpuMemory: 0, .interconnect: 35, .network: 30, .storage: 3,
        .count: 4, .cost: 8,
      ]
    case .storage:
      [
        .cpu: 12, .memory: 10, .gpu: 0, .gpuMemory: 0, .interconnect: 5, .network: 8, .storage: 50,
        .count: 3, .cost: 12,
      ]
    case .any:
      [
        .cpu: 12, .memory: 11, .gpu: 11, .gpuMemory: 11, .interconnect: 11, .network: 11,
        .storage: 11, .count: 11, .cost: 11,
      ]
    }
  }

  /// The dimension whose ratio is the speed of the experiment; nil where none is.
  package var speedDimension: Dimension? {
    switch self {
    case .compute, .any: .cpu
    case .training: .gpu
    case .network: .network
    case .storage: nil
    }
  }
}
