extension NormaliserTests {
  static let networks: [Case] = [
    Case(
      name: "enabled is 'true' as text",
      patch: """
        {"network_adapters": [
         {"enabled": "true", "interface": "Ethernet", "rate": 10000000000},
         {"enabled": "false", "interface": "Ethernet", "rate": 100000000000}]}
        """,
      expected: ["network": "10G (recorded)", "raw.network": "10000000000"],
      oddities: [
        "flag-as-text network_adapters.0.enabled", "flag-as-text network_adapters.1.enabled",
      ]),
    Case(
      name: "infiniband is 'true' as text",
      patch: """
        {"infiniband": "true",
         "network_adapters": [{"interface": "InfiniBand", "enabled": true, "rate": 56000000000},
          {"interface": "Ethernet", "enabled": true, "rate": 10000000000}]}
        """,
      expected: [
        "infiniband": "true (recorded)", "raw.infiniband": "true",
        "infinibandRate": "56G (recorded)", "network": "10G (recorded)",
      ], oddities: ["flag-as-text infiniband"]),
    Case(
      name: "a ConnectX-6 in Ethernet mode is not InfiniBand",
      patch: """
        {"infiniband": null, "network_adapters": [{"interface": "Ethernet", "enabled": true,
         "model": "MT28908 Family [ConnectX-6]", "rate": 40000000000}]}
        """,
      expected: [
        "infiniband": "unknown: infiniband is not recorded",
        "infinibandRate": "unknown: infiniband is not recorded",
        "network": "40G (recorded)",
      ]),
    Case(
      name: "InfiniBand is missing and was recorded once",
      patch: #"{"node_type": "compute_haswell_ib", "infiniband": null}"#,
      expected: [
        "infiniband": "unknown: recorded true until 2025-08-20",
        "infinibandRate": "unknown: recorded true until 2025-08-20",
      ], oddities: ["infiniband-lost infiniband"]),
    Case(
      name: "InfiniBand is recorded false and was true once, on some nodes",
      site: "uc",
      patch: #"{"node_type": "compute_cascadelake_r", "infiniband": false}"#,
      expected: ["infiniband": "false (recorded)", "raw.infiniband": "false"],
      oddities: ["infiniband-withdrawn infiniband"]),
    Case(
      name: "InfiniBand is missing but an adapter has it",
      patch: """
        {"infiniband": null, "network_adapters": [{"interface": "InfiniBand", "enabled": true}]}
        """,
      expected: [
        "infiniband": "true (inferred from an InfiniBand adapter in network_adapters)",
        "infinibandRate": "unknown: the adapter's rate is not recorded",
        "network": "unknown: no enabled port records a rate",
      ]),
    Case(
      name: "InfiniBand is recorded and its only adapter is disabled",
      site: "uc",
      patch: """
        {"node_type": "storage_nvme", "infiniband": true, "network_adapters": [
         {"interface": "InfiniBand", "enabled": false, "model": null, "device": "InfiniBand.Slot.2"},
         {"interface": "Ethernet", "enabled": true, "rate": 25000000000}]}
        """,
      expected: [
        "infiniband": "true (recorded)",
        "infinibandRate": "200G (inferred from what is documented of storage_nvme)",
      ], oddities: ["infiniband-contradicts-adapters infiniband"]),
    Case(
      name: "the rate is null, the adapter is known",
      patch: """
        {"network_adapters": [{"interface": "Ethernet", "enabled": true, "rate": null,
         "model": "BCM57414 NetXtreme-E 10Gb/25Gb RDMA Ethernet Controller"}]}
        """,
      expected: [
        "network": """
        25G (inferred from the adapter BCM57414 NetXtreme-E 10Gb/25Gb RDMA Ethernet Controller)
        """
      ], oddities: ["rate-missing network_adapters.rate"]),
    Case(
      name: "the rate is null, the adapter is not known",
      patch: """
        {"network_adapters": [{"interface": "Ethernet", "enabled": true, "rate": null,
         "model": "3c509"}]}
        """,
      expected: [
        "network": "unknown: no enabled port records a rate", "raw.network": "3c509",
      ]),
    Case(
      name: "no adapters",
      patch: #"{"network_adapters": []}"#,
      expected: ["network": "unknown: network_adapters is not recorded"]),
  ]
}
