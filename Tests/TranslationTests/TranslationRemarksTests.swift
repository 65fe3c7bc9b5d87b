import Equivalence
import Selectors
import TestCatalog
import Testing
import Translation

@Suite struct TranslationRemarksTests {
  private func remarks(
    _ text: String, from: String = "uc", to: String = "tacc"
  ) throws -> [String] {
    try BundledSites.translator(from, to).selector(Selector(parsing: text)).remarks
  }

  @Test(arguments: [
    #"["=", "$placement.rack", "3"]"#, #"["!=", "$uid", "abc"]"#,
  ])
  func saysThatAMachineOrPlaceIsLeftOut(_ leaf: String) throws {
    for type in ["gpu_rtx_6000", "compute_skylake"] {
      let text = #"["and", ["=", "$node_type", "\#(type)"], \#(leaf)]"#
      let result = try BundledSites.translator("uc", "tacc").selector(Selector(parsing: text))
      guard case .unknown = result.outcome else {
        #expect(
          result.remarks.contains(
            "\(leaf) is left out: it names a machine, a part or a place of site 'uc'"),
          "\(type)")
        continue
      }
      #expect(leaf.contains("rack"), "\(type) has no such rack at the site")
    }
  }

  @Test func saysWhatBlazarIgnoresWhereNothingElseChanges() throws {
    let ignored = #"["=", "$gpu.gpu", "True"]"#
    let type = #"["=", "$node_type", "compute_skylake"]"#
    let found = try remarks(#"["and", ["and", \#(type), \#(ignored)]]"#)
    #expect(found.contains { $0.hasPrefix("Blazar ignores \(ignored)") })
  }

  @Test func saysThatAMachineElsewhereIsNotExcluded() throws {
    let found = try remarks(#"["!=", "$uid", "abc"]"#)
    #expect(found.contains { $0.hasSuffix("of site 'uc': it says nothing at 'tacc'") })
  }

  @Test func saysThatTheHardwareOfAPropertyMayDiffer() throws {
    let found = try remarks(#"["=", "$architecture.platform_type", "x86_64"]"#)
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("the hardware may differ: "))
    #expect(found[0].contains("compute_cascadelake_r (56)"))
  }

  @Test func countsTheNodesOfAPortableTypeThatLoseSomething() throws {
    let translator = try BundledSites.translator("tacc", "uc")
    let result = translator.selector(
      try Selector(parsing: #"["=", "$node_type", "compute_gigaio"]"#))
    #expect(result.summary == "portable close 8")
    #expect(result.replacement?.losses == [])
    #expect(
      result.remarks.contains {
        $0.hasPrefix("compared with") && $0.hasSuffix("no GPU (1 of 8 nodes)")
      },
      "\(result.remarks)")
  }

  @Test(arguments: [
    (2, "gpu_h100 close 2"), (3, "compute_liqid partial 8"), (9, "gpu_p100 partial 15"),
    (99, "none"),
  ])
  func aLowerGradeDoesNotMakeUpForMissingNodes(_ nodes: Int, _ summary: String) throws {
    var choices = TranslationChoices()
    choices.minimumGrade = .partial
    let translator = try BundledSites.translator("uc", "tacc", choices)
    let selector = try Selector(parsing: #"["=", "$node_type", "gpu_v100"]"#)
    #expect(translator.selector(selector, nodes: nodes).summary == summary)
  }
}
