import Hardware
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("gpu_*", "gpu_a100", true), ("gpu_*", "gpu_", true), ("gpu_*", "xgpu_a", false),
    ("*nvme", "storage_nvme", true), ("*nvme", "storage_nvme2", false),
    ("*a*b*", "xxaxxbxx", true), ("*a*b*", "xxbxxaxx", false), ("a*a", "a", false),
    ("a*a", "aa", true), ("*", "", true), ("", "", true), ("", "a", false),
    ("GPU_K80", "gpu_k80", true), ("gpu", "gpu_k80", false), ("**", "abc", true),
    ("a*bc", "abcbc", true), ("a.c", "abc", false),
  ]) func matchesWholeNames(pattern: String, name: String, matches: Bool) {
    #expect(Glob(pattern).matches(name) == matches)
  }

  @Test func knowsWhetherItNamesOneThing() {
    #expect(Glob("gpu_k80").isLiteral)
    #expect(!Glob("gpu*").isLiteral)
  }
}

@Suite struct PartNameTests {
  @Test(arguments: [
    ("A100 PCIe 80GB", "a100", true), ("A100 PCIe 80GB", "80gb A100", true),
    ("A100 PCIe 80GB", "a10", false), ("A100 PCIe 80GB", "a", true),
    ("A100 PCIe 80GB", "100", false), ("Intel Xeon Gold 6240R", "6240", true),
    ("Intel Xeon Gold 6240R", "624", false), ("Intel Xeon E5-2670 v3", "e5-2670 v3", true),
    ("Intel Xeon E5-2670 v3", "e5", true), ("MI100", "", true), ("", "mi100", false),
  ]) func findsWords(name: String, text: String, found: Bool) {
    #expect(PartName(name).contains(text) == found)
  }
}
