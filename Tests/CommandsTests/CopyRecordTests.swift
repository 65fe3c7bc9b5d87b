import Resources
import TestSupport
import Testbed
import Testing

@testable import Commands

@Suite struct CopyRecordTests {
  @Test func runsThatEndTogetherLoseNothing() async throws {
    let folder = try TemporaryFolder()
    let (uc, tacc) = (try #require(SiteID("uc")), try #require(SiteID("tacc")))
    let path = folder["not/there/copied.json"]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          try CopyRecord.add(
            RecordedCopy(
              kind: .image, source: uc, target: tacc, name: "image \(number)", id: "\(number)",
              newName: nil, newID: "new \(number)"), to: path)
        }
      }
      try await group.waitForAll()
    }
    #expect(try InventoryFile.copies(path, "--record").count == 20)
  }
}
