extension NormaliserTests {
  static let memories: [Case] = [
    Case(
      name: "decimal bytes for '128 GiB'",
      patch: #"{"main_memory": {"ram_size": 128000000000, "humanized_ram_size": "128 GiB"}}"#,
      expected: [
        "memory": "128 GiB (inferred from main_memory.humanized_ram_size)",
        "raw.memory": "128000000000",
      ], oddities: ["decimal-memory main_memory.ram_size"]),
    Case(
      name: "the label is missing",
      patch: #"{"main_memory": {"ram_size": 135291469824, "humanized_ram_size": null}}"#,
      expected: [
        "memory": "128 GiB (inferred from main_memory.ram_size)", "raw.memory": "135291469824",
      ],
      oddities: ["no-memory-label main_memory.humanized_ram_size"]),
    Case(
      name: "what the operating system sees is less than what is installed",
      patch: #"{"main_memory": {"ram_size": 200789721088, "humanized_ram_size": "192 GiB"}}"#,
      expected: ["memory": "192 GiB (inferred from main_memory.humanized_ram_size)"]),
    Case(
      name: "only the label tells the size",
      patch: #"{"main_memory": {"ram_size": null, "humanized_ram_size": "~244 GiB"}}"#,
      expected: [
        "memory": "244 GiB (inferred from main_memory.humanized_ram_size)",
        "raw.memory": "~244 GiB",
      ]),
    Case(
      name: "the label contradicts the bytes",
      patch: #"{"main_memory": {"ram_size": 274877906944, "humanized_ram_size": "128 GiB"}}"#,
      expected: ["memory": "256 GiB (recorded)"],
      oddities: ["memory-label-differs main_memory.humanized_ram_size"]),
    Case(
      name: "nothing is recorded",
      patch: #"{"main_memory": null}"#,
      expected: ["memory": "unknown: main_memory.ram_size is not recorded"]),
    Case(
      name: "3840 GiB are 768 GiB of memory and Optane",
      site: "uc",
      patch: """
        {"node_type": "compute_nvdimm", "infiniband": true,
         "architecture": {"smp_size": 4, "smt_size": 224},
         "processor": {"model": "Intel(R) Xeon(R) Platinum 8276 CPU @ 2.20GHz"},
         "main_memory": {"humanized_ram_size": "3840 GiB", "ram_size": 4123168604160},
         "network_adapters": [{"interface": "InfiniBand", "enabled": true, "rate": 100000000000},
          {"interface": "Ethernet", "enabled": true, "rate": 25000000000}]}
        """,
      expected: [
        "memory": "768 GiB (inferred from what is documented of compute_nvdimm)",
        "persistentMemory": "3072 GiB (inferred from what is documented of compute_nvdimm)",
        "raw.memory": "4123168604160",
        "cores": "112 (inferred from the processor model and 4 sockets)",
      ], oddities: ["persistent-memory-as-memory main_memory.ram_size"]),
  ]
}
