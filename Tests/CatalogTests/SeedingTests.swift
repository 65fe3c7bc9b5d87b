import Catalog
import Foundation
import TestSupport
import Testing

@Suite struct SeedingTests {
  let folder: TemporaryFolder
  var path: String { folder["catalog.sqlite"] }

  init() throws { folder = try TemporaryFolder() }

  @Test func aNewCatalogueHasEverySite() throws {
    try Catalog.seed(path)
    let seeded = try Catalog.open(path, exists: true)
    #expect(try seeded.sites() == Catalog.bundled().sites())
    let writer = try CatalogWriter(path: path, facts: try BundledData.facts())
    #expect(try writer.reader.configurations() == Catalog.bundled().configurations())
  }

  @Test func leavesAFileThatIsThere() throws {
    try folder.write("mine", to: "catalog.sqlite")
    try Catalog.seed(path)
    #expect(folder.contents(of: "catalog.sqlite") == Array("mine".utf8))
  }

  @Test func leavesNothingElseBehind() throws {
    try Catalog.seed(path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["catalog.sqlite"])
  }

  @Test func tellsWhenTheFolderCannotBeWritten() throws {
    let error = try #require(throws: CatalogError.self) {
      try Catalog.seed(folder["missing/catalog.sqlite"])
    }
    #expect(error.description.contains("missing/catalog.sqlite: cannot be made"))
  }
}
