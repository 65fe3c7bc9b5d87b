package import JSON
package import Testbed

/// What was read from the record of one node.
package struct NodeReading: Sendable, Hashable {
  package let uid: String
  package let nodeName: String
  package let nodeType: String
  /// False for hypervisors, which cannot be reserved as hosts.
  package let isReservable: Bool
  package var hardware: NodeHardware
  /// What the record said, by the name of the normalised field.
  package let raw: RawFields
  package let oddities: [Oddity]

  /// What the record says of sizes that no node has; those are unknown in `hardware`.
  package var implausibleSizes: [Oddity] {
    oddities.filter { $0.rule == Oddity.implausibleSize }
  }

  /// Whether the record tells a size that no node has.
  package var isImplausible: Bool { !implausibleSizes.isEmpty }
}

/// The texts of a record that the normalised fields were made from.
package struct RawFields: Sendable, Hashable {
  package var processor: String?
  package var sockets: String?
  package var threads: String?
  package var memory: String?
  package var accelerator: String?
  package var acceleratorCount: String?
  package var fpga: String?
  package var infiniband: String?
  package var network: String?
  package var storage: String?
}

/// Why a record is not taken at all.
package struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  package let field: String
  package let found: String
  package let expected: String

  package var description: String { "'\(field)': found \(found), expected \(expected)" }
}

/// Turns records of nodes, which are dirty, into what chiport works with.
///
/// Each oddity of the records is one small rule in `Rules/`. The result depends on the record, the
/// site and the facts only.
package struct Normaliser: Sendable {
  let facts: Facts
  private let names: RecordedNames

  /// A normaliser that knows parts by `facts`; two with the same facts give the same readings.
  package init(facts: Facts) {
    self.facts = facts
    names = RecordedNames(facts: facts)
  }

  /// Reads one record.
  ///
  /// - Parameters:
  ///   - record: The JSON of a node, as files of the reference repository or the API have it.
  ///   - site: The site it belongs to.
  /// - Returns: The reading, with what was odd.
  /// - Throws: `RecordError` where the node could not even be named.
  package func reading(of record: JSONValue, at site: SiteID) throws(RecordError) -> NodeReading {
    guard record.members != nil else {
      throw RecordError(field: "", found: record.kind, expected: "an object")
    }
    guard let uid = record["uid"]?.string, !uid.isEmpty else {
      throw RecordError(
        field: "uid", found: record["uid"]?.kind ?? "nothing", expected: "a text that is not empty")
    }
    guard let nodeType = record["node_type"]?.string, !nodeType.isEmpty else {
      throw RecordError(
        field: "node_type", found: record["node_type"]?.kind ?? "nothing",
        expected: "a text that is not empty")
    }
    var context = RecordContext(
      record: record, site: site, nodeType: nodeType, facts: facts, names: names)
    let processor = context.readProcessor()
    let memory = context.readMemory()
    let accelerator = context.readAccelerator()
    let fabric = context.readInfiniBand()
    let hardware = NodeHardware(
      instructionSet: context.readInstructionSet(),
      processor: processor.model, sockets: processor.sockets,
      cores: processor.cores, threads: processor.threads,
      memory: memory.memory, persistentMemory: memory.persistent,
      acceleratorCount: accelerator.count, accelerator: accelerator.model,
      fpga: context.readFPGA(),
      infiniband: fabric.present, infinibandRate: fabric.rate,
      networkRate: context.readNetworkRate(), storage: context.readStorage())
    return NodeReading(
      uid: uid, nodeName: record["node_name"]?.string ?? uid, nodeType: nodeType,
      isReservable: context.readReservable(), hardware: hardware, raw: context.raw,
      oddities: context.oddities)
  }
}

/// One record while it is read: what is known of it, and what was found odd so far.
struct RecordContext {
  let record: JSONValue
  let site: SiteID
  let nodeType: String
  let facts: Facts
  let names: RecordedNames
  let nodeTypeFact: NodeTypeFact?
  var raw = RawFields()
  var oddities: [Oddity] = []

  init(
    record: JSONValue, site: SiteID, nodeType: String, facts: Facts, names: RecordedNames
  ) {
    self.record = record
    self.site = site
    self.nodeType = nodeType
    self.facts = facts
    self.names = names
    nodeTypeFact = facts.nodeType(nodeType, at: site)
  }

  mutating func note(
    _ rule: String, _ field: String, found: String? = nil, used: String? = nil, _ reason: String
  ) {
    oddities.append(Oddity(rule: rule, field: field, found: found, used: used, reason: reason))
  }

  /// The member where a name belongs: a string that is not empty; nil for everything else, as a
  /// number or a flag names nothing.
  func name(_ value: JSONValue?) -> String? {
    value?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The member as text, for what is kept raw: strings as they are, other scalars as JSON; nil for
  /// null, empty and missing ones.
  func text(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let text): text
    case .bool(let value): value ? "true" : "false"
    default: nil
    }
  }
}
