import Equivalence
import Selectors
import Testbed
import Testing
import Translation

@Suite struct TranslationChoiceTests {
  private static func choices(
    _ preferred: [String: String] = [:], minimum: Grade = .close
  ) -> TranslationChoices {
    var choices = TranslationChoices()
    choices.preferred = preferred
    choices.minimumGrade = minimum
    return choices
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let preferred: [String: String]
    let summary: String
    let selector: String
    var testDescription: String { preferred.description }
  }

  static let preferences = [
    Case(
      preferred: ["gpu_rtx_6000": "gpu_h100"], summary: "gpu_h100 close 2",
      selector: #"["==", "$node_type", "gpu_h100"]"#),
    Case(
      preferred: ["gpu_rtx_6000": "compute_liqid-f9a2"], summary: "compute_liqid close 2",
      selector: #"["and", ["==", "$node_type", "compute_liqid"], ["==", "$gpu.gpu_count", "2"]]"#),
    Case(
      preferred: ["gpu_rtx_6000": "compute_gigaio-9ee3"], summary: "compute_gigaio-9ee3 none 2",
      selector: #"["and", ["==", "$node_type", "compute_gigaio"], ["==", "$gpu.gpu", "False"]]"#),
    Case(
      preferred: ["gpu_rtx_6000": "compute_skylake"], summary: "compute_skylake none 32",
      selector: #"["==", "$node_type", "compute_skylake"]"#),
    Case(
      preferred: ["gpu_v100": "gpu_h100"], summary: "compute_liqid close 8",
      selector: #"["==", "$node_type", "compute_liqid"]"#),
    Case(preferred: ["gpu_rtx_6000": "gpu_h10"], summary: "none", selector: ""),
  ]

  @Test(arguments: preferences) func preferencesWin(_ one: Case) throws {
    let translator = try BundledSites.translator(
      "uc", "tacc", TranslationChoiceTests.choices(one.preferred))
    let selector = try Selector(parsing: #"["==", "$node_type", "gpu_rtx_6000"]"#)
    let result = translator.selector(selector)
    #expect(result.summary == one.summary)
    #expect((result.replacement?.selector.description ?? "") == one.selector)
    #expect(translator.nodeType("gpu_rtx_6000").summary == one.summary)
    let isPreferred = one.preferred["gpu_rtx_6000"] != nil && result.replacement != nil
    #expect((result.replacement?.isChosen ?? false) == isPreferred)
  }

  @Test func aPreferenceWinsOverAPortableType() throws {
    let translator = try BundledSites.translator(
      "uc", "tacc", TranslationChoiceTests.choices(["compute_skylake": "compute_zen3"]))
    #expect(translator.nodeType("compute_skylake").summary.hasPrefix("compute_zen3"))
  }

  @Test func anUnknownPreferenceIsNamed() throws {
    let translator = try BundledSites.translator(
      "uc", "tacc", TranslationChoiceTests.choices(["gpu_rtx_6000": "gpu_h10"]))
    let reason = translator.nodeType("gpu_rtx_6000").reason
    #expect(reason.contains("'gpu_h10'"))
    #expect(reason.contains("nearest names: gpu_h100"))
  }

  @Test func aLowerGradeTakesWhatLosesSomething() throws {
    let strict = try BundledSites.translator("uc", "tacc")
    #expect(strict.nodeType("gpu_a100_nvlink").summary == "none")
    let lax = try BundledSites.translator(
      "uc", "tacc", TranslationChoiceTests.choices(minimum: .partial))
    let replacement = try #require(lax.nodeType("gpu_a100_nvlink").replacement)
    #expect(replacement.configuration.nodeType == "gpu_h100")
    #expect(replacement.grade == .partial)
    #expect(replacement.losses == ["no InfiniBand"])
  }

  @Test func aDropInAloneIsGoodEnoughWhenAskedFor() throws {
    let translator = try BundledSites.translator(
      "uc", "tacc", TranslationChoiceTests.choices(minimum: .dropIn))
    #expect(translator.nodeType("compute_skylake").summary == "portable drop-in 32")
    #expect(translator.nodeType("gpu_rtx_6000").summary == "none")
  }

  @Test func theWantedNumberOfNodesDecides() throws {
    let translator = try BundledSites.translator("uc", "tacc")
    #expect(translator.nodeType("gpu_rtx_6000", nodes: 8).summary == "compute_liqid close 8")
    #expect(translator.nodeType("gpu_rtx_6000", nodes: 9).summary == "none")
    #expect(translator.nodeType("gpu_rtx_6000", nodes: 9).reason.contains("compute_liqid: 8"))
  }

  @Test func theReasonTellsWhereATypeIs() throws {
    let translator = try BundledSites.translator("tacc", "uc")
    #expect(
      translator.nodeType("gpu_rtx_6000").reason
        == "site 'tacc' has no node type 'gpu_rtx_6000'; it exists at 'uc'")
    let retired = translator.nodeType("compute_haswell").reason
    for part in ["retired", "2023-08-29", "compute_haswell_ib", "'nrp', 'nu'"] {
      #expect(retired.contains(part), "\(part)")
    }
    #expect(translator.nodeType("gpu_p10").reason.contains("nearest names: gpu_p100"))
  }

  @Test func nodesThatTheSourceLacksAreNil() throws {
    let translator = try BundledSites.translator("uc", "tacc")
    #expect(translator.node("zz99") == nil)
    let byName = try #require(translator.node("nc33"))
    let byUUID = try #require(translator.node("8c7b8067-cfa4-49b4-9812-778e78631bf8"))
    #expect(byName.summary == "compute_liqid close 8")
    #expect(byUUID.summary == byName.summary)
  }
}
