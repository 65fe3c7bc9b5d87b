import Hardware
import JSON
import TestSupport
import Testbed
import Testing

/// The dirty records of the reference repository, one by one.
@Suite struct NormaliserTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var site = "tacc"
    /// What differs from the clean record.
    let patch: String
    /// Some fields of the reading as texts.
    let expected: [String: String]
    /// Every rule that fires, with its field.
    var oddities: Set<String> = []
    var isReservable = true
    var testDescription: String { name }
  }

  static let clean: [String: String] = [
    "instructionSet": "x86_64 (recorded)",
    "processor": "Intel Xeon Gold 6240R (recorded)",
    "sockets": "2 (recorded)",
    "cores": "48 (inferred from the processor model and 2 sockets)",
    "threads": "96 (recorded)",
    "memory": "192 GiB (recorded)",
    "persistentMemory": "unknown: no record tells of persistent memory",
    "gpus": "0 (recorded)",
    "gpu": "unknown: there is no GPU",
    "fpga": "unknown: fpga is not recorded",
    "infiniband": "false (recorded)",
    "infinibandRate": "unknown: there is no InfiniBand",
    "network": "25G (recorded)",
    "storage": "1x 480 GB SSD (recorded)",
  ]

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

  static let accelerators: [Case] = [
    Case(
      name: "a K80 is counted in dies",
      patch: """
        {"node_type": "gpu_k80", "gpu": {"gpu": true, "gpu_count": 2,
         "gpu_model": "GK210GL [Tesla K80]", "gpu_vendor": "NVIDIA"}}
        """,
      expected: [
        "gpus": "1 (inferred from 2 devices, 2 on a board)", "gpu": "K80 (recorded)",
        "raw.gpus": "2", "raw.gpu": "GK210GL [Tesla K80]",
      ], oddities: ["gpu-dies-counted gpu.gpu_count"]),
    Case(
      name: "RTX 6000 and 8000 have one PCI id",
      site: "uc",
      patch: """
        {"node_type": "gpu_rtx_6000", "gpu": {"gpu": true, "gpu_count": 1,
         "gpu_model": "TU102GL [Quadro RTX 6000/8000]"}}
        """,
      expected: [
        "gpus": "1 (recorded)", "gpu": "Quadro RTX 6000 (recorded)",
        "raw.gpu": "TU102GL [Quadro RTX 6000/8000]",
      ], oddities: ["shared-device-id gpu.gpu_model"]),
    Case(
      name: "gpu is absent",
      patch: #"{"gpu": null}"#,
      expected: ["gpus": "unknown: gpu is not recorded", "gpu": "unknown: gpu is not recorded"]),
    Case(
      name: "gpu is an empty object",
      patch: #"{"gpu": {"gpu": null}}"#,
      expected: ["gpus": "unknown: gpu is not recorded", "gpu": "unknown: gpu is not recorded"]),
    Case(
      name: "gpu is an empty list",
      patch: #"{"gpu": []}"#,
      expected: ["gpus": "unknown: gpu is not recorded", "gpu": "unknown: gpu is not recorded"]),
    Case(
      name: "gpu is a list of equal models",
      patch: """
        {"gpu": [{"gpu": true, "gpu_model": "GV100GL [Tesla V100 PCIe 16GB]"},
         {"gpu": true, "gpu_model": "GV100GL [Tesla V100 PCIe 16GB]"}]}
        """,
      expected: ["gpus": "2 (recorded)", "gpu": "V100 PCIe 16GB (recorded)", "raw.gpus": "2"],
      oddities: ["gpu-as-list gpu"]),
    Case(
      name: "gpu is a list of different models",
      patch: """
        {"node_type": "gpu_p100_v100", "gpu": [{"gpu_model": "GP100GL [Tesla P100 PCIe 16GB]"},
         {"gpu_model": "GV100GL [Tesla V100 PCIe 16GB]"}]}
        """,
      expected: [
        "gpus": "2 (recorded)",
        "gpu": """
        unknown: the GPUs differ: GP100GL [Tesla P100 PCIe 16GB], GV100GL [Tesla V100 PCIe 16GB]
        """,
      ], oddities: ["gpu-as-list gpu"]),
    Case(
      name: "gpu is a list of something else",
      patch: #"{"gpu": [1, "P100", []]}"#,
      expected: ["gpus": "unknown: gpu is not recorded", "gpu": "unknown: gpu is not recorded"]),
    Case(
      name: "the model is 'NVIDIA Corporation', the type is known",
      patch: """
        {"node_type": "gpu_h100", "gpu": {"gpu": true, "gpu_count": 4,
         "gpu_model": "NVIDIA Corporation"}}
        """,
      expected: [
        "gpus": "4 (recorded)", "gpu": "H100 SXM5 94GB (inferred from the node type gpu_h100)",
        "raw.gpu": "NVIDIA Corporation",
      ], oddities: ["gpu-model-incomplete gpu.gpu_model"]),
    Case(
      name: "the model is 'NVIDIA Corporation', the type is not known",
      patch: #"{"gpu": {"gpu": true, "gpu_count": 4, "gpu_model": "NVIDIA Corporation"}}"#,
      expected: [
        "gpus": "4 (recorded)", "gpu": "unknown: no fact knows the model 'NVIDIA Corporation'",
      ], oddities: ["unknown-gpu gpu.gpu_model"]),
    Case(
      name: "the model is 'P100' in gpu_p100_nvlink",
      patch: """
        {"node_type": "gpu_p100_nvlink", "gpu": {"gpu": true, "gpu_count": 4, "gpu_model": "P100"}}
        """,
      expected: [
        "gpus": "4 (recorded)",
        "gpu": "P100 SXM2 16GB (inferred from the node type gpu_p100_nvlink)",
      ], oddities: ["gpu-model-incomplete gpu.gpu_model"]),
    Case(
      name: "no fact knows the GPU",
      patch: #"{"gpu": {"gpu": true, "gpu_count": 1, "gpu_model": "Voodoo 2"}}"#,
      expected: ["gpus": "1 (recorded)", "gpu": "Voodoo 2 (recorded)"],
      oddities: ["unknown-gpu gpu.gpu_model"]),
    Case(
      name: "the count is missing",
      patch: #"{"gpu": {"gpu": true, "gpu_model": "GM200GL [Tesla M40]"}}"#,
      expected: ["gpus": "unknown: gpu.gpu_count is not recorded", "gpu": "M40 (recorded)"]),
    Case(
      name: "a GPU node without its GPU",
      site: "uc",
      patch: #"{"node_type": "compute_gigaio", "gpu": {"gpu": false}}"#,
      expected: ["gpus": "0 (recorded)", "gpu": "unknown: there is no GPU"],
      oddities: ["gpu-node-without-gpu gpu.gpu"]),
    Case(
      name: "gpu is true as text",
      patch: #"{"gpu": {"gpu": "True", "gpu_count": 1, "gpu_model": "GM200GL [Tesla M40]"}}"#,
      expected: ["gpus": "1 (recorded)", "gpu": "M40 (recorded)"]),
    Case(
      name: "an Alveo hides in compute_cascadelake_r",
      patch: """
        {"node_type": "compute_cascadelake_r",
         "fpga": {"board_model": "Alveo U280 Golden Image", "board_vendor": "Xilinx"}}
        """,
      expected: ["fpga": "Alveo U280 (recorded)", "raw.fpga": "Alveo U280 Golden Image"],
      oddities: ["hidden-fpga fpga.board_model"]),
    Case(
      name: "an FPGA in a node type that says so",
      site: "uc",
      patch: #"{"node_type": "fpga", "fpga": {"board_model": "Arria 10 GX 1150"}}"#,
      expected: ["fpga": "Arria 10 GX 1150 (recorded)"]),
  ]

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

  static let drives: [Case] = [
    Case(
      name: "a drive without interface and media, of a known model",
      patch: """
        {"storage_devices": [{"device": "sda", "size": 2000398934016, "interface": null,
         "media_type": null, "model": "ST2000NX0253"}]}
        """,
      expected: [
        "storage": "1x 2 TB HDD (inferred from the models of the drives)",
        "raw.storage": "ST2000NX0253",
      ]),
    Case(
      name: "a drive without size, of a known model",
      patch: """
        {"storage_devices": [{"device": "sda", "media_type": "SSD", "model": "SSDSC2KB480G8R"}]}
        """,
      expected: ["storage": "1x 480 GB SSD (inferred from the models of the drives)"],
      oddities: ["drive-size-missing storage_devices.size"]),
    Case(
      name: "a drive of which nothing is known",
      patch: #"{"storage_devices": [{"device": "sda"}]}"#,
      expected: ["storage": "1x disk (recorded)"]),
    Case(
      name: "an NVMe drive is told by its device",
      patch: """
        {"storage_devices": [{"device": "/dev/nvme1n1", "size": 3840755982336,
         "model": "NVMe disk"}]}
        """,
      expected: ["storage": "1x 3.84 TB NVMe (recorded)"]),
    Case(
      name: "two spellings of one size are one kind of drive",
      patch: """
        {"storage_devices": [{"size": 480103981056, "media_type": "SSD", "model": "a"},
         {"size": 480000000000, "media_type": "SSD", "model": "b"}]}
        """,
      expected: ["storage": "2x 480 GB SSD (recorded)"]),
    Case(
      name: "drives are ordered: fast, then large",
      patch: """
        {"storage_devices": [{"size": 1000000000000, "media_type": "Rotational"},
         {"size": 2000000000000, "media_type": "Rotational"}, {"size": 1, "interface": "PCIe"},
         {"size": 1000000000000, "media_type": "Rotational"}]}
        """,
      expected: ["storage": "1x 0 GB NVMe + 1x 2 TB HDD + 2x 1 TB HDD (recorded)"]),
    Case(
      name: "no drives",
      patch: #"{"storage_devices": []}"#,
      expected: ["storage": "unknown: storage_devices is empty"],
      oddities: ["no-drives storage_devices"]),
    Case(
      name: "drives that are no objects",
      patch: #"{"storage_devices": [1, "sda", []]}"#,
      expected: ["storage": "unknown: storage_devices is empty"],
      oddities: ["no-drives storage_devices"]),
    Case(
      name: "the largest size that fits",
      patch: #"{"storage_devices": [{"size": 9223372036854775807, "media_type": "SSD"}]}"#,
      expected: ["storage": "1x 9220000 TB SSD (recorded)"]),
  ]

  static let others: [Case] = [
    Case(name: "the clean record", patch: "{}", expected: clean),
    Case(
      name: "the rack is a number",
      patch: #"{"placement": {"rack": 5}}"#, expected: clean),
    Case(
      name: "a hypervisor is not reservable as a host",
      site: "kvm",
      patch: #"{"lease_mode": "flavor"}"#, expected: clean,
      oddities: ["not-reservable-as-host lease_mode"], isReservable: false),
    Case(
      name: "lease_mode host",
      patch: #"{"lease_mode": "host"}"#, expected: clean),
  ]

  @Test(arguments: processors + memories + accelerators + networks + drives + others)
  func reads(_ example: Case) throws {
    let reading = try Fixtures.reading(patching: example.patch, at: example.site)
    let texts = reading.hardware.texts.merging(reading.raw.texts) { first, _ in first }
    for (field, text) in example.expected { #expect(texts[field] == text, "\(field)") }
    #expect(Set(reading.oddities.map { "\($0.rule) \($0.field)" }) == example.oddities)
    #expect(reading.isReservable == example.isReservable)
  }

  /// What a case does not name stays as in the clean record, unless it follows from what it changes.
  @Test func leavesTheRestAsItIs() throws {
    let reading = try Fixtures.reading(patching: #"{"gpu": null}"#)
    var expected = Self.clean
    expected["gpus"] = "unknown: gpu is not recorded"
    expected["gpu"] = "unknown: gpu is not recorded"
    #expect(reading.hardware.texts == expected)
    #expect(reading.nodeName == "P3-CPU-020")
    #expect(reading.nodeType == "compute_test")
    #expect(reading.uid == "04d91a7a-db07-4d15-8958-10127b145ac3")
  }

  @Test func tellsWhatWasFoundAndWhatIsUsed() throws {
    let reading = try Fixtures.reading(
      patching: #"{"architecture": {"smt_size": 48}}"#)
    #expect(
      reading.oddities == [
        Oddity(
          rule: "threads-differ", field: "architecture.smt_size", found: "48", used: "96",
          reason: "multithreading was off when the node was inspected")
      ])
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let patch: String
    let message: String
    var testDescription: String { patch }
  }

  static let refused: [Refused] = [
    Refused(
      patch: #"{"uid": null}"#,
      message: "'uid': found nothing, expected a text that is not empty"),
    Refused(
      patch: #"{"uid": 7}"#, message: "'uid': found a number, expected a text that is not empty"),
    Refused(
      patch: #"{"uid": ""}"#, message: "'uid': found a string, expected a text that is not empty"),
    Refused(
      patch: #"{"node_type": ["x"]}"#,
      message: "'node_type': found an array, expected a text that is not empty"),
    Refused(patch: "[]", message: "'': found an array, expected an object"),
  ]

  @Test(arguments: refused)
  func refusesWhatCannotBeNamed(_ example: Refused) throws {
    let error = try #require(throws: RecordError.self) {
      try Fixtures.reading(patching: example.patch)
    }
    #expect(error.description == example.message)
  }

  @Test func takesTheUIDForAMissingName() throws {
    let reading = try Fixtures.reading(patching: #"{"node_name": null}"#)
    #expect(reading.nodeName == reading.uid)
  }
}
