package import JSON

/// Records of nodes for tests: a clean one, and what is changed in it.
package enum NodeRecord {
  /// A node in which nothing is odd: `P3-CPU-020` of the reference repository (2026-06-26), shortened,
  /// with a node type of which nothing is known.
  package static let clean: JSONValue = [
    "architecture": ["platform_type": "x86_64", "smp_size": 2, "smt_size": 96],
    "chassis": ["manufacturer": "Dell", "name": "PowerEdge R740", "serial": "76F1KD3"],
    "gpu": ["gpu": false],
    "infiniband": false,
    "main_memory": ["humanized_ram_size": "192 GiB", "ram_size": 206_158_430_208],
    "network_adapters": [
      [
        "device": "eno1np0", "enabled": true, "interface": "Ethernet",
        "model": "MT27710 Family [ConnectX-4 Lx]", "rate": 25_000_000_000,
      ]
    ],
    "node_name": "P3-CPU-020",
    "node_type": "compute_test",
    "placement": ["node": "6", "rack": "5"],
    "processor": [
      "cache_l3": 37_486_592, "clock_speed": 2_400_000_000, "instruction_set": "x86_64",
      "model": "Intel(R) Xeon(R) Gold 6240R CPU @ 2.40GHz", "vendor": "Intel",
    ],
    "storage_devices": [
      [
        "device": "sda", "interface": "SAS", "media_type": "SSD", "model": "SSDSC2KB480G8R",
        "size": 480_000_000_000,
      ]
    ],
    "type": "node",
    "uid": "04d91a7a-db07-4d15-8958-10127b145ac3",
  ]

  /// The clean record with `patch` merged in.
  ///
  /// - Parameter patch: JSON as in RFC 7396: objects are merged, null removes a member, everything
  ///   else replaces what is there.
  /// - Returns: The record.
  /// - Throws: `JSONError` when the patch is no JSON.
  package static func patched(_ patch: String) throws -> JSONValue {
    merge(clean, try JSONValue(parsing: patch))
  }

  private static func merge(_ value: JSONValue, _ patch: JSONValue) -> JSONValue {
    guard let changes = patch.members else { return patch }
    var members = value.members ?? []
    for change in changes {
      let index = members.firstIndex { $0.name == change.name }
      if change.value.isNull {
        if let index { members.remove(at: index) }
      } else if let index {
        members[index] = .init(change.name, merge(members[index].value, change.value))
      } else {
        members.append(.init(change.name, merge(.null, change.value)))
      }
    }
    return .object(members)
  }
}
