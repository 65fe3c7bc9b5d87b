package import Hardware
package import JSON
package import Selectors
package import Testbed

/// A node with its reading, ready to be staged.
package struct StagedNode: Sendable {
  package let cluster: String
  package let reading: NodeReading
  /// The whole JSON, members sorted.
  package let record: String
  /// What a selector may say of it; nil for hypervisors, which Blazar never gives.
  let properties: StableProperties?

  /// - Parameters:
  ///   - cluster: The cluster it belongs to.
  ///   - reading: What was read of its record.
  ///   - record: The record.
  ///   - propertyReader: Reads what selectors may say; to be used for one node after the other.
  package init(
    cluster: String, reading: NodeReading, record: JSONValue,
    propertyReader: inout StablePropertyReader
  ) {
    self.cluster = cluster
    self.reading = reading
    self.record = record.sorted.compact
    properties = reading.isReservable ? propertyReader.read(record) : nil
  }

  /// A node whose record has been written already; no properties are known of one that is no JSON.
  package init(cluster: String, reading: NodeReading, record: String) {
    self.cluster = cluster
    self.reading = reading
    self.record = record
    var reader = StablePropertyReader()
    let value = (try? JSONValue(parsing: record)) ?? .null
    properties = reading.isReservable ? reader.read(value) : nil
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
  private(set) var kinds: [Kind: Int] = [:]
  private var readingNumbers: [ReadingKey: Int] = [:]

  /// Reservable nodes of one group that no selector can tell apart.
  struct Kind: Hashable, Comparable {
    let group: Int
    let nodeType: String
    let properties: StableProperties

    /// An order that does not depend on the order of the nodes, but for groups that only numbers
    /// tell apart.
    static func < (a: Kind, b: Kind) -> Bool {
      if a.nodeType != b.nodeType { return a.nodeType < b.nodeType }
      return a.properties == b.properties ? a.group < b.group : a.properties < b.properties
    }
  }

  private struct ReadingKey: Hashable {
    let group: Int
    let hardware: NodeHardware
    let raw: RawFields
  }

  init(site: SiteID) { self.site = site }

  /// Counts a node, and numbers its group and its reading.
  mutating func number(_ node: StagedNode) -> (group: Int, reading: Int) {
    nodeCount += 1
    let reading = node.reading
    let group = groups.add(reading)
    if let properties = node.properties {
      let kind = Kind(group: group, nodeType: reading.nodeType, properties: properties)
      kinds[kind, default: 0] += 1
    }
    let key = ReadingKey(group: group, hardware: reading.hardware, raw: reading.raw)
    if let number = readingNumbers[key] { return (group, number) }
    let number = readings.count
    readingNumbers[key] = number
    readings.append((group, reading))
    return (group, number)
  }
}
