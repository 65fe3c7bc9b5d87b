import Catalog
import Testbed
import Testing

@Suite struct BlazarHostTests {
  private let fixture: CatalogFixture
  private let uc: SiteID

  init() throws {
    fixture = try CatalogFixture()
    uc = try #require(SiteID("uc"))
  }

  @Test func theLastListingOfASiteIsKeptAndOutlivesHarvests() throws {
    let writer = try fixture.writer()
    #expect(try fixture.reader().blazarHosts(of: uc) == nil)
    for text in [#"{"hosts": [1]}"#, #"{"hosts": [2]}"#] {
      try writer.storeBlazarHosts(
        Array(text.utf8), of: uc, source: "https://b", readAt: "2026-11-30T10:00:00Z")
    }
    try writer.replace("uc", [node("n1")])
    let stored = try #require(try fixture.reader().blazarHosts(of: uc))
    #expect(stored.bytes == Array(#"{"hosts": [2]}"#.utf8))
    #expect(stored.readAt == "2026-11-30T10:00:00Z")
  }

  @Test func aRemovedSiteTakesItsListingAlong() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [node("n1")])
    try writer.storeBlazarHosts([0x7B, 0x7D], of: uc, source: "s", readAt: "t")
    try writer.remove(uc, at: "2026-11-30T10:00:00Z")
    #expect(try fixture.reader().blazarHosts(of: uc) == nil)
  }

  @Test func theBundledCatalogueHasNone() throws {
    #expect(try Catalog.bundled().blazarHosts(of: uc) == nil)
  }
}
