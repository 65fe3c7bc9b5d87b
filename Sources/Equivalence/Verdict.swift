import Hardware
import Testbed

/// Whether a candidate meets a requirement.
package enum Verdict: Sendable, Hashable {
  case met
  /// Not met; the text completes "rejected because", or stands alone as a loss.
  case failed(String)
  /// The catalogue does not tell.
  case unconfirmed(String)

  /// Why it is not met; nil when it is.
  package var reason: String? {
    switch self {
    case .met: nil
    case .failed(let reason), .unconfirmed(let reason): reason
    }
  }
}

extension Requirement {
  /// Checks one requirement.
  ///
  /// - Parameters:
  ///   - source: What is to be replaced.
  ///   - candidate: What might replace it.
  ///   - ratio: How fast the candidate is expected to be; nil where that is not known.
  /// - Returns: The verdict.
  func verdict(
    _ source: Assessed, _ candidate: Assessed, speed ratio: ExpectedRatio?
  ) -> Verdict {
    let hardware = candidate.hardware
    switch kind {
    case .instructionSet: return instructionSetVerdict(source, candidate)
    case .accelerator: return acceleratorVerdict(source, candidate)
    case .acceleratorStack: return stackVerdict(source, candidate)
    case .acceleratorMemory: return acceleratorMemoryVerdict(source, candidate)
    case .acceleratorCount: return acceleratorCountVerdict(source, candidate)
    case .fpga:
      guard let board = hardware.fpga.value else { return .failed("no FPGA is recorded") }
      let wanted = source.hardware.fpga.value ?? board
      return board == wanted ? .met : .failed("another FPGA: \(board) instead of \(wanted)")
    case .persistentMemory:
      guard let size = hardware.persistentMemory.value, size.bytes > 0 else {
        return .failed("no persistent memory is recorded")
      }
      return .met
    case .infiniband:
      switch hardware.infiniband {
      case .recorded(true), .inferred(true, _): return .met
      case .unknown(let why): return .unconfirmed("InfiniBand is unknown (\(why))")
      default: return .failed("no InfiniBand")
      }
    case .memory: return memoryVerdict(source, candidate)
    case .disks: return diskVerdict(source, candidate)
    case .bareMetal:
      return candidate.configuration.kind == .flavor
        ? .failed("a virtual machine instead of bare metal") : .met
    case .speed:
      guard let ratio else { return .unconfirmed("its speed is not known") }
      return ratio.middle >= 0.5
        ? .met : .failed("expected at \(Wording.range(ratio)) of the speed")
    case .feature(let feature):
      guard let processor = candidate.processor else {
        return .unconfirmed("the extensions of its processor are not known")
      }
      return processor.features.contains(feature)
        ? .met : .failed("\(processor.model) has no \(Wording.feature(feature))")
    }
  }

  private func instructionSetVerdict(_ source: Assessed, _ candidate: Assessed) -> Verdict {
    guard let set = candidate.hardware.instructionSet.value else {
      return .unconfirmed("its instruction set is not recorded")
    }
    let wanted = source.hardware.instructionSet.value ?? set
    return set == wanted ? .met : .failed("\(set) instead of \(wanted)")
  }

  /// Why a candidate does not count as one with a GPU, in words; nil when it does.
  static func missingAccelerator(_ candidate: Assessed) -> String? {
    switch candidate.hardware.hasAccelerator {
    case true: nil
    case false: "no GPU"
    default: "a GPU is not recorded"
    }
  }

  /// Also for what is required of a GPU while the source has none to compare with.
  private func acceleratorVerdict(_ source: Assessed, _ candidate: Assessed) -> Verdict {
    guard let reason = Requirement.missingAccelerator(candidate) else { return .met }
    return candidate.hardware.hasAccelerator == nil ? .unconfirmed(reason) : .failed(reason)
  }

  private func stackVerdict(_ source: Assessed, _ candidate: Assessed) -> Verdict {
    guard let wanted = source.accelerator?.stack else {
      return acceleratorVerdict(source, candidate)
    }
    guard let stack = candidate.accelerator?.stack else {
      return .unconfirmed("its GPU is not known")
    }
    return stack == wanted ? .met : .failed("\(stack.name) instead of \(wanted.name)")
  }

  private func acceleratorMemoryVerdict(_ source: Assessed, _ candidate: Assessed) -> Verdict {
    guard let wanted = source.acceleratorMemory else {
      return acceleratorVerdict(source, candidate)
    }
    guard let size = candidate.acceleratorMemory else {
      return .unconfirmed("the memory of its GPU is not known")
    }
    return size >= wanted * 0.99
      ? .met
      : .failed("\(Wording.number(size)) instead of \(Wording.number(wanted)) GiB on each GPU")
  }

  private func acceleratorCountVerdict(_ source: Assessed, _ candidate: Assessed) -> Verdict {
    guard let wanted = source.accelerators, wanted > 0 else {
      return acceleratorVerdict(source, candidate)
    }
    guard let count = candidate.accelerators else {
      return .unconfirmed("the number of its GPUs is not recorded")
    }
    if count >= wanted { return .met }
    return count < 1
      ? .failed("a share of a GPU instead of \(Wording.number(wanted))")
      : .failed("\(Wording.number(count)) instead of \(Wording.number(wanted)) GPUs")
  }

  private func memoryVerdict(_ source: Assessed, _ candidate: Assessed) -> Verdict {
    guard let wanted = source.hardware.memory.value else { return .met }
    guard let size = candidate.hardware.memory.value else {
      return .unconfirmed("the size of its memory is not recorded")
    }
    // Asked for, it means all of it; derived, losing half of it is like losing half the speed.
    let least = isAskedFor ? wanted.bytes : wanted.bytes / 2
    return size.bytes >= least ? .met : .failed("\(size) instead of \(wanted) of memory")
  }

  private func diskVerdict(_ source: Assessed, _ candidate: Assessed) -> Verdict {
    guard let wanted = source.hardware.storage.value, !wanted.isEmpty else { return .met }
    guard let groups = candidate.hardware.storage.value else {
      return .unconfirmed("its drives are not recorded")
    }
    if StorageCriterion.speed(groups) < StorageCriterion.speed(wanted) {
      return .failed("slower drives: \(candidate.hardware.storageDescription ?? "")")
    }
    if let from = source.hardware.storageCapacity {
      guard let to = candidate.hardware.storageCapacity else {
        return .unconfirmed("the size of its drives is not recorded")
      }
      guard Double(to.bytes) >= Double(from.bytes) * 0.9 else {
        return .failed("\(to.decimalDescription) instead of \(from.decimalDescription) on drives")
      }
    }
    return StorageCriterion.count(groups) < StorageCriterion.count(wanted)
      ? .failed(
        "\(StorageCriterion.count(groups)) instead of \(StorageCriterion.count(wanted)) drives")
      : .met
  }
}
