import Hardware
import Testbed

/// Something that a candidate must have, or should not lose.
package struct Requirement: Sendable, Hashable {
  /// What is required; the words for it on the command line are in `names`.
  package enum Kind: Sendable, Hashable {
    case instructionSet
    case accelerator
    case acceleratorStack
    case acceleratorMemory
    case acceleratorCount
    case fpga
    case persistentMemory
    case infiniband
    case memory
    case disks
    case bareMetal
    case speed
    /// An extension of the instruction set, such as `avx512f`.
    case feature(String)
  }

  /// What happens to a candidate that does not meet it.
  package enum Strength: String, Sendable, Hashable {
    /// Without it a candidate is out.
    case hard
    /// Without it a candidate is `partial` at best.
    case soft
  }

  package let kind: Kind
  package let strength: Strength
  /// Whether the user named it, and it does not only follow from the source.
  package let isAskedFor: Bool
  /// What the source has, or what is asked for: `x86_64`, `4 GPUs`.
  package let text: String

  init(_ kind: Kind, _ strength: Strength, _ text: String, isAskedFor: Bool = false) {
    self.kind = kind
    self.strength = strength
    self.text = text
    self.isAskedFor = isAskedFor
  }
}

extension Requirement.Kind {
  /// The kinds with a fixed name, in the order in which they are shown.
  private static let named: [(Requirement.Kind, String)] = [
    (.instructionSet, "isa"), (.accelerator, "gpu"), (.acceleratorStack, "gpu-stack"),
    (.fpga, "fpga"), (.persistentMemory, "pmem"), (.acceleratorMemory, "gpu-memory"),
    (.acceleratorCount, "gpu-count"), (.infiniband, "infiniband"), (.memory, "memory"),
    (.disks, "disks"), (.bareMetal, "bare-metal"), (.speed, "speed"),
  ]

  /// The words that `--require` and `--ignore` take, without instruction set extensions.
  package static let names: [String] = named.map(\.1)

  /// The word for `--require` and `--ignore`.
  package var name: String {
    if case .feature(let feature) = self { return feature }
    return Requirement.Kind.named.first { $0.0 == self }?.1 ?? ""
  }

  /// The kind that a word names; words that are no kind name an extension of the instruction set.
  ///
  /// `avx512` stands for `avx512f`, its base.
  package init(_ word: String) {
    let word = word.lowercased()
    if let known = Requirement.Kind.named.first(where: { $0.1 == word }) {
      self = known.0
    } else {
      self = .feature(word == "avx512" ? "avx512f" : word)
    }
  }

  /// Whether it means nothing without a GPU.
  var isAboutAccelerators: Bool {
    [.accelerator, .acceleratorStack, .acceleratorMemory, .acceleratorCount].contains(self)
  }

  var order: Int {
    Requirement.Kind.named.firstIndex { $0.0 == self } ?? Requirement.Kind.named.count
  }
}

/// Which requirements hold, and what counts.
package struct Profile: Sendable {
  package let purpose: Purpose
  /// Whether GPUs of another software stack may stand in.
  package let allowsOtherStacks: Bool
  package let requirements: [Requirement]
  /// Whether the user needs no GPU, whatever the source has.
  let ignoresAccelerators: Bool
  /// How many nodes are needed; nil when that was not said.
  package let nodes: Int?
  /// The dimensions whose ratios are the speed of the experiment; the slowest counts.
  let speedDimensions: [Dimension]

  /// The dimension whose ratio is shown as the speed; nil where there is none.
  package var speedDimension: Dimension? { speedDimensions.first }

  /// What the user said about it; everything else follows from the source.
  package struct Wishes: Sendable {
    package var purpose: Purpose?
    package var allowsOtherStacks = false
    package var required: [Requirement.Kind] = []
    package var ignored: [Requirement.Kind] = []
    /// What should be there, although the source need not have it.
    package var wanted: [Requirement.Kind] = []
    package var nodes: Int?

    package init() {}
  }

  /// The profile of a source.
  ///
  /// - Parameters:
  ///   - source: What is to be replaced.
  ///   - wishes: What the user said.
  package init(of source: Assessed, wishes: Wishes) {
    ignoresAccelerators = wishes.ignored.contains(.accelerator)
    let purpose = wishes.purpose ?? Profile.purpose(of: source, withoutGPU: ignoresAccelerators)
    self.purpose = purpose
    allowsOtherStacks = wishes.allowsOtherStacks
    nodes = wishes.nodes
    let usesGPU = source.hardware.hasAccelerator == true && !ignoresAccelerators
    let dimensions: [Dimension] =
      purpose == .any && usesGPU ? [.gpu, .cpu] : purpose.speedDimension.map { [$0] } ?? []
    speedDimensions = dimensions.filter { Profile.isComparable(source, in: $0) }
    var derived = Profile.requirements(
      of: source, purpose: purpose, allowsOtherStacks: wishes.allowsOtherStacks,
      hasSpeed: !speedDimensions.isEmpty)
    let withoutGPU = ignoresAccelerators
    derived.removeAll {
      wishes.ignored.contains($0.kind) || withoutGPU && $0.kind.isAboutAccelerators
    }
    for kind in wishes.wanted where !derived.contains(where: { $0.kind == kind }) {
      derived.append(
        Requirement(kind, .soft, Profile.text(of: kind, source, isAskedFor: true), isAskedFor: true)
      )
    }
    for kind in wishes.required {
      derived.removeAll { $0.kind == kind }
      derived.append(
        Requirement(kind, .hard, Profile.text(of: kind, source, isAskedFor: true), isAskedFor: true)
      )
    }
    requirements = derived.sorted { a, b in
      a.strength == b.strength ? a.kind.order < b.kind.order : a.strength == .hard
    }
  }

  /// What the source is there for.
  static func purpose(of source: Assessed, withoutGPU: Bool = false) -> Purpose {
    if source.hardware.hasAccelerator == true, !withoutGPU { return .training }
    if source.configuration.nodeType.hasPrefix("storage") { return .storage }
    return .compute
  }

  private static func requirements(
    of source: Assessed, purpose: Purpose, allowsOtherStacks: Bool, hasSpeed: Bool
  ) -> [Requirement] {
    let hardware = source.hardware
    var list: [Requirement] = []
    if let instructionSet = hardware.instructionSet.value {
      list.append(Requirement(.instructionSet, .hard, instructionSet))
    }
    if purpose == .training || purpose == .any, hardware.hasAccelerator == true {
      list += acceleratorRequirements(of: source, allowsOtherStacks: allowsOtherStacks)
    }
    // Networks and drives are tried without the special hardware of a node.
    if purpose == .compute || purpose == .any, let board = hardware.fpga.value {
      list.append(Requirement(.fpga, .hard, board))
    }
    if purpose != .network, purpose != .training, let size = hardware.persistentMemory.value,
      size.bytes > 0
    {
      list.append(Requirement(.persistentMemory, .hard, "\(size) of persistent memory"))
    }
    if hardware.infiniband.value == true {
      list.append(Requirement(.infiniband, .soft, text(of: .infiniband, source)))
    }
    if hardware.memory.value != nil {
      list.append(Requirement(.memory, .soft, text(of: .memory, source)))
    }
    if purpose == .storage, hardware.storage.value != nil {
      list.append(Requirement(.disks, .soft, text(of: .disks, source)))
    }
    if source.configuration.kind != .flavor {
      list.append(Requirement(.bareMetal, .soft, text(of: .bareMetal, source)))
    }
    if hasSpeed {
      list.append(Requirement(.speed, .soft, text(of: .speed, source)))
    }
    return list
  }

  /// Whether enough is known of the source to compare its speed in a dimension.
  private static func isComparable(_ source: Assessed, in dimension: Dimension) -> Bool {
    let hardware = source.hardware
    return switch dimension {
    case .cpu: source.processor != nil && (hardware.cores.value ?? 0) > 0
    case .gpu: source.accelerator != nil && (source.accelerators ?? 0) > 0
    case .network: (hardware.networkRate.value?.bitsPerSecond ?? 0) > 0
    default: false
    }
  }

  private static func acceleratorRequirements(
    of source: Assessed, allowsOtherStacks: Bool
  ) -> [Requirement] {
    var list = [Requirement(.accelerator, .hard, text(of: .accelerator, source))]
    if source.accelerator != nil {
      list.append(
        Requirement(
          .acceleratorStack, allowsOtherStacks ? .soft : .hard, text(of: .acceleratorStack, source))
      )
    }
    if source.acceleratorMemory != nil {
      list.append(Requirement(.acceleratorMemory, .soft, text(of: .acceleratorMemory, source)))
    }
    if source.accelerators != nil {
      list.append(Requirement(.acceleratorCount, .soft, text(of: .acceleratorCount, source)))
    }
    return list
  }

  /// What is required, in words.
  ///
  /// Half of the memory is enough, unless the user asks for memory: then it is all of it.
  private static func text(
    of kind: Requirement.Kind, _ source: Assessed, isAskedFor: Bool = false
  ) -> String {
    let hardware = source.hardware
    switch kind {
    case .instructionSet: return hardware.instructionSet.value ?? "the instruction set"
    case .accelerator: return "a GPU"
    case .acceleratorStack: return source.accelerator?.stack.name ?? "the GPU software"
    case .acceleratorMemory:
      return source.acceleratorMemory.map { "\(Wording.number($0)) GiB on each GPU" }
        ?? "GPU memory"
    case .acceleratorCount:
      guard let count = hardware.acceleratorCount.value, count > 0 else { return "GPUs" }
      return count == 1 ? "1 GPU" : "\(count) GPUs"
    case .fpga: return hardware.fpga.value ?? "an FPGA"
    case .persistentMemory: return "persistent memory"
    case .infiniband:
      return hardware.infinibandRate.value.map { "InfiniBand at \($0)" } ?? "InfiniBand"
    case .memory:
      return hardware.memory.value.map { size in
        "\(ByteCount(isAskedFor ? size.bytes : size.bytes / 2)) of memory"
      } ?? "memory"
    case .disks: return hardware.storageDescription ?? "drives"
    case .bareMetal: return "bare metal"
    case .speed: return "half the speed"
    case .feature(let feature): return Wording.feature(feature)
    }
  }
}
