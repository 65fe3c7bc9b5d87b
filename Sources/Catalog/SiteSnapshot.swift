package import JSON
package import Testbed

/// What a source says of one site, without its nodes.
package struct SiteSnapshot: Sendable {
  package let id: SiteID
  /// The whole JSON of the site itself.
  package let record: JSONValue
  package var clusters: [Cluster] = []
  /// The records of its flavors.
  package var flavors: [JSONValue] = []
  /// Where it was read: a URL or a folder.
  package let source: String
  /// The version of the source's data; nil when the source does not tell.
  package let version: String?
  /// UTC, ISO 8601.
  package let harvestedAt: String
  /// Records that could not be taken; such a site is read again although its version is the same.
  package var leftOut = 0

  /// A cluster without its nodes.
  package struct Cluster: Sendable {
    /// Unique at its site.
    package let uid: String
    /// The whole JSON of the cluster itself.
    package let record: JSONValue

    /// Makes a cluster of what the source says.
    package init(uid: String, record: JSONValue) {
      self.uid = uid
      self.record = record
    }
  }

  /// Makes a snapshot that has neither clusters nor flavors yet.
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
  /// The nodes that it has now, hypervisors included.
  package let nodeCount: Int
  /// The configurations that it has now, without flavors.
  package let configurationCount: Int
  /// Nodes that are new; 0 when the site is.
  package let added: Int
  /// Nodes that are gone.
  package let removed: Int
  /// Nodes with at least one changed property.
  package let changed: Int
  /// False when the site was not in the catalogue before; then nothing counts as added.
  package let wasKnown: Bool
  /// Flavors that were left out, since a configuration has their name.
  package let leftOut: [String]
}
