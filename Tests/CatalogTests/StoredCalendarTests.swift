import Catalog
import SQLite
import TestSupport
import Testbed
import Testing

@Suite struct StoredCalendarTests {
  private let fixture: CatalogFixture
  private let uc: SiteID

  init() throws {
    fixture = try CatalogFixture()
    uc = try #require(SiteID("uc"))
  }

  @Test func keepsTheLastOneOfEachSite() throws {
    let writer = try fixture.writer()
    let tacc = try #require(SiteID("tacc"))
    try writer.storeCalendar(Array("{1}".utf8), of: uc, readAt: "2026-11-22T10:00:00Z")
    try writer.storeCalendar(Array("{2}".utf8), of: tacc, readAt: "2026-11-22T10:01:00Z")
    try writer.storeCalendar(Array("{3 \u{e9}}".utf8), of: uc, readAt: "2026-11-22T10:02:00Z")
    let catalog = try fixture.reader()
    #expect(try catalog.calendar(of: uc)?.bytes == Array("{3 \u{e9}}".utf8))
    #expect(try catalog.calendar(of: uc)?.readAt == "2026-11-22T10:02:00Z")
    #expect(try catalog.calendar(of: tacc)?.bytes == Array("{2}".utf8))
    #expect(try fixture.texts("SELECT count(*) FROM calendar") == ["2"])
  }

  @Test func outlivesAHarvestButNotItsSite() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [node("n1")])
    try writer.storeCalendar(Array("{}".utf8), of: uc, readAt: "2026-11-22T10:00:00Z")
    try writer.replace("uc", [node("n2")])
    #expect(try fixture.reader().calendar(of: uc)?.bytes == Array("{}".utf8))
    try writer.remove(uc, at: "2026-11-22T11:00:00Z")
    #expect(try fixture.reader().calendar(of: uc) == nil)
  }

  @Test func thereIsNoneOfASiteThatWasNeverRead() throws {
    _ = try fixture.writer()
    #expect(try fixture.reader().calendar(of: uc) == nil)
  }

  @Test func theBundledCatalogueHasNone() throws {
    #expect(try Catalog.bundled().calendar(of: uc) == nil)
  }

  /// Files of version 1 have everything but calendars.
  @Test func aCatalogueOfVersion1IsReadAsItIsAndBroughtForwardByAWriter() throws {
    try fixture.writer().replace("uc", [node("n1"), node("n2")])
    try fixture.connection().execute(
      "DROP TABLE calendar; DROP TABLE blazar; PRAGMA user_version = 1")
    let old = try fixture.reader()
    #expect(try old.calendar(of: uc) == nil)
    #expect(try old.sites().map(\.nodeCount) == [2])
    #expect(try fixture.texts("PRAGMA user_version") == ["1"])
    let writer = try fixture.writer()
    #expect(try fixture.texts("PRAGMA user_version") == ["3"])
    try writer.storeCalendar(Array("{}".utf8), of: uc, readAt: "2026-11-22T10:00:00Z")
    #expect(try fixture.reader().calendar(of: uc)?.bytes == Array("{}".utf8))
    #expect(try fixture.reader().sites().map(\.nodeCount) == [2])
  }
}
