import Hardware
import TestSupport
import Testing

@Suite struct NearestNamesTests {
  struct Case: Sendable {
    let text: String
    let nearest: [String]

    init(_ text: String, _ nearest: String...) {
      self.text = text
      self.nearest = nearest
    }
  }

  private static let types = [
    "compute_cascadelake", "compute_cascadelake_r", "compute_skylake", "gpu_a100_nvlink",
    "gpu_a100_pcie", "gpu_h100", "gpu_k80", "gpu_v100", "fpga", "storage", "storage_nvme",
  ]

  @Test(arguments: [
    Case("compute_skylak", "compute_skylake"),
    Case("compute_skylkae", "compute_skylake"),
    Case("GPU_H100", "gpu_h100", "gpu_v100"),
    Case("gpu_a100", "gpu_a100_pcie", "gpu_a100_nvlink", "gpu_h100"),
    Case("cascadelake", "compute_cascadelake", "compute_cascadelake_r"),
    Case("fgpa", "fpga"),
    Case("nvme", "storage_nvme"),
    Case("", ),
    Case("zzzzzzzz"),
  ]) func namesWhatWasMeant(_ one: Case) {
    #expect(NearestNames(NearestNamesTests.types).nearest(to: one.text) == one.nearest)
  }

  @Test func theOrderOfTheNamesDoesNotMatter() {
    let names = ["ab", "aa", "ac", "ad", "aa"]
    #expect(NearestNames(names).nearest(to: "ax", limit: 9) == ["aa", "ab", "ac", "ad"])
    #expect(NearestNames(names.reversed()).nearest(to: "ax", limit: 2) == ["aa", "ab"])
  }

  @Test func nothingIsLikeNothing() {
    #expect(NearestNames([]).nearest(to: "tacc").isEmpty)
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1),
    ("kitten", "sitting", 3), ("ca", "abc", 3), ("tacc", "tac", 1),
  ]) func countsChanges(a: String, b: String, distance: Int) {
    #expect(NearestNames.distance(Array(a.utf8), Array(b.utf8)) == distance)
  }

  /// Against the definition, written down as it stands.
  @Test func agreesWithTheRecursiveDefinition() {
    for seed in UInt64(0)..<60 {
      var random = SplitMix64(seed: seed)
      func word() -> [UInt8] {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          UInt8.random(in: 97...99, using: &random)
        }
      }
      let (a, b) = (word(), word())
      #expect(NearestNames.distance(a, b) == NearestNamesTests.slow(a[...], b[...]), "seed \(seed)")
    }
  }

  private static func slow(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int {
    guard let lastA = a.last else { return b.count }
    guard let lastB = b.last else { return a.count }
    let (restA, restB) = (a.dropLast(), b.dropLast())
    var best = min(
      slow(restA, b) + 1, slow(a, restB) + 1, slow(restA, restB) + (lastA == lastB ? 0 : 1))
    if restA.last == lastB, restB.last == lastA {
      best = min(best, slow(restA.dropLast(), restB.dropLast()) + 1)
    }
    return best
  }
}
