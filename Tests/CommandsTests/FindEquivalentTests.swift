import Foundation
import Testing

/// What `find-equivalent` prints on the bundled catalogue.
@Suite struct FindEquivalentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let arguments: [String]
    let exitCode: Int32
    var testDescription: String { file }

    init(_ file: String, exitCode: Int32 = 0, _ arguments: String...) {
      self.file = file
      self.arguments = ["find-equivalent"] + arguments
      self.exitCode = exitCode
    }
  }

  private static let selector = #"["and", ["=", "$node_type", "compute_gigaio"]]"#

  static let cases = [
    Case("find-a100", "gpu_a100_pcie", "--to", "tacc"),
    Case("find-mixed-source", "compute_gigaio@tacc", "--to", "CHI@UC", "--limit", "2"),
    Case("find-explain", "compute_skylake@tacc", "--to", "uc", "--limit", "2", "--explain"),
    Case("find-nothing", exitCode: 1, "compute_arm64", "--to", "uc"),
    Case("find-min-grade", exitCode: 1, "gpu_a100_pcie", "--to", "tacc", "--min-grade", "drop-in"),
    Case("find-retired", exitCode: 1, "compute_haswell@tacc", "--to", "uc"),
    Case("find-unknown", exitCode: 1, "compute_skylak", "--to", "uc"),
    Case("find-flavor-target", "gpu_a100_pcie", "--to", "kvm"),
    Case("find-flavor-source", "g1.h100.pci.1", "--to", "tacc,uc", "--limit", "3"),
    Case("find-mix", "gpu_rtx_6000", "--to", "tacc", "--nodes", "12", "--limit", "2"),
    Case("find-too-few", "compute_icelake_r650", "--to", "uc", "--nodes", "60", "--limit", "1"),
    Case("find-compare", "gpu_a100_pcie", "--to", "tacc", "--compare", "--limit", "3"),
    Case("find-several-sites", "compute_haswell", "--to", "any", "--limit", "3"),
    Case("find-node", "P3-GPU-012", "--to", "tacc", "--limit", "1"),
    Case("find-selector", selector, "--from", "uc", "--to", "tacc", "--limit", "1"),
    Case(
      "find-description", "--cpu-generation", "skylake", "--cpu-generation", "cascadelake", "--to",
      "nu"),
    Case("find-description-unknown", "--cpu-generation", "skylake", "--infiniband", "--limit", "1"),
    Case("find-description-nothing", exitCode: 1, "--cpu-generation", "zen5", "--min-cores", "64"),
    Case(
      "find-description-and-name", exitCode: 64, "gpu_a100_pcie", "--cpu-generation", "skylake"),
    Case("find-require", "compute_skylake@tacc", "--to", "uc", "--require", "fpga"),
    Case("find-ignore-gpu", "gpu_a100_pcie", "--to", "tacc", "--ignore", "gpu", "--limit", "1"),
    Case("find-json", "gpu_a100_nvlink", "--to", "tacc", "--limit", "1", "-f", "json"),
    Case("find-csv", "compute_cascadelake_r@tacc", "--to", "uc", "--limit", "2", "-f", "csv"),
    Case("find-markdown", "gpu_mi100", "--to", "uc", "--stack", "any", "-f", "markdown"),
    Case(
      "find-value", "gpu_a100_pcie", "--to", "tacc", "-f", "value", "-c", "rank", "-c",
      "configuration", "-c", "selector"),
    Case(
      "find-sorted", "gpu_a100_pcie", "--to", "tacc", "-c", "configuration", "-c", "nodes",
      "--sort-column", "nodes"),
    Case("find-no-site", exitCode: 2, "gpu_a100_pcie", "--to", "tac"),
    Case(
      "find-no-requirement", exitCode: 64, "gpu_a100_pcie", "--to", "tacc", "--require", "wings"),
    Case("find-no-what", exitCode: 64, "--to", "tacc"),
    Case(
      "find-selector-broken", exitCode: 2, #"["=", "$node_type""#, "--from", "uc", "--to", "tacc"),
    Case(
      "find-selector-no-property", exitCode: 2, #"["=", "$nope", "a"]"#, "--from", "uc", "--to",
      "tacc"),
    Case(
      "find-selector-no-node", exitCode: 1, #"["=", "$node_type", "nope"]"#, "--from", "uc", "--to",
      "tacc"),
    Case(
      "find-uuid", "048c2acc-cc3f-422e-88e2-ed1ffb48e4c9", "--to", "tacc", "--limit", "1"),
    Case("find-network", "compute_skylake@uc", "--to", "tacc", "--for", "network", "--limit", "2"),
    Case("find-storage", "storage", "--to", "uc", "--limit", "2"),
    Case("find-selector-nowhere", exitCode: 64, selector, "--to", "tacc"),
  ]

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: Case) throws {
    let result = try ChiportProcess.run(one.arguments)
    #expect(result.exitCode == one.exitCode)
    try GoldenFile.check(result, of: one.arguments, against: one.file)
  }

  /// A selector is for copying and stays on its line.
  @Test func everyTableFits80ColumnsAndMovesNoCursor() throws {
    for one in FindEquivalentTests.cases where !one.arguments.contains("-f") {
      let result = try ChiportProcess.run(one.arguments)
      let long = result.output.split(separator: "\n").filter {
        $0.count > 80 && !$0.hasPrefix("   Selector: ")
      }
      #expect(long.isEmpty, "\(one.file): \(long)")
      let text = result.output + result.errors
      #expect(
        text.unicodeScalars.allSatisfy {
          $0 == "\n" || $0.properties.generalCategory != .control
        }, "\(one.file)")
    }
  }

  @Test func coloursOnlyWhereTheyAreWanted() throws {
    // Standard output is no terminal here: neither variable may bring colours.
    for environment in [["NO_COLOR": "1"], ["NO_COLOR": "", "TERM": "xterm-256color"]] {
      let result = try ChiportProcess.run(
        ["find-equivalent", "gpu_a100_pcie", "--to", "tacc"], environment: environment)
      #expect(!result.output.contains("\u{1B}"))
    }
  }

  @Test(arguments: [
    ["--to", "tacc", "--nodes", "0"], ["--to", "tacc", "--limit", "0"],
    ["--to", "tacc", "--min-grade", "none"], ["--to", "tacc", "--for", "fun"],
    ["--to", "tacc", "--stack", "other"], ["--to", "tacc", "-c", "wings"],
    ["--to", "tacc", "--wings"],
  ]) func wrongUseExitsWith64(_ arguments: [String]) throws {
    let result = try ChiportProcess.run(["find-equivalent", "gpu_a100_pcie"] + arguments)
    #expect(result.exitCode == 64, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }

  @Test(arguments: ["CHI@TACC", "chi@tacc", "Chi@TACC", "TACC", "tacc", "tacc,tacc"])
  func sitesHaveForgivingNames(_ site: String) throws {
    let plain = try ChiportProcess.run(["find-equivalent", "gpu_a100_pcie", "--to", "tacc"])
    let spelled = try ChiportProcess.run(["find-equivalent", "gpu_a100_pcie", "--to", site])
    #expect(spelled.output == plain.output)
  }
}
