extension NormaliserTests {
  /// Sizes that no node has: what they stand for is unknown.
  static let implausible: [Case] = [
    Case(
      name: "10^18 bytes of memory",
      patch: """
        {"main_memory": {"ram_size": 1000000000000000000}}
        """,
      expected: [
        "memory": "unknown: main_memory.ram_size says 1000000000000000000, which no node has",
        "raw.memory": "1000000000000000000",
      ],
      oddities: ["implausible-size main_memory.ram_size"]),
    Case(
      name: "192 bytes of memory",
      patch: """
        {"main_memory": {"ram_size": 192}}
        """,
      expected: [
        "memory": "unknown: main_memory.ram_size says 192, which no node has"
      ],
      oddities: ["implausible-size main_memory.ram_size"]),
    Case(
      name: "a size that does not fit 64 bits",
      patch: """
        {"main_memory": {"ram_size": 1e400}}
        """,
      expected: [
        "memory": "unknown: main_memory.ram_size says 1e400, which no node has"
      ],
      oddities: ["implausible-size main_memory.ram_size"]),
    Case(
      name: "a label of 9999999999 TiB",
      patch: """
        {"main_memory": {"ram_size": null, "humanized_ram_size": "9999999999 TiB"}}
        """,
      expected: [
        "memory": "unknown: main_memory.humanized_ram_size says 9999999999 TiB, which no node has"
      ],
      oddities: ["implausible-size main_memory.humanized_ram_size"]),
    Case(
      name: "100000 GPUs",
      patch: """
        {"gpu": {"gpu": true, "gpu_count": 100000, "gpu_model": "GA100GL [A30 PCIe]"}}
        """,
      expected: [
        "gpus": "unknown: gpu.gpu_count says 100000, which no node has",
        "gpu": "A30 PCIe 24GB (recorded)",
        "raw.gpus": "100000",
      ],
      oddities: ["implausible-size gpu.gpu_count"]),
    Case(
      name: "a drive of 10^19 bytes among others",
      patch: """
        {"storage_devices": [{"size": 480000000000, "media_type": "SSD"}, {"size":
        10000000000000000000, "media_type": "SSD", "model": "SSDSC2KB480G8R"}]}
        """,
      expected: [
        "storage": "unknown: storage_devices.size says 10000000000000000000, which no node has"
      ],
      oddities: ["implausible-size storage_devices.size"]),
    Case(
      name: "a port with 10 Tb/s",
      patch: """
        {"network_adapters": [{"enabled": true, "rate": 10000000000000}, {"enabled": true,
        "rate": 25000000000}]}
        """,
      expected: [
        "network": "unknown: network_adapters.rate says 10000000000000, which no node has",
        "raw.network": "10000000000000",
      ],
      oddities: ["implausible-size network_adapters.rate"]),
    Case(
      name: "InfiniBand with 10 Tb/s",
      patch: """
        {"infiniband": true, "network_adapters": [{"interface": "InfiniBand", "enabled":
        true, "rate": 10000000000000}, {"interface": "Ethernet", "enabled": true, "rate":
        25000000000}]}
        """,
      expected: [
        "infiniband": "true (recorded)",
        "infinibandRate": "unknown: network_adapters.rate says 10000000000000, which no node has",
        "network": "25G (recorded)",
      ],
      oddities: ["implausible-size network_adapters.rate"]),
    Case(
      name: "17 sockets",
      patch: """
        {"architecture": {"smp_size": 17}}
        """,
      expected: [
        "sockets": "unknown: architecture.smp_size says 17, which no node has",
        "cores": "unknown: no fact tells the cores of this processor",
      ],
      oddities: ["implausible-size architecture.smp_size"]),
    Case(
      name: "100000 threads",
      patch: """
        {"architecture": {"smt_size": 100000}}
        """,
      expected: [
        "threads": "96 (inferred from the processor model and 2 sockets)",
        "raw.threads": "100000",
      ],
      oddities: ["implausible-size architecture.smt_size"]),
  ]
}
