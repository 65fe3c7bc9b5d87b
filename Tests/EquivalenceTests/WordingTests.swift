import Testing

@testable import Equivalence

@Suite struct WordingTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (1.04, "1"), (1.05, "1.1"), (9.94, "9.9"), (9.96, "10"), (10.4, "10"),
    (13.43, "13"), (80, "80"), (0.05, "0.1"),
  ]) func numbersHaveOneDecimalBelowTen(value: Double, text: String) {
    #expect(Wording.number(value) == text)
  }

  @Test(arguments: [
    (0.0, "0.00"), (0.004, "0.00"), (0.07, "0.07"), (0.45, "0.45"), (0.996, "1"), (1, "1"),
    (1.83, "1.8"), (9.97, "10"), (12.4, "12"), (120, "120"),
  ]) func ratiosHaveTwoDigits(value: Double, text: String) {
    #expect(Wording.ratio(value) == text)
  }

  @Test(arguments: [("avx512f", "AVX-512"), ("avx512_vnni", "AVX512_VNNI"), ("sve", "SVE")])
  func featuresAreWrittenAsTheirMakersDo(name: String, text: String) {
    #expect(Wording.feature(name) == text)
  }
}
