import Catalog
import Selectors
import Testbed
import Testing

/// The selectors that results carry, matched as Blazar would against the records of their site.
@Suite struct BundledSelectorTests {
  @Test func everySelectorGivesExactlyItsNodes() throws {
    let catalog = try Catalog.bundled()
    for site in try catalog.sites() {
      var hosts: [Host] = []
      var owners: [String] = []
      try catalog.forEachRecord(at: site.id) { node, record in
        let properties = record.map { ResourceProperties(record: $0) } ?? [:]
        hosts.append(Host(id: node.uid, properties: properties, isReservable: node.isReservable))
        owners.append(node.configuration)
      }
      for configuration in try catalog.configurations(at: [site.id]) {
        guard configuration.kind == .host else {
          #expect(configuration.selector == nil, "\(configuration.qualifiedName)")
          continue
        }
        let answer = try #require(configuration.selector, "\(configuration.qualifiedName)")
        let matched = try Selector(parsing: answer.text).match(among: hosts).hosts
        let own = matched.filter { owners[$0] == configuration.name }
        #expect(own.count == configuration.nodeCount, "\(configuration.qualifiedName)")
        #expect(matched.count - own.count == answer.alsoMatches, "\(configuration.qualifiedName)")
        #expect(answer.isExact == (answer.alsoMatches == 0))
      }
    }
  }
}
