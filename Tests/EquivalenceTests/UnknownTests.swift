import Catalog
import Hardware
import TestSupport
import Testbed
import Testing

@testable import Equivalence

/// What is not known counts as something that it could be.
@Suite struct UnknownTests {
  private let facts: Facts

  init() throws { facts = try BundledData.facts() }

  /// One field without its value, and with all that it might be.
  struct Field: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let clear: @Sendable (inout NodeHardware) -> Void
    let possible: @Sendable (Configuration, Configuration, Facts) -> [Configuration]
  }

  static let fields = [
    Field(testDescription: "memory", clear: { $0.memory = .unknown("?") }) { target, _, _ in
      [1, 64, 192, 512, 100_000].map { size in
        target.with { $0.memory = .recorded(.gibibytes(size)) }
      }
    },
    Field(testDescription: "processor", clear: { $0.processor = .unknown("?") }) {
      target, source, facts in
      let slow = facts.processors.map { processor in
        target.with {
          $0.processor = .recorded(processor.model)
          $0.cores = .recorded(1)
          $0.sockets = .recorded(1)
        }
      }
      let same = target.with {
        $0.processor = source.hardware.processor
        $0.cores = source.hardware.cores
        $0.sockets = source.hardware.sockets
      }
      return slow + [same]
    },
    Field(testDescription: "InfiniBand", clear: { $0.infiniband = .unknown("?") }) { target, _, _ in
      [false, true].map { value in target.with { $0.infiniband = .recorded(value) } }
    },
    Field(testDescription: "Ethernet", clear: { $0.networkRate = .unknown("?") }) { target, _, _ in
      [0.001, 10, 40, 10_000].map { rate in
        target.with { $0.networkRate = .recorded(.gigabits(rate)) }
      }
    },
    Field(testDescription: "drives", clear: { $0.storage = .unknown("?") }) { target, _, _ in
      [0, 1, 100].map { count in
        let group = StorageGroup(count: count, media: .nvme, size: .gigabytes(100_000))
        return target.with { $0.storage = .recorded(count == 0 ? [] : [group]) }
      }
    },
    Field(testDescription: "number of GPUs", clear: { $0.acceleratorCount = .unknown("?") }) {
      target, _, _ in
      [0, 1, 4, 1000].map { count in target.with { $0.acceleratorCount = .recorded(count) } }
    },
    Field(testDescription: "model of the GPUs", clear: { $0.accelerator = .unknown("?") }) {
      target, source, facts in
      // Beside the smallest GPU of all, every one that the facts know is better than unknown.
      guard Assessed(source, facts: facts).acceleratorMemory ?? 16 >= 16 else { return [] }
      return facts.accelerators.map { gpu in
        target.with { $0.accelerator = .recorded(gpu.model) }
      }
    },
  ]

  @Test(arguments: fields) func unknownLiesBetweenTheBestAndTheWorst(_ field: Field) {
    for seed in UInt64(1)...600 {
      var generator = RandomConfiguration(facts: facts, seed: seed)
      let source = generator.next(kind: .host)
      let target = (Bool.random(using: &generator.random) ? generator.next(kind: .host) : source)
        .with(nodeType: "unheard_of", at: source.site)
      let unknown = Candidate.of(target.with(field.clear), for: source, facts)
      let known = field.possible(target, source, facts).map {
        Candidate.of($0, for: source, facts)
      }
      guard !known.isEmpty else { continue }
      let scores = known.map(\.score)
      let grades = known.map(\.grade)
      #expect(
        unknown.score >= (scores.min() ?? 0) - 1e-12
          && unknown.score <= (scores.max() ?? 0) + 1e-12,
        "seed \(seed): \(unknown.score) of \(scores.min() ?? 0) to \(scores.max() ?? 0)")
      #expect(
        unknown.grade >= (grades.min() ?? .none) && unknown.grade <= (grades.max() ?? .none),
        "seed \(seed): \(unknown.grade) of \(grades): \(unknown.losses) \(unknown.failures)")
    }
  }
}
