package import JSON
package import Testbed

/// What a source says of one site, without its nodes.
package struct SiteSnapshot: Sendable {
  package let id: SiteID
  package let record: JSONValue
  package var clusters: [Cluster] = []
  package var flavors: [JSONValue] = []
  /// Where it was read: a URL or a folder.
  package let source: String
  /// The version of the source's data; nil when the source does not tell.
  package let version: String?
  /// UTC, ISO 8601.
  package let harvestedAt: String
  /// Records that could not be taken; such a site is read again although its version is the same.
  package var leftOut = 0

  package struct Cluster: Sendable {
    package let uid: String
    package let record: JSONValue

    package init(uid: String, record: JSONValue) {
      self.uid = uid
      self.record = record
    }
  }

  package init(
    id: SiteID, record: JSONValue, source: String, version: String?, harvestedAt: String
  ) {
    self.id = id
    self.record = record
    self.source = source
    self.version = version
    self.harvestedAt = harvestedAt
  }
}

/// What storing a site did.
package struct StoreReport: Sendable, Hashable {
  package let site: SiteID
  package let nodeCount: Int
  package let configurationCount: Int
  package let added: Int
  package let removed: Int
  /// Nodes with at least one changed property.
  package let changed: Int
  /// False when the site was not in the catalogue before; then nothing counts as added.
  package let wasKnown: Bool
  /// Flavors that were left out, since a configuration has their name.
  package let leftOut: [String]
}
