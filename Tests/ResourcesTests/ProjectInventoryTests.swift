import JSON
import Resources
import Testbed
import Testing

@Suite struct ProjectInventoryTests {
  private static func inventory() throws -> ProjectInventory {
    let site = try #require(SiteID("uc"))
    var inventory = ProjectInventory(
      site: site, projectID: "4fd44f30", projectName: "CH-123456",
      readAt: "2026-11-22T10:00:00Z")
    inventory.images = .known([Image(id: "i", name: "my-image", tags: ["x"])])
    inventory.keyPairs = .known([KeyPair(name: "laptop", fingerprint: "aa:bb")])
    inventory.containers = .known([])
    inventory.shares = .unknown("the site has no 'shared-file-system' service")
    return inventory
  }

  @Test func isReadAsItWasSaved() throws {
    let inventory = try Self.inventory()
    let text = inventory.document.pretty
    #expect(try ProjectInventory(document: JSONValue(parsing: text)) == inventory)
  }

  @Test func knowsNothingOfKindsThatAreMissing() throws {
    let inventory = try ProjectInventory(
      document: ["document": "inventory", "version": 1, "site": "uc", "images": []])
    #expect(inventory.images == .known([]))
    #expect(inventory.networks == .unknown("not in the saved inventory"))
  }

  @Test(arguments: [
    (#"{"version":1,"site":"uc"}"#, "expected a saved inventory"),
    (#"{"document":"inventory","version":2,"site":"uc"}"#, "version 2, expected 1"),
    (#"{"document":"inventory","version":1}"#, "without the name of a site"),
    (
      #"{"document":"inventory","version":1,"site":"uc","images":[{"id":"a"},{}]}"#,
      "element 1 of 'images'"
    ),
  ])
  func refusesOtherDocuments(text: String, reason: String) throws {
    let error = try #require(throws: ResourceError.self) {
      _ = try ProjectInventory(document: JSONValue(parsing: text))
    }
    #expect(error.description.contains(reason))
  }
}
