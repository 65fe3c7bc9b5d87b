import Hardware
import JSON
import Testbed

extension JSONValue {
  /// An object with its members in this order.
  static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member($0.key, $0.value) })
  }

  /// The value as the catalogue stores it, null where it is unknown.
  static func value<Value>(
    _ observation: Observation<Value>, _ encode: (Value) -> JSONValue
  ) -> JSONValue {
    observation.value.map(encode) ?? .null
  }
}

extension NodeHardware {
  /// Every value under its name in the catalogue, with its origin.
  var fields: [(name: String, value: JSONValue, origin: String)] {
    func field<Value>(
      _ name: String, _ observation: Observation<Value>, _ encode: (Value) -> JSONValue
    ) -> (name: String, value: JSONValue, origin: String) {
      (name, .value(observation, encode), observation.origin)
    }
    return [
      field("instruction_set", instructionSet) { .string($0) },
      field("processor", processor) { .string($0) },
      field("sockets", sockets) { JSONValue($0) },
      field("cores", cores) { JSONValue($0) },
      field("threads", threads) { JSONValue($0) },
      field("memory_bytes", memory) { JSONValue($0.bytes) },
      field("persistent_memory_bytes", persistentMemory) { JSONValue($0.bytes) },
      field("gpu_count", acceleratorCount) { JSONValue($0) },
      field("gpu", accelerator) { .string($0) },
      field("fpga", fpga) { .string($0) },
      field("infiniband", infiniband) { .bool($0) },
      field("infiniband_bits_per_second", infinibandRate) { JSONValue($0.bitsPerSecond) },
      field("network_bits_per_second", networkRate) { JSONValue($0.bitsPerSecond) },
      field("storage", storage) { .array($0.map(\.document)) },
    ]
  }
}

extension StorageGroup {
  fileprivate var document: JSONValue {
    .object([
      "count": JSONValue(count), "media": .string(media.rawValue),
      "size_bytes": size.map { JSONValue($0.bytes) } ?? .null,
    ])
  }
}

extension Configuration {
  /// What JSON says of a configuration: names, kind and count, and every value under its name in the
  /// catalogue (null when unknown).
  var document: JSONValue {
    .object(
      identity + hardware.fields.map { JSONValue.Member($0.name, $0.value) } + selectorMembers)
  }

  var identity: [JSONValue.Member] {
    [
      JSONValue.Member("site", .string(site.text)),
      JSONValue.Member("node_type", .string(nodeType)),
      JSONValue.Member("configuration", .string(name)),
      JSONValue.Member("kind", .string(kind.rawValue)),
      JSONValue.Member("nodes", knownNodeCount.map { JSONValue($0) } ?? .null),
    ]
  }

  var selectorMembers: [JSONValue.Member] {
    [
      JSONValue.Member("selector", JSONValue(selector?.text)),
      JSONValue.Member("selector_exact", selector.map { .bool($0.isExact) } ?? .null),
      JSONValue.Member("also_matches", selector.map { JSONValue($0.alsoMatches) } ?? .null),
    ]
  }
}
