import Testing

@testable import Commands

@Suite struct ListingTests {
  @Test(arguments: [
    ("2x Intel Xeon Gold 6126", "2x Gold 6126"),
    ("1 core of Intel Xeon E5-2670 v3", "1 core of E5-2670 v3"),
    ("Intel Xeon", "Xeon"),
    ("AMD EPYC 7763", "EPYC 7763"),
    ("2x processor of unknown model", "2x processor of unknown model"),
    ("Intel", "Intel"),
    ("", ""),
  ])
  func shortensModels(_ text: String, _ short: String) {
    #expect(Listing.shortModel(text) == short)
  }
}
