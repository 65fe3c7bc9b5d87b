import Foundation
import Testing

/// What the commands print on the bundled catalogue, word by word.
///
/// `RECORD_GOLDEN=1 swift test --filter GoldenTests` writes the files anew, and fails.
@Suite struct GoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let arguments: [String]
    var testDescription: String { file }

    init(_ file: String, _ arguments: String...) {
      self.file = file
      self.arguments = arguments
    }
  }

  static let cases = [
    Case("help", "--help"),
    Case("help-list", "list", "--help"),
    Case("list-infiniband", "list", "--infiniband"),
    Case("list-fits-80-columns", "list", "--site", "CHI@TACC,kvm", "--all"),
    Case("list-storage", "list", "--disk", "nvme", "--min-storage", "4TB"),
    Case("list-nodes", "list", "--site", "Chi@nu", "--nodes"),
    Case("list-csv", "list", "--gpu", "a100", "-f", "csv"),
    Case(
      "list-none-and-unknown", "list", "--site", "nu,uc", "--type", "compute_skylake", "-f", "csv"),
    Case("list-json", "list", "--type", "gpu_a100_nvlink", "-f", "json"),
    Case("list-nothing", "list", "--cpu-generation", "skylake", "--infiniband"),
    Case("list-no-site", "list", "--site", "tac"),
    Case("list-no-type", "list", "--type", "gpu_a100"),
    Case("show-type", "show", "gpu_a100_pcie"),
    Case("show-mixed-type", "show", "compute_gigaio@tacc"),
    Case("show-type-at-several-sites", "show", "compute_haswell"),
    Case("show-flavor", "show", "g1.h100.vgpu.1g.12gb"),
    Case("show-node", "show", "P3-SSD-010", "--properties"),
    Case("show-json", "show", "compute_cascadelake_r-7285", "-f", "json"),
    Case("show-markdown", "show", "gpu_k80", "-f", "markdown"),
    Case("show-retired", "show", "compute_haswell", "--at", "uc"),
    Case("show-no-type", "show", "compute_skylak", "--at", "tacc"),
    Case("sites", "sites", "--no-outages"),
    Case(
      "sites-value", "sites", "--no-outages", "--all", "-f", "value", "-c", "site", "-c", "auth_url"
    ),
    Case(
      "sites-client", "sites", "--no-outages", "-f", "value", "-c", "site", "-c", "client_id"),
    Case("changes", "changes"),
    Case("doctor", "doctor", "--site", "uc"),
    Case("doctor-nodes", "doctor", "--nodes", "--rule", "model-in-description"),
    Case("doctor-summary", "doctor", "--summary"),
  ]

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: Case) throws {
    let result = try ChiportProcess.run(one.arguments)
    try GoldenFile.check(result, of: one.arguments, against: one.file)
  }

  @Test func everyTableFits80Columns() throws {
    for one in GoldenTests.cases where !one.arguments.contains("-f") {
      let result = try ChiportProcess.run(one.arguments)
      let long = result.output.split(separator: "\n").filter { $0.count > 80 }
      #expect(long.isEmpty, "\(one.file)")
    }
  }
}
