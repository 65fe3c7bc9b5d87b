import Testbed
import Testing

@Suite struct SiteIDTests {
  @Test(arguments: ["uc", "tacc", "kvm", "chi-nu_2", "0", String(repeating: "a", count: 64)])
  func accepts(_ text: String) {
    #expect(SiteID(text)?.text == text)
    #expect(SiteID(text)?.description == text)
  }

  @Test(arguments: [
    "", "TACC", "chi@tacc", "u c", "uc/..", "..", "ü", "uc\n", String(repeating: "a", count: 65),
  ])
  func refuses(_ text: String) {
    #expect(SiteID(text) == nil)
  }

  @Test func isOrderedByText() throws {
    let sites = ["uc", "kvm", "tacc"].compactMap { SiteID($0) }
    #expect(sites.sorted().map(\.text) == ["kvm", "tacc", "uc"])
  }
}
