import Catalog
import Hardware
import JSON
import TestSupport
import Testbed
import Testing

/// What tests of this target share: the facts of `data/`, and readings as texts.
enum Fixtures {
  static let facts = Result { try BundledData.facts() }

  static func reading(
    _ record: JSONValue, at site: String = "tacc"
  ) throws -> NodeReading {
    try Normaliser(facts: try facts.get()).reading(of: record, at: try #require(SiteID(site)))
  }

  static func reading(patching patch: String, at site: String = "tacc") throws -> NodeReading {
    try reading(try NodeRecord.patched(patch), at: site)
  }
}

extension NodeHardware {
  /// Each field as `value (origin)`; only `unknown: ...` where it has no value.
  var texts: [String: String] {
    func text<Value>(_ observation: Observation<Value>, _ describe: (Value) -> String) -> String {
      observation.value.map { "\(describe($0)) (\(observation.origin))" } ?? observation.origin
    }
    return [
      "instructionSet": text(instructionSet) { $0 },
      "processor": text(processor) { $0 },
      "sockets": text(sockets) { "\($0)" },
      "cores": text(cores) { "\($0)" },
      "threads": text(threads) { "\($0)" },
      "memory": text(memory) { $0.bytes % (1 << 30) == 0 ? "\($0)" : "\($0.bytes) B" },
      "persistentMemory": text(persistentMemory) { "\($0)" },
      "gpus": text(acceleratorCount) { "\($0)" },
      "gpu": text(accelerator) { $0 },
      "fpga": text(fpga) { $0 },
      "infiniband": text(infiniband) { "\($0)" },
      "infinibandRate": text(infinibandRate) { "\($0)" },
      "network": text(networkRate) { "\($0)" },
      "storage": text(storage) { $0.map(\.description).joined(separator: " + ") },
    ]
  }
}

extension RawFields {
  /// Each field that has a text, under `raw.` and its name.
  var texts: [String: String] {
    let fields = [
      "raw.processor": processor, "raw.sockets": sockets, "raw.threads": threads,
      "raw.memory": memory, "raw.gpu": accelerator, "raw.gpus": acceleratorCount,
      "raw.fpga": fpga, "raw.infiniband": infiniband, "raw.network": network,
      "raw.storage": storage,
    ]
    return fields.compactMapValues { $0 }
  }
}
