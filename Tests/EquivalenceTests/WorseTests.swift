import Catalog
import Hardware
import TestSupport
import Testbed
import Testing

@testable import Equivalence

/// Who has less is never better.
@Suite struct WorseTests {
  private let facts: Facts

  init() throws { facts = try BundledData.facts() }

  /// One way to have less; nil where there is nothing to lose.
  struct Loss: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply:
      @Sendable (_ target: Configuration, _ source: Configuration, Facts, inout SplitMix64) ->
        Configuration?

    init(
      _ name: String,
      _ apply:
        @escaping @Sendable (
          Configuration, Configuration, Facts, inout SplitMix64
        ) -> Configuration?
    ) {
      testDescription = name
      self.apply = apply
    }
  }

  static let losses = [
    Loss("fewer cores") { target, _, _, random in
      guard let cores = target.hardware.cores.value, cores > 1 else { return nil }
      let fewer = Int.random(in: 1..<cores, using: &random)
      return target.with { $0.cores = .recorded(fewer) }
    },
    Loss("a slower processor", slowerProcessor),
    Loss("less memory") { target, _, _, random in
      guard let memory = target.hardware.memory.value else { return nil }
      let less = Int.random(in: 1..<memory.bytes, using: &random)
      return target.with { $0.memory = .recorded(ByteCount(less)) }
    },
    Loss("fewer GPUs") { target, source, _, random in
      // Whoever uses none loses none.
      guard source.hardware.hasAccelerator == true,
        let count = target.hardware.acceleratorCount.value,
        count > 1
      else { return nil }
      let fewer = Int.random(in: 1..<count, using: &random)
      return target.with { $0.acceleratorCount = .recorded(fewer) }
    },
    Loss("a smaller GPU of the family", smallerGPU),
    Loss("InfiniBand unknown") { target, _, _, _ in
      guard target.hardware.infiniband.value == true else { return nil }
      return target.with { $0.infiniband = .unknown("not recorded") }
    },
    Loss("no InfiniBand") { target, _, _, _ in
      guard target.hardware.infiniband.value != false else { return nil }
      return target.with { $0.infiniband = .recorded(false) }
    },
    Loss("slower InfiniBand") { target, _, _, random in
      guard let rate = target.hardware.infinibandRate.value?.bitsPerSecond else { return nil }
      let slower = Int.random(in: 1..<rate, using: &random)
      return target.with { $0.infinibandRate = .recorded(BitRate(bitsPerSecond: slower)) }
    },
    Loss("slower Ethernet") { target, _, _, random in
      guard let rate = target.hardware.networkRate.value?.bitsPerSecond else { return nil }
      let slower = Int.random(in: 1..<rate, using: &random)
      return target.with { $0.networkRate = .recorded(BitRate(bitsPerSecond: slower)) }
    },
    Loss("fewer drives") { target, _, _, random in
      guard var groups = target.hardware.storage.value, !groups.isEmpty else { return nil }
      groups.remove(at: Int.random(in: groups.indices, using: &random))
      guard groups.allSatisfy({ $0.size != nil }) == (target.hardware.storageCapacity != nil) else {
        return nil
      }
      let fewer = groups
      return target.with { $0.storage = .recorded(fewer) }
    },
    Loss("slower drives") { target, _, _, _ in
      guard let groups = target.hardware.storage.value else { return nil }
      let slower: [StorageMedia: StorageMedia] = [.nvme: .solidState, .solidState: .hardDisk]
      return target.with {
        $0.storage = .recorded(
          groups.map { group in
            StorageGroup(
              count: group.count, media: slower[group.media] ?? group.media, size: group.size)
          })
      }
    },
    Loss("smaller drives") { target, _, _, _ in
      guard let groups = target.hardware.storage.value else { return nil }
      return target.with {
        $0.storage = .recorded(
          groups.map { group in
            StorageGroup(
              count: group.count, media: group.media,
              size: group.size.map { ByteCount($0.bytes / 2) })
          })
      }
    },
    Loss("a higher charge") { target, _, facts, _ in
      // A type only names: another one with the same hardware differs in its charge alone.
      guard let own = facts.nodeType(target.nodeType, at: target.site),
        let charge = own.serviceUnitsPerHour,
        let dearer = facts.nodeTypes.first(where: {
          ($0.serviceUnitsPerHour ?? 0) > charge
            && ($0.accelerator == nil) == (own.accelerator == nil)
        }), let site = SiteID(dearer.site)
      else { return nil }
      return target.with(nodeType: dearer.nodeType, at: site)
    },
  ]

  @Test(arguments: losses) func havingLessNeverScoresOrGradesHigher(_ loss: Loss) {
    var tried = 0
    for seed in UInt64(1)...600 {
      var generator = RandomConfiguration(facts: facts, seed: seed)
      let source = generator.next()
      // Often a twin of the source, as small differences show where grades change.
      let target = Bool.random(using: &generator.random) ? generator.next() : source
      let wishes = Profile.Wishes.random(&generator.random)
      guard let worse = loss.apply(target, source, facts, &generator.random) else { continue }
      tried += 1
      let before = Candidate.of(target, for: source, facts, wishes)
      let after = Candidate.of(worse, for: source, facts, wishes)
      #expect(
        after.score <= before.score + 1e-12,
        "seed \(seed): \(before.score) -> \(after.score): \(target.hardware) -> \(worse.hardware)")
      // What is better than the source is close, what equals it is a drop-in.
      #expect(min(after.grade, .close) <= before.grade, "seed \(seed)")
    }
    #expect(tried >= 50, "\(tried)")
  }

  private static func throughput(
    _ processor: Processor, _ sockets: Int
  ) -> (integer: Double, float: Double)? {
    guard let integer = processor.integerThroughput, let float = processor.floatThroughput else {
      return nil
    }
    func scaled(_ throughput: Processor.Throughput) -> Double {
      throughput.value / Double(throughput.sockets) * Double(sockets)
    }
    return (scaled(integer), scaled(float))
  }

  @Sendable private static func slowerProcessor(
    _ target: Configuration, _ source: Configuration, _ facts: Facts, _ random: inout SplitMix64
  ) -> Configuration? {
    guard let name = target.hardware.processor.value, let now = facts.processor(named: name),
      let sockets = target.hardware.sockets.value, target.hardware.cores.value != nil,
      let before = throughput(now, sockets),
      // Against a source without SPECrate, peak rates decide, and those are in another order.
      let base = source.hardware.processor.value.flatMap(facts.processor(named:)),
      throughput(base, 1) != nil
    else { return nil }
    let slower = facts.processors.filter { other in
      guard let after = throughput(other, sockets) else { return false }
      return other.instructionSet == now.instructionSet && other.features.isSubset(of: now.features)
        && after.integer < before.integer && after.float < before.float
    }
    guard let chosen = slower.randomElement(using: &random) else { return nil }
    return target.with {
      $0.processor = .recorded(chosen.model)
      $0.cores = .recorded(chosen.cores * sockets)
    }
  }

  @Sendable private static func smallerGPU(
    _ target: Configuration, _ source: Configuration, _ facts: Facts, _ random: inout SplitMix64
  ) -> Configuration? {
    guard source.hardware.hasAccelerator == true, let name = target.hardware.accelerator.value,
      let now = facts.accelerator(named: name), let training = now.training
    else { return nil }
    let smaller = facts.accelerators.filter { other in
      other.stack == now.stack && other.support == now.support && other.isLinked == now.isLinked
        && other.memory < now.memory && (other.training?.value ?? .infinity) <= training.value
    }
    guard let chosen = smaller.randomElement(using: &random) else { return nil }
    return target.with { $0.accelerator = .recorded(chosen.model) }
  }
}
