@testable import Hardware
import Testbed
import Testing

@testable import Catalog
@testable import Equivalence

@Suite struct ExpectedRatioTests {
  private let facts: Facts
  private let base: Configuration

  init() throws {
    facts = try BundledData.facts()
    base = try #require(try Catalog.bundled().configurations(named: "compute_skylake").first)
  }

  private func node(_ processor: Processor, sockets: Int = 2) -> Configuration {
    base.with {
      $0.processor = .recorded(processor.model)
      $0.sockets = .recorded(sockets)
      $0.cores = .recorded(processor.cores * sockets)
    }
  }

  private func node(_ gpu: Accelerator, count: Int = 2) -> Configuration {
    base.with {
      $0.accelerator = .recorded(gpu.model)
      $0.acceleratorCount = .recorded(count)
    }
  }

  private func cpuRatio(_ a: Configuration, _ b: Configuration, _ facts: Facts) -> ExpectedRatio? {
    ProcessorCriterion.ratio(Assessed(a, facts: facts), Assessed(b, facts: facts))
  }

  private func gpuRatio(_ a: Configuration, _ b: Configuration, _ facts: Facts) -> ExpectedRatio? {
    AcceleratorCriterion.ratio(Assessed(a, facts: facts), Assessed(b, facts: facts))
  }

  private func isReciprocal(_ there: ExpectedRatio?, _ back: ExpectedRatio?) -> Bool {
    guard let there, let back else { return there == back }
    return there.low > 0 && there.low <= there.high
      && abs(there.middle * back.middle - 1) < 1e-9 && abs(there.low * back.high - 1) < 1e-9
      && there.basis == back.basis
  }

  @Test func thereAndBackIsOneForAllProcessors() {
    for a in facts.processors {
      for b in facts.processors {
        let (x, y) = (node(a), node(b, sockets: 1))
        #expect(
          isReciprocal(cpuRatio(x, y, facts), cpuRatio(y, x, facts)), "\(a.model), \(b.model)")
      }
    }
  }

  @Test func thereAndBackIsOneForAllGPUs() {
    for a in facts.accelerators {
      for b in facts.accelerators {
        let (x, y) = (node(a), node(b, count: 4))
        #expect(
          isReciprocal(gpuRatio(x, y, facts), gpuRatio(y, x, facts)), "\(a.model), \(b.model)")
      }
    }
  }

  @Test func aPartComparedWithItselfIsOne() {
    for processor in facts.processors {
      let ratio = cpuRatio(node(processor), node(processor), facts)
      #expect(ratio.map { $0.low <= 1 && $0.high >= 1 } == true, "\(processor.model)")
    }
    for gpu in facts.accelerators {
      let ratio = gpuRatio(node(gpu), node(gpu), facts)
      #expect(ratio.map { $0.low <= 1 && $0.high >= 1 } == true, "\(gpu.model)")
    }
  }

  /// The facts with all rows of one file as certain as `level` says: it is their last column.
  private func facts(_ file: String, allOf level: String) throws -> Facts {
    try Facts { name in
      let bytes = Array(BundledData.bytes(of: name))
      guard name == file else { return bytes }
      var text = String(decoding: bytes, as: UTF8.self)
      for other in Confidence.allCases {
        text = text.replacing(",\(other.rawValue)\n", with: ",\(level)\n")
      }
      return Array(text.utf8)
    }
  }

  @Test func lessCertainFactsWidenTheRange() throws {
    let levels = Confidence.allCases.map(\.rawValue)
    func width(_ ratio: ExpectedRatio?) -> Double { ratio.map { $0.high / $0.low } ?? 0 }
    let processors = try levels.map { try facts("processors.csv", allOf: $0) }
    let gold = try #require(facts.processor(named: "Intel Xeon Gold 6126"))
    let epyc = try #require(facts.processor(named: "AMD EPYC 7763"))
    let cpu = processors.map { width(cpuRatio(node(gold), node(epyc), $0)) }
    #expect(cpu[0] > 0 && cpu[0] < cpu[1] && cpu[1] < cpu[2], "\(cpu)")
    let gpus = try levels.map { try facts("accelerators.csv", allOf: $0) }
    let a100 = try #require(facts.accelerator(named: "A100 PCIe 80GB"))
    let h100 = try #require(facts.accelerator(named: "H100 SXM5 94GB"))
    let gpu = gpus.map { width(gpuRatio(node(a100), node(h100), $0)) }
    #expect(gpu[0] > 0 && gpu[0] < gpu[1] && gpu[1] < gpu[2], "\(gpu)")
  }

  /// Measured is 1.8 to 2.2; the peak rate says 3.2.
  @Test func peakRatesAreTakenWithSalt() {
    let ratio = AcceleratorCriterion.discounted(peakRatio: 3.2)
    #expect(ratio.low < 1.8 && ratio.high >= 3.2)
    #expect(ratio.middle > 1.8 && ratio.middle < 3)
    let back = AcceleratorCriterion.discounted(peakRatio: 1 / 3.2)
    #expect(abs(ratio.middle * back.middle - 1) < 1e-9)
    #expect(abs(AcceleratorCriterion.discounted(peakRatio: 1).middle - 1) < 1e-9)
  }

  struct Case: Sendable {
    let low: Double
    let high: Double
    let middle: Double
    let score: Double
    let text: String
  }

  @Test(arguments: [
    Case(low: 1, high: 1, middle: 1, score: 1, text: "1"),
    Case(low: 0, high: 0, middle: 0, score: 0, text: "0.00"),
    Case(low: 0.25, high: 1, middle: 0.5, score: 0.5, text: "0.25 to 1"),
    Case(low: 1, high: 4, middle: 2, score: 1, text: "1 to 4"),
    Case(low: 1.8, high: 2.2, middle: 1.98997, score: 1, text: "1.8 to 2.2"),
    Case(low: 0.004, high: 0.006, middle: 0.0049, score: 0.0049, text: "0.00 to 0.01"),
    Case(low: 9.96, high: 149.6, middle: 38.60073, score: 1, text: "10 to 150"),
  ]) func hasAMiddleAScoreAndAText(_ one: Case) {
    let ratio = ExpectedRatio(low: one.low, high: one.high, basis: "a test")
    #expect(abs(ratio.middle - one.middle) < 1e-4)
    #expect(abs(ratio.score - one.score) < 1e-4)
    #expect(ratio.text == one.text)
    #expect(ratio.distance.isFinite)
  }

  @Test func saysTheLeastConfidenceOfItsFacts() {
    func facts(_ confidence: Confidence) -> Provenance {
      Provenance(source: "a test", date: "2026-01-01", confidence: confidence)
    }
    let ratio = ExpectedRatio(low: 1, high: 2, basis: "a test")
    #expect(ratio.confidence == .high)
    #expect(Wording.basis(ratio.resting(on: facts(.high), facts(.high))) == "a test")
    let medium = ratio.resting(on: facts(.medium), facts(.high))
    #expect(Wording.basis(medium) == "a test; facts of medium confidence")
    #expect(ratio.resting(on: facts(.low), facts(.medium)).confidence == .low)
  }
}
