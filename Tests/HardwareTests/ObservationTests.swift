import Testbed
import Testing

@Suite struct ObservationTests {
  static let observations: [Observation<Int>] = [
    .recorded(7), .inferred(7, from: "the model"), .inferred(7, from: ""),
    .unknown("smp_size is not recorded"), .unknown(""), .unknown("inferred from nothing"),
  ]

  @Test(arguments: observations)
  func isReadBackFromValueAndOrigin(_ observation: Observation<Int>) {
    #expect(Observation(observation.value, origin: observation.origin) == observation)
  }

  @Test func tellsItsOrigin() {
    #expect(
      Self.observations.prefix(4).map(\.origin) == [
        "recorded", "inferred from the model", "inferred from ",
        "unknown: smp_size is not recorded",
      ])
    #expect(Self.observations.map(\.value) == [7, 7, 7, nil, nil, nil])
  }

  @Test func keepsItsOriginWithAnotherValue() {
    #expect(Observation.recorded(7).map(String.init) == .recorded("7"))
    #expect(Observation.inferred(7, from: "x").map(String.init) == .inferred("7", from: "x"))
    #expect(Observation<Int>.unknown("x").map(String.init) == .unknown("x"))
  }
}
