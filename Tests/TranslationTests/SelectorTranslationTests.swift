import Selectors
import TestCatalog
import Testing
import Translation

@Suite struct SelectorTranslationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let from: String
    let to: String
    let summary: String
    let selector: String
    let nodes: Int?
    var testDescription: String { "\(from) to \(to): \(text)" }

    init(
      _ text: String, _ from: String, _ to: String, _ summary: String, _ selector: String = "",
      nodes: Int? = nil
    ) {
      self.text = text
      self.from = from
      self.to = to
      self.summary = summary
      self.selector = selector
      self.nodes = nodes
    }
  }

  static let cases = [
    Case(
      #"["=", "$node_type", "gpu_rtx_6000"]"#, "uc", "tacc", "compute_liqid close 8",
      #"["=", "$node_type", "compute_liqid"]"#),
    Case(
      #"["==", "$node_type", "gpu_rtx_6000"]"#, "uc", "tacc", "compute_liqid close 8",
      #"["==", "$node_type", "compute_liqid"]"#),
    Case(
      #"["=", "$node_type", "gpu_rtx_6000"]"#, "uc", "tacc", "none",
      nodes: 9),
    Case(
      #"["=", "$node_type", "compute_skylake"]"#, "uc", "tacc", "portable drop-in 32"),
    Case(
      #"["=", "$node_type", "compute_skylake"]"#, "uc", "tacc", "compute_cascadelake_r close 56",
      #"["=", "$node_type", "compute_cascadelake_r"]"#,
      nodes: 40),
    Case(
      #"["and", ["=", "$node_type", "gpu_rtx_6000"], ["=", "$gpu.gpu", "True"]]"#, "uc", "tacc",
      "compute_liqid close 8",
      #"["and", ["=", "$node_type", "compute_liqid"], ["=", "$gpu.gpu", "True"]]"#),
    Case(
      #"["and", [">=", "$architecture.smt_size", "48"], ["==", "$node_type", "gpu_rtx_6000"]]"#,
      "uc", "tacc", "compute_liqid close 8",
      #"["==", "$node_type", "compute_liqid"]"#),
    Case(
      #"["and", ["==", "$node_type", "gpu_rtx_6000"], ["=", "$gpu.gpu_count", "1"]]"#, "uc", "tacc",
      "compute_liqid close 6",
      #"["and", ["==", "$node_type", "compute_liqid"], ["=", "$gpu.gpu_count", "1"]]"#),
    Case(
      #"["and", ["==", "$node_type", "gpu_rtx_6000"], ["=", "$chassis.manufacturer", "Dell"]]"#,
      "uc", "tacc", "compute_liqid close 8",
      #"["and", ["==", "$node_type", "compute_liqid"], ["=", "$chassis.manufacturer", "Dell"]]"#),
    Case(
      #"["=", "$gpu.gpu_model", "TU102GL [Quadro RTX 6000/8000]"]"#, "uc", "tacc",
      "compute_liqid close 8",
      #"["=", "$node_type", "compute_liqid"]"#),
    Case(
      #"["=", "$gpu.gpu", "True"]"#, "uc", "tacc", "portable"),
    Case(
      #"["=", "$gpu.gpu", "True"]"#, "uc", "tacc", "none", nodes: 9999),
    Case(
      #"["=", "$architecture.platform_type", "x86_64"]"#, "uc", "tacc", "portable"),
    Case(
      #"["and", ["=", "$node_type", "compute_skylake"], ["!=", "$node_name", "nc33"]]"#, "uc",
      "tacc",
      "compute_skylake drop-in 32", #"["=", "$node_type", "compute_skylake"]"#),
    Case(
      #"["and", [">=", "$placement.rack", "0"], ["==", "$node_type", "compute_skylake"]]"#, "uc",
      "tacc", "compute_skylake drop-in 32", #"["==", "$node_type", "compute_skylake"]"#),
    Case(#"["!=", "$uid", "abc"]"#, "uc", "tacc", "portable"),
    Case(#"["and", ["=", "$gpu.gpu", "True"], ["!=", "$uid", "abc"]]"#, "uc", "tacc", "portable"),
    Case(
      #"["and", ["=", "$node_type", "compute_skylake"], ["!=", "$node_name", "nc33"]]"#, "uc", "uc",
      "portable drop-in 23"),
    Case(
      #"["=", "$uid", "8c7b8067-cfa4-49b4-9812-778e78631bf8"]"#, "uc", "tacc",
      "compute_liqid close 8",
      #"["=", "$node_type", "compute_liqid"]"#),
    Case(
      #"["==", "$node_name", "nc33"]"#, "uc", "tacc", "compute_liqid close 8",
      #"["==", "$node_type", "compute_liqid"]"#),
    Case(
      #"["=", "$hypervisor_hostname", "8c7b8067-cfa4-49b4-9812-778e78631bf8"]"#, "uc", "tacc",
      "compute_liqid close 8",
      #"["=", "$node_type", "compute_liqid"]"#),
    Case(
      #"["=", "$infiniband", "True"]"#, "uc", "tacc", "none"),
    Case(
      "", "uc", "tacc", "portable"),
    Case(
      #"["=", "$node_type", "compute_haswell"]"#, "uc", "tacc", "unknown"),
    Case(
      #"["=", "$nope", "x"]"#, "uc", "tacc", "unknown"),
    Case(
      #"["=", "$vcpus", "48"]"#, "uc", "tacc", "unknown"),
    Case(
      #"["and", ["=", "$node_type", "compute_skylake"], ["=", "$node_type", "x"]]"#, "uc", "tacc",
      "unknown"),
    Case(
      #"["=", "$physical_network", "physnet1"]"#, "uc", "tacc", "portable"),
    Case(
      #"["=", "$stitch_provider", "fabric"]"#, "uc", "tacc", "portable"),
    Case(
      #"["=", "$stitch_provider", "fabric"]"#, "uc", "nu", "none"),
    Case(
      #"["=", "$stitch_provider", "fabric"]"#, "nu", "tacc", "none"),
    Case(
      #"["!=", "$stitch_provider", "fabric"]"#, "uc", "tacc", "none"),
    Case(
      #"["!=", "$physical_network", "physnet1"]"#, "uc", "tacc", "none"),
    Case(
      #"[">", "$usage_type", "storage"]"#, "uc", "tacc", "none"),
    Case(
      #"["=", "$stitch_provider", "exogeni"]"#, "uc", "tacc", "none"),
    Case(
      #"["and", ["=", "$physical_network", "physnet1"], ["=", "$segment_id", "3300"]]"#, "uc",
      "tacc", "none"),
    Case(
      #"["=", "$usage_type", "storage"]"#, "uc", "tacc", "portable"),
    Case(
      #"["=", "$usage_type", "storage"]"#, "uc", "nu", "none"),
    Case(
      #"["=", "$machine_name", "raspberrypi4-64"]"#, "edge", "tacc", "none"),
    Case(
      #"["=", "$node_type", "gpu_p100"]"#, "tacc", "uc", "gpu_v100 close 4",
      #"["=", "$node_type", "gpu_v100"]"#),
    Case(
      #"["=", "$node_type", "compute_gigaio"]"#, "uc", "tacc", "gpu_h100 close 2",
      #"["=", "$node_type", "gpu_h100"]"#),
    Case(
      #"["and", ["=", "$node_type", "compute_gigaio"], ["!=", "$gpu.gpu_model", "x"]]"#, "tacc",
      "uc", "portable close 7"),
  ]

  @Test(arguments: cases) func translates(_ one: Case) throws {
    let result = try BundledSites.translator(one.from, one.to)
      .selector(Selector(parsing: one.text), nodes: one.nodes)
    #expect(result.summary == one.summary)
    if let selector = result.replacement?.selector {
      #expect(selector.description == (one.selector.isEmpty ? one.text : one.selector))
    }
  }

  @Test func saysWhichComparisonsAreLeftOut() throws {
    let selector = try Selector(
      parsing:
        #"["and", [">=", "$architecture.smt_size", "48"], ["=", "$node_type", "gpu_rtx_6000"]]"#)
    let result = try BundledSites.translator("uc", "tacc").selector(selector)
    #expect(
      result.remarks.contains(
        #"[">=", "$architecture.smt_size", "48"] is left out: of compute_liqid it is '256', "#
          + "compared as text"))
  }

  @Test func saysThatAnyNodeMeansOtherHardware() throws {
    let result = try BundledSites.translator("uc", "tacc").selector(Selector(allOf: []))
    #expect(result.remarks.count == 1)
    #expect(result.remarks[0].contains("any node of the site"))
  }
}
