package import Hardware
package import JSON
import Selectors
package import Testbed

/// A node with its reading, ready to be staged.
package struct StagedNode: Sendable {
  package let cluster: String
  package let reading: NodeReading
  /// The whole JSON, members sorted.
  package let record: String
  /// What a selector may say of it; nil for hypervisors, which Blazar never gives.
  let key: StablePropertyKey?

  package init(cluster: String, reading: NodeReading, record: JSONValue) {
    self.cluster = cluster
    self.reading = reading
    let sorted = record.sorted
    self.record = sorted.compact
    key = reading.isReservable ? StablePropertyKey(sortedRecord: sorted) : nil
  }
}

/// What was staged of one site, as far as it is kept in memory: one entry for each kind of node,
/// however many nodes there are.
package struct SiteStage {
  package let site: SiteID
  /// The number of nodes staged.
  package private(set) var nodeCount = 0
  var groups = ConfigurationGroups()
  private(set) var readings: [(group: Int, reading: NodeReading)] = []
  private(set) var kinds: [Kind] = []
  private var readingNumbers: [ReadingKey: Int] = [:]
  private var kindNumbers: [KindKey: Int] = [:]

  /// Reservable nodes of one group that no selector can tell apart.
  struct Kind {
    let group: Int
    let nodeType: String
    let key: StablePropertyKey
    let properties: ResourceProperties
    fileprivate(set) var nodeCount: Int
  }

  private struct KindKey: Hashable {
    let group: Int
    let key: StablePropertyKey
  }

  private struct ReadingKey: Hashable {
    let group: Int
    let hardware: NodeHardware
    let raw: RawFields
  }

  init(site: SiteID) { self.site = site }

  /// Counts a node, and numbers its group and its reading.
  ///
  /// - Throws: `JSONError` for a text that is no record: a selector found without its properties
  ///   would claim more than is known.
  mutating func number(_ node: StagedNode) throws(JSONError) -> (group: Int, reading: Int) {
    nodeCount += 1
    let reading = node.reading
    let group = groups.add(reading)
    if let key = node.key { try count(node, in: group, key) }
    let key = ReadingKey(group: group, hardware: reading.hardware, raw: reading.raw)
    if let number = readingNumbers[key] { return (group, number) }
    let number = readings.count
    readingNumbers[key] = number
    readings.append((group, reading))
    return (group, number)
  }

  private mutating func count(
    _ node: StagedNode, in group: Int, _ key: StablePropertyKey
  ) throws(JSONError) {
    let kindKey = KindKey(group: group, key: key)
    if let number = kindNumbers[kindKey] {
      kinds[number].nodeCount += 1
      return
    }
    let record = try JSONValue(parsing: node.record)
    kindNumbers[kindKey] = kinds.count
    kinds.append(
      Kind(
        group: group, nodeType: node.reading.nodeType, key: key,
        properties: ResourceProperties(record: record).stable, nodeCount: 1))
  }
}
