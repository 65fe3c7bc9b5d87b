import TestSupport
import Testing

@testable import Availability

@Suite struct RadixSortTests {
  @Test(arguments: [
    [], [1], [2, 1], [0, 0], [.max, .min, 0, -1, .max], [1 << 11, 1, 1 << 33 + 1, 1 << 33],
    [Bound.forever, 5, -Bound.forever],
  ])
  func sortsWhatIsSpecial(_ elements: [Int]) {
    for elements in [elements, elements + Array(0..<100), elements + repeatElement(7, count: 100)] {
      var sorted = elements
      sorted.radixSort()
      #expect(sorted == elements.sorted())
    }
  }

  @Test func agreesWithTheStandardLibrary() {
    var random = SplitMix64(seed: 7)
    for round in 0..<500 {
      let bits = Int.random(in: 0...63, using: &random)
      let elements = (0..<Int.random(in: 0...300, using: &random)).map { _ in
        Int(truncatingIfNeeded: random.next() >> UInt64(bits))
      }
      var sorted = elements
      sorted.radixSort()
      guard sorted == elements.sorted() else {
        Issue.record("round \(round): \(elements) becomes \(sorted)")
        return
      }
    }
  }
}
