import Testing

@testable import Equivalence

@Suite struct PurposeTests {
  @Test(arguments: Purpose.allCases) func weightsAddUp(_ purpose: Purpose) {
    #expect(Dimension.allCases.reduce(0) { $0 + purpose.weight(of: $1) } == 100)
  }

  @Test func dimensionsAreInTheirPlaces() {
    #expect(Dimension.allCases.map(\.position) == Array(Dimension.allCases.indices))
    #expect(allCriteria.map(\.dimension) == Dimension.allCases)
  }
}
