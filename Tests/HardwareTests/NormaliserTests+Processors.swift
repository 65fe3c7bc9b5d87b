extension NormaliserTests {
  static let processors: [Case] = [
    Case(
      name: "the model is 'Intel Xeon', the truth stands in other_description",
      patch: """
        {"architecture": {"smt_size": 64}, "processor": {"model": "Intel Xeon", "cache_l3": null,
         "other_description": "Intel(R) Xeon(R) Gold 6242 CPU @ 2.80GHz"}}
        """,
      expected: [
        "processor": "Intel Xeon Gold 6242 (inferred from processor.other_description)",
        "raw.processor": "Intel(R) Xeon(R) Gold 6242 CPU @ 2.80GHz",
        "cores": "32 (inferred from the processor model and 2 sockets)",
      ], oddities: ["model-in-description processor.model"]),
    Case(
      name: "other_description is cut off",
      patch: """
        {"processor": {"model": "Intel Xeon",
         "other_description": "Intel(R) Xeon(R) Gold 6240R CPU @ 2.40GH"}}
        """,
      expected: [
        "processor": "Intel Xeon Gold 6240R (inferred from processor.other_description)"
      ], oddities: ["model-in-description processor.model"]),
    Case(
      name: "A64FX is recorded by its part number",
      patch: """
        {"node_type": "compute_arm64", "architecture":
          {"platform_type": "aarch64", "smp_size": 1, "smt_size": 48},
         "processor": {"model": "461F0010", "instruction_set": "aarch64", "cache_l3": null,
          "clock_speed": 2000000000},
         "main_memory": {"ram_size": 34359738368, "humanized_ram_size": "32 GiB"}}
        """,
      expected: [
        "instructionSet": "aarch64 (recorded)",
        "processor": "Fujitsu A64FX (inferred from the part number 461F0010)",
        "raw.processor": "461F0010",
        "cores": "48 (inferred from the processor model and 1 socket)",
        "threads": "48 (recorded)",
        "memory": "32 GiB (recorded)",
      ],
      oddities: ["part-number-for-model processor.model", "infiniband-withdrawn infiniband"]),
    Case(
      name: "multithreading was off: smt_size 24",
      patch: """
        {"architecture": {"smt_size": 24}, "processor": {"cache_l3": null,
         "model": "Intel(R) Xeon(R) Gold 6126 CPU @ 2.60GHz"}}
        """,
      expected: [
        "processor": "Intel Xeon Gold 6126 (recorded)",
        "cores": "24 (inferred from the processor model and 2 sockets)",
        "threads": "48 (inferred from the processor model and 2 sockets)",
        "raw.threads": "24",
      ], oddities: ["threads-differ architecture.smt_size"]),
    Case(
      name: "multithreading was on: smt_size 48",
      patch: """
        {"architecture": {"smt_size": 48}, "processor": {"cache_l3": null,
         "model": "Intel(R) Xeon(R) Gold 6126 CPU @ 2.60GHz"}}
        """,
      expected: [
        "cores": "24 (inferred from the processor model and 2 sockets)",
        "threads": "48 (recorded)",
      ]),
    Case(
      name: "smt_size is missing",
      patch: #"{"architecture": {"smt_size": null}}"#,
      expected: ["threads": "96 (inferred from the processor model and 2 sockets)"]),
    Case(
      name: "EPYC's L3 is recorded per core complex",
      patch: """
        {"architecture": {"smt_size": 256}, "processor": {"cache_l3": 33554432,
         "clock_speed": 2450000000, "model": "AMD EPYC 7763 64-Core Processor"}}
        """,
      expected: [
        "processor": "AMD EPYC 7763 (recorded)",
        "cores": "128 (inferred from the processor model and 2 sockets)",
      ], oddities: ["cache-per-complex processor.cache_l3"]),
    Case(
      name: "the clock is above the highest of the model",
      patch: """
        {"architecture": {"platform_type": "aarch64", "smt_size": 256}, "processor": {
         "cache_l3": null, "clock_speed": 3300000000, "instruction_set": "aarch64",
         "model": "Cavium ThunderX2(R) CPU CN9980 v2.2 @ 2.20GHz"}}
        """,
      expected: [
        "processor": "Cavium ThunderX2 CN9980 (recorded)",
        "cores": "64 (inferred from the processor model and 2 sockets)",
        "threads": "256 (recorded)",
      ], oddities: ["clock-above-turbo processor.clock_speed"]),
    Case(
      name: "no fact knows the model",
      patch: #"{"processor": {"model": "Zilog Z80"}}"#,
      expected: [
        "processor": "Zilog Z80 (recorded)",
        "cores": "unknown: no fact tells the cores of this processor",
        "threads": "96 (recorded)",
      ], oddities: ["unknown-processor processor.model"]),
    Case(
      name: "no fact knows the model, and the description names another",
      patch: """
        {"processor": {"model": "Intel(R) Xeon(R) 6980P",
         "other_description": "Intel(R) Xeon(R) Gold 6242 CPU @ 2.80GHz"}}
        """,
      expected: [
        "processor": "Intel(R) Xeon(R) 6980P (recorded)",
        "cores": "unknown: no fact tells the cores of this processor",
      ], oddities: ["unknown-processor processor.model"]),
    Case(
      name: "the description says more, and no fact knows it",
      patch: """
        {"processor": {"model": "Intel Xeon", "other_description": "Intel Xeon 6980P"}}
        """,
      expected: ["processor": "Intel Xeon 6980P (recorded)"],
      oddities: ["unknown-processor processor.model"]),
    Case(
      name: "the model is missing",
      patch: #"{"processor": {"model": null}}"#,
      expected: [
        "processor": "unknown: processor.model is not recorded",
        "cores": "unknown: no fact tells the cores of this processor",
      ]),
    Case(
      name: "smp_size is missing",
      patch: #"{"architecture": {"smp_size": null}}"#,
      expected: [
        "sockets": "unknown: architecture.smp_size is not recorded",
        "cores": "unknown: no fact tells the cores of this processor",
      ]),
    Case(
      name: "the two instruction sets differ",
      patch: #"{"processor": {"instruction_set": "aarch64"}}"#,
      expected: ["instructionSet": "x86_64 (recorded)"],
      oddities: ["instruction-sets-differ processor.instruction_set"]),
    Case(
      name: "only the processor tells the instruction set",
      patch: #"{"architecture": {"platform_type": null}}"#,
      expected: ["instructionSet": "x86_64 (inferred from processor.instruction_set)"]),
  ]
}
