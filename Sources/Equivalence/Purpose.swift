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

  /// The place in `allCases`.
  var position: Int {
    switch self {
    case .cpu: 0
    case .memory: 1
    case .gpu: 2
    case .gpuMemory: 3
    case .interconnect: 4
    case .network: 5
    case .storage: 6
    case .count: 7
    case .cost: 8
    }
  }
}

extension Purpose {
  /// How much a dimension counts, in hundredths; all dimensions of a purpose add up to 100.
  package func weight(of dimension: Dimension) -> Int {
    let weights = Purpose.weights[dimension.position]
    switch self {
    case .compute: return weights.compute
    case .training: return weights.training
    case .network: return weights.network
    case .storage: return weights.storage
    case .any: return weights.any
    }
  }

  /// The weights, in the order of `Dimension.allCases`.
  ///
  /// Source: our own judgement, tested against the judged table of the tests. The processor leads for
  /// computing and the GPU with its memory for training, because they decide run time and what fits;
  /// the rest breaks ties between parts that serve equally well. Cost stands for what is reserved and
  /// then left idle, such as the GPUs of a node that is only computed on.
  private static let weights:
    [(compute: Int, training: Int, network: Int, storage: Int, any: Int)] = [
      (45, 8, 12, 12, 12),  // cpu
      (20, 7, 8, 10, 11),  // memory
      (0, 38, 0, 0, 11),  // gpu
      (0, 20, 0, 0, 11),  // gpu_memory
      (10, 8, 35, 5, 11),  // interconnect
      (3, 4, 30, 8, 11),  // network
      (4, 3, 3, 50, 11),  // storage
      (3, 2, 4, 3, 11),  // count
      (15, 10, 8, 12, 11),  // cost
    ]

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
