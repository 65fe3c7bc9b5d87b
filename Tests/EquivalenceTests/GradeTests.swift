import Testing

@testable import Equivalence

@Suite struct GradeTests {
  @Test func gradesAreOrdered() {
    #expect(Grade.allCases == [.none, .partial, .close, .dropIn])
    #expect(Grade.allCases.sorted() == Grade.allCases)
    #expect(Grade.dropIn.rawValue == "drop-in")
  }
}
