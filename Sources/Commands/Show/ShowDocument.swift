import Catalog
import FoundationEssentials
import Hardware
import JSON
import Selectors
import Testbed

/// What `show -f json` prints.
///
/// `{"query", "catalog": {"version", "harvested_at", "age_days"}, "configurations": [...],
/// "nodes": [...]}`. Each configuration has `site`, `node_type`, `configuration`, `kind` and `nodes`;
/// `hardware`, with `{"value", "origin"}` for every column of the catalogue; `selector`,
/// `selector_exact`, `also_matches`; `facts` with `node_type`, `processor` and `gpu` (null where
/// nothing is known); `oddities` as `{"rule", "nodes", "example", "field", "found", "used",
/// "reason"}`; and `same_hardware` as `{"node_type", "nodes"}`. `nodes` is empty unless a node was
/// asked for; each has `site`, `node`, `uid`, `node_type`, `configuration`, `reservable`, `hardware`,
/// `oddities` and, when asked for, `properties`.
struct ShowDocument {
  let report: ShowReport

  private var facts: Facts { report.facts }

  func value(of subject: ShowSubject, query: String, now: Date) throws -> JSONValue {
    let configurations: [Configuration]
    var nodes: [NodeEntry] = []
    switch subject {
    case .type(_, let found), .configuration(let found): configurations = found
    case .nodes(let found):
      nodes = found
      configurations = try found.compactMap(report.configuration)
    }
    return .object([
      "query": .string(query),
      "catalog": report.open.document(at: now),
      "configurations": .array(try configurations.map(value)),
      "nodes": .array(try nodes.map(value)),
    ])
  }

  private func value(_ configuration: Configuration) throws -> JSONValue {
    let groups = try report.oddities(configuration)[configuration.name]?.groups ?? []
    let oddities = groups.map { group in
      JSONValue.object(
        [
          JSONValue.Member("rule", .string(group.oddity.rule)),
          JSONValue.Member("nodes", JSONValue(group.nodes.count)),
          JSONValue.Member("example", JSONValue(group.nodes.first)),
        ] + group.oddity.members.dropFirst())
    }
    let twins = try report.twins(configuration).map {
      JSONValue.object(["node_type": .string($0.name), "nodes": JSONValue($0.nodes)])
    }
    return .object(
      configuration.identity + [JSONValue.Member("hardware", value(configuration.hardware))]
        + configuration.selectorMembers + [
          JSONValue.Member("facts", knowledge(of: configuration)),
          JSONValue.Member("oddities", .array(oddities)),
          JSONValue.Member("same_hardware", .array(twins)),
        ])
  }

  private func value(_ hardware: NodeHardware) -> JSONValue {
    .object(
      hardware.fields.map { field in
        JSONValue.Member(
          field.name, .object(["value": field.value, "origin": .string(field.origin)]))
      })
  }

  private func value(_ node: NodeEntry) throws -> JSONValue {
    let record = try report.open.catalog.record(of: node)
    let reading = record.flatMap {
      try? Normaliser(facts: facts).reading(of: $0, at: node.site)
    }
    var members: [JSONValue.Member] = [
      JSONValue.Member("site", .string(node.site.text)),
      JSONValue.Member("node", .string(node.name)), JSONValue.Member("uid", .string(node.uid)),
      JSONValue.Member("node_type", .string(node.nodeType)),
      JSONValue.Member("configuration", .string(node.configuration)),
      JSONValue.Member("reservable", .bool(node.isReservable)),
      JSONValue.Member("hardware", reading.map { value($0.hardware) } ?? .null),
      JSONValue.Member(
        "oddities", .array((reading?.oddities ?? []).map { .object($0.members) })),
    ]
    if report.showsProperties, let record {
      let properties = ResourceProperties(record: record).sorted.map {
        JSONValue.Member($0.name, .string($0.value))
      }
      members.append(JSONValue.Member("properties", .object(properties)))
    }
    return .object(members)
  }

  private func knowledge(of configuration: Configuration) -> JSONValue {
    let type = facts.nodeType(configuration.nodeType, at: configuration.site)
    let flavor = facts.flavor(configuration.nodeType, at: configuration.site)
    let purpose: JSONValue =
      type == nil && flavor == nil
      ? .null
      : .object([
        "status": JSONValue(type?.status.rawValue), "purpose": JSONValue(type?.purpose),
        "su_per_hour": JSONValue(
          type?.serviceUnitsPerHour ?? flavor?.serviceUnitsPerHour, digits: 2),
        "note": JSONValue(type?.note ?? flavor?.note),
      ])
    let processor = configuration.hardware.processor.value.flatMap(facts.processor(named:))
    let gpu = configuration.hardware.accelerator.value.flatMap(facts.accelerator(sliced:))
    return .object([
      "node_type": purpose, "processor": processor?.document ?? .null,
      "gpu": gpu?.document ?? .null,
    ])
  }
}

extension OpenCatalog {
  /// Which catalogue answered, in every document.
  func document(at now: Date) -> JSONValue {
    .object([
      "version": .string(version), "harvested_at": .string(harvestedAt),
      "age_days": ageInDays(at: now).map { JSONValue($0) } ?? .null,
    ])
  }
}

extension Oddity {
  /// The oddity under the names of its fields, `rule` first.
  var members: [JSONValue.Member] {
    [
      JSONValue.Member("rule", .string(rule)), JSONValue.Member("field", .string(field)),
      JSONValue.Member("found", JSONValue(found)), JSONValue.Member("used", JSONValue(used)),
      JSONValue.Member("reason", .string(reason)),
    ]
  }
}

extension Processor {
  fileprivate var document: JSONValue {
    .object([
      "model": .string(model), "vendor": .string(vendor),
      "microarchitecture": .string(microarchitecture), "generation": .string(generation),
      "launch_year": launchYear.map { JSONValue($0) } ?? .null,
      "cores": JSONValue(cores),
      "memory_bandwidth_gb_per_s": JSONValue(memoryBandwidth, digits: 1),
      "specrate_2017_int": JSONValue(integerThroughput?.value, digits: 0),
      "specrate_2017_fp": JSONValue(floatThroughput?.value, digits: 0),
      "specrate_sockets": integerThroughput.map { JSONValue($0.sockets) } ?? .null,
      "specrate_basis": .string(basis.rawValue),
      "confidence": .string(provenance.confidence.rawValue),
    ])
  }
}

extension Accelerator {
  fileprivate var document: JSONValue {
    .object([
      "model": .string(model), "vendor": .string(vendor), "architecture": .string(architecture),
      "memory_gib": JSONValue(memory, digits: 1),
      "bandwidth_gb_per_s": JSONValue(bandwidth, digits: 0), "stack": .string(stack.rawValue),
      "compute_target": JSONValue(computeTarget), "support": .string(support.rawValue),
      "support_note": JSONValue(supportNote), "image": JSONValue(image),
      "confidence": .string(provenance.confidence.rawValue),
    ])
  }
}
