import Catalog
import Equivalence
import Hardware
import Testbed
import Testing

@Suite struct AssessedTests {
  /// What a program finds on one GPU: of a K80 half of the board, of a slice what it was given.
  @Test(arguments: [
    ("gpu_k80@tacc", 12.0), ("g1.h100.vgpu.1g.12gb@kvm", 12), ("g1.h100.pci.4@kvm", 94),
    ("gpu_h100@tacc", 94), ("m1.tiny@kvm", nil),
  ])
  func tellsTheMemoryOfAGPU(_ name: String, _ expected: Double?) throws {
    let configuration = try #require(
      try Catalog.bundled().configurations().first { $0.qualifiedName == name })
    let assessed = Assessed(configuration, facts: try BundledData.facts())
    #expect(assessed.acceleratorMemory == expected)
  }
}
