import Testing
import Translation

@Suite struct NodeTypeTranslationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let type: String
    let from: String
    let to: String
    let summary: String
    var testDescription: String { "\(type) \(from) \(to)" }

    init(_ type: String, _ from: String, _ to: String, _ summary: String) {
      self.type = type
      self.from = from
      self.to = to
      self.summary = summary
    }
  }

  static let cases = [
    Case("gpu_rtx_6000", "uc", "tacc", "compute_liqid close 8"),
    Case("gpu_a100_pcie", "uc", "tacc", "gpu_h100 close 2"),
    Case("gpu_a100_nvlink", "uc", "tacc", "none"),
    Case("gpu_v100", "uc", "tacc", "gpu_h100 close 2"),
    Case("storage_nvme", "uc", "tacc", "none"),
    Case("compute_nvdimm", "uc", "tacc", "none"),
    Case("fpga", "uc", "tacc", "none"),
    Case("compute_haswell", "uc", "tacc", "unknown"),
    Case("compute_skylake", "uc", "tacc", "portable drop-in 32"),
    Case("compute_cascadelake_r", "uc", "tacc", "portable drop-in 56"),
    Case("compute_gigaio", "uc", "tacc", "gpu_h100 close 2"),
    Case("gpu_rtx_6000", "tacc", "uc", "unknown"),
    Case("compute_skylake", "tacc", "uc", "portable drop-in 23"),
    Case("compute_cascadelake_r", "tacc", "uc", "portable close 42"),
    Case("compute_gigaio", "tacc", "uc", "portable close 8"),
    Case("gpu_p100", "tacc", "uc", "gpu_v100 close 4"),
    Case("gpu_mi100", "tacc", "uc", "none"),
    Case("gpu_h100", "tacc", "uc", "none"),
    Case("compute_haswell_ib", "tacc", "uc", "compute_skylake close 23"),
    Case("compute_liqid", "tacc", "uc", "gpu_a100_nvlink close 1"),
    Case("storage_nvme", "tacc", "uc", "unknown"),
    Case("fpga", "tacc", "uc", "unknown"),
    Case("compute_haswell", "tacc", "uc", "unknown"),
    Case("compute_haswell", "nu", "uc", "compute_skylake close 23"),
    Case("m1.small", "kvm", "uc", "none"),
    Case("gpu_rtx_6001", "uc", "tacc", "unknown"),
    Case("zzzzzzzz", "uc", "tacc", "unknown"),
    Case("compute_skylake", "uc", "kvm", "none"),
  ]

  @Test(arguments: cases) func translates(_ one: Case) throws {
    let result = try BundledSites.translator(one.from, one.to).nodeType(one.type)
    #expect(result.summary == one.summary)
  }
}
