package import Testbed

/// The nodes of one site, grouped by what they have.
///
/// A group becomes a configuration. Feed it readings in any order; the result does not depend on it.
package struct ConfigurationGroups: Sendable {
  /// Nodes of one node type with the same hardware.
  package struct Group: Sendable {
    package let nodeType: String
    package let kind: Configuration.Kind
    package fileprivate(set) var hardware: NodeHardware
    package fileprivate(set) var nodeCount: Int
    /// The node type, with four or more hexadecimal digits of the hardware's hash where the type has
    /// several configurations.
    package fileprivate(set) var name: String
    fileprivate let key: [String]
  }

  private var groups: [Group] = []
  private var index: [[String]: Int] = [:]

  package init() {}

  /// Adds one node.
  ///
  /// - Returns: A number that `finish()` maps to the node's configuration.
  package mutating func add(_ reading: NodeReading) -> Int {
    let kind: Configuration.Kind = reading.isReservable ? .host : .hypervisor
    let key = [reading.nodeType, kind.rawValue] + reading.hardware.identity
    if let existing = index[key] {
      groups[existing].nodeCount += 1
      groups[existing].hardware.weakenOrigins(by: reading.hardware)
      return existing
    }
    index[key] = groups.count
    groups.append(
      Group(
        nodeType: reading.nodeType, kind: kind, hardware: reading.hardware, nodeCount: 1,
        name: reading.nodeType, key: key))
    return groups.count - 1
  }

  /// The configurations, and which one each number of `add(_:)` belongs to.
  ///
  /// A group whose drives or network rate are unknown joins the one group that agrees in everything
  /// else, if there is exactly one and it is not smaller: one thin record does not make hardware
  /// special.
  ///
  /// - Returns: Groups ordered by node type, then size, then name; and for each number of `add` the
  ///   index of its group.
  /// - Complexity: O(*n* log *n*) in the number of groups, quadratic within one node type only for
  ///   thin records.
  package consuming func finish() -> (groups: [Group], indexOfNumber: [Int]) {
    let target = joinThinGroups()
    var kept = target.enumerated().filter { $0.offset == $0.element }.map(\.offset)
    var named = groups
    ConfigurationGroups.name(&named, kept)
    kept.sort { ConfigurationGroups.precedes(named[$0], named[$1]) }
    var position = [Int](repeating: 0, count: groups.count)
    for (place, number) in kept.enumerated() { position[number] = place }
    return (kept.map { named[$0] }, target.map { position[$0] })
  }

  private mutating func joinThinGroups() -> [Int] {
    var target = Array(groups.indices)
    let byType = Dictionary(grouping: groups.indices) { groups[$0].nodeType }
    for (number, group) in groups.enumerated() where group.hardware.isThin {
      let matches = (byType[group.nodeType] ?? []).filter {
        $0 != number && !groups[$0].hardware.isThin && groups[$0].agrees(with: group)
      }
      guard matches.count == 1, let match = matches.first,
        groups[match].nodeCount >= group.nodeCount
      else { continue }
      target[number] = match
    }
    for (number, match) in target.enumerated() where match != number {
      groups[match].nodeCount += groups[number].nodeCount
    }
    return target
  }

  private static func name(_ groups: inout [Group], _ kept: [Int]) {
    for numbers in Dictionary(grouping: kept, by: { groups[$0].nodeType }).values
    where numbers.count > 1 {
      let digests = numbers.map { hexadecimal(fnv1a(groups[$0].key.joined(separator: "\u{1F}"))) }
      let length = (4...16).first { length in
        Set(digests.map { $0.prefix(length) }).count == digests.count
      }
      for (number, digest) in zip(numbers, digests) {
        groups[number].name += "-" + digest.prefix(length ?? 16)
      }
    }
  }

  private static func precedes(_ a: Group, _ b: Group) -> Bool {
    if a.nodeType != b.nodeType { return a.nodeType < b.nodeType }
    if a.nodeCount != b.nodeCount { return a.nodeCount > b.nodeCount }
    return a.name < b.name
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  // Source: G. Fowler, L. C. Noll, K.-P. Vo, http://www.isthe.com/chongo/tech/comp/fnv/ (64 bit).
  private static func fnv1a(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}

extension ConfigurationGroups.Group {
  /// Whether everything but drives and network is equal, and those are where `thin` knows them.
  fileprivate func agrees(with thin: Self) -> Bool {
    kind == thin.kind && hardware.core == thin.hardware.core
      && (thin.hardware.networkRate.value == nil
        || thin.hardware.networkRate.value == hardware.networkRate.value)
      && (thin.hardware.storage.value == nil
        || thin.hardware.storage.value == hardware.storage.value)
  }
}

extension NodeHardware {
  /// What makes two nodes the same configuration, without the origins of the values.
  ///
  /// Threads are left out, as multithreading is a switch; and the InfiniBand rate, which is mostly from the facts.
  fileprivate var identity: [String] {
    core + [
      networkRate.value.map { String($0.bitsPerSecond) } ?? "?",
      storage.value.map { $0.map(\.key).joined(separator: "+") } ?? "?",
    ]
  }

  fileprivate var core: [String] {
    [
      instructionSet.value ?? "?", processor.value ?? "?",
      sockets.value.map(String.init) ?? "?", memory.value.map { String($0.bytes) } ?? "?",
      persistentMemory.value.map { String($0.bytes) } ?? "?",
      acceleratorCount.value.map(String.init) ?? "?", accelerator.value ?? "?",
      fpga.value ?? "?", infiniband.value.map(String.init) ?? "?",
    ]
  }

  fileprivate var isThin: Bool { storage.value == nil || networkRate.value == nil }

  /// Keeps the weaker of two origins of the same value, so that a configuration says `recorded` only
  /// when every record does.
  ///
  /// Where values may differ, the most threads and the lowest InfiniBand rate are kept.
  fileprivate mutating func weakenOrigins(by other: NodeHardware) {
    instructionSet = instructionSet.weaker(other.instructionSet)
    processor = processor.weaker(other.processor)
    sockets = sockets.weaker(other.sockets)
    cores = cores.weaker(other.cores)
    threads = threads.weaker(other.threads, choosing: max)
    memory = memory.weaker(other.memory)
    persistentMemory = persistentMemory.weaker(other.persistentMemory)
    acceleratorCount = acceleratorCount.weaker(other.acceleratorCount)
    accelerator = accelerator.weaker(other.accelerator)
    fpga = fpga.weaker(other.fpga)
    infiniband = infiniband.weaker(other.infiniband)
    infinibandRate = infinibandRate.weaker(other.infinibandRate, choosing: min)
    networkRate = networkRate.weaker(other.networkRate)
    storage = storage.weaker(other.storage)
  }
}

extension Observation {
  /// The one with the weaker origin; of two with the same origin the one with the chosen value.
  fileprivate func weaker(
    _ other: Observation, choosing choose: (Value, Value) -> Value
  ) -> Observation {
    guard origin == other.origin, let value, let others = other.value else { return weaker(other) }
    return Observation(choose(value, others), origin: origin)
  }

  fileprivate func weaker(_ other: Observation) -> Observation {
    func rank(_ observation: Observation) -> Int {
      switch observation {
      case .recorded: 0
      case .inferred: 1
      case .unknown: 2
      }
    }
    let ranks = (rank(self), rank(other))
    if ranks.0 != ranks.1 { return ranks.0 > ranks.1 ? self : other }
    return origin <= other.origin ? self : other
  }
}
