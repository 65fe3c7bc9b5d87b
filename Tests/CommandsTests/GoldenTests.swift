import Foundation
import Testing

/// What the commands print on the bundled catalogue, word by word.
///
/// `RECORD_GOLDEN=1 swift test --filter GoldenTests` writes the files anew, and fails.
@Suite struct GoldenTests {
  static let cases = [
    GoldenCase("help", "--help"),
    GoldenCase("help-list", "list", "--help"),
    GoldenCase("list-infiniband", "list", "--infiniband"),
    GoldenCase("list-fits-80-columns", "list", "--site", "CHI@TACC,kvm", "--all"),
    GoldenCase("list-storage", "list", "--disk", "nvme", "--min-storage", "4TB"),
    GoldenCase("list-nodes", "list", "--site", "Chi@nu", "--nodes"),
    GoldenCase("list-csv", "list", "--gpu", "a100", "-f", "csv"),
    GoldenCase(
      "list-none-and-unknown", "list", "--site", "nu,uc", "--type", "compute_skylake", "-f", "csv"),
    GoldenCase("list-json", "list", "--type", "gpu_a100_nvlink", "-f", "json"),
    GoldenCase("list-nothing", "list", "--cpu-generation", "skylake", "--infiniband"),
    GoldenCase("list-no-site", "list", "--site", "tac"),
    GoldenCase("list-no-type", "list", "--type", "gpu_a100"),
    GoldenCase("show-type", "show", "gpu_a100_pcie"),
    GoldenCase("show-mixed-type", "show", "compute_gigaio@tacc"),
    GoldenCase("show-type-at-several-sites", "show", "compute_haswell"),
    GoldenCase("show-flavor", "show", "g1.h100.vgpu.1g.12gb"),
    GoldenCase("show-node", "show", "P3-SSD-010", "--properties"),
    GoldenCase("show-json", "show", "compute_cascadelake_r-7285", "-f", "json"),
    GoldenCase("show-markdown", "show", "gpu_k80", "-f", "markdown"),
    GoldenCase("show-retired", "show", "compute_haswell", "--at", "uc"),
    GoldenCase("show-no-type", "show", "compute_skylak", "--at", "tacc"),
    GoldenCase("sites", "sites", "--no-outages"),
    GoldenCase(
      "sites-value", "sites", "--no-outages", "--all", "-f", "value", "-c", "site", "-c", "auth_url"
    ),
    GoldenCase(
      "sites-client", "sites", "--no-outages", "-f", "value", "-c", "site", "-c", "client_id"),
    GoldenCase("changes", "changes"),
    GoldenCase("doctor", "doctor", "--site", "uc"),
    GoldenCase("doctor-nodes", "doctor", "--nodes", "--rule", "model-in-description"),
    GoldenCase("doctor-summary", "doctor", "--summary"),
  ]

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: GoldenCase) throws {
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
