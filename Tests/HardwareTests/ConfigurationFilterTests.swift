import Catalog
import Hardware
import Testbed
import Testing

@Suite struct ConfigurationFilterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let filter: @Sendable (inout ConfigurationFilter) -> Void
    let hardware: @Sendable (inout NodeHardware) -> Void
    let verdict: ConfigurationFilter.Verdict
    var testDescription: String { name }

    init(
      _ name: String, _ verdict: ConfigurationFilter.Verdict,
      _ filter: @escaping @Sendable (inout ConfigurationFilter) -> Void,
      on hardware: @escaping @Sendable (inout NodeHardware) -> Void = { _ in }
    ) {
      self.name = name
      self.filter = filter
      self.hardware = hardware
      self.verdict = verdict
    }
  }

  private static let fast = StorageGroup(count: 2, media: .nvme, size: .gigabytes(1920))
  private static let slow = StorageGroup(count: 16, media: .hardDisk, size: .gigabytes(2000))
  private static let odd = StorageGroup(count: 1, media: .unknown, size: nil)

  /// Two Gold 6126 with four A100, 192 GiB, one SSD and 25G; InfiniBand and FPGA are unknown.
  private static func configuration(
    _ change: (inout NodeHardware) -> Void, kind: Configuration.Kind = .host, nodes: Int = 4
  ) throws -> Configuration {
    var hardware = NodeHardware(
      instructionSet: .recorded("x86_64"), processor: .recorded("Intel Xeon Gold 6126"),
      sockets: .recorded(2), cores: .inferred(24, from: "the model"), threads: .recorded(48),
      memory: .recorded(.gibibytes(192)), persistentMemory: .unknown("not recorded"),
      acceleratorCount: .recorded(4), accelerator: .recorded("A100 PCIe 80GB"),
      fpga: .unknown("not recorded"), infiniband: .unknown("not recorded"),
      infinibandRate: .unknown("not recorded"), networkRate: .recorded(.gigabits(25)),
      storage: .recorded([StorageGroup(count: 1, media: .solidState, size: .gigabytes(480))]))
    change(&hardware)
    return Configuration(
      site: try #require(SiteID("uc")), nodeType: "gpu_a100_pcie", name: "gpu_a100_pcie-12ab",
      kind: kind, nodeCount: nodes, hardware: hardware, selector: nil)
  }

  static let cases = [
    Case("nothing asked", .matches, { _ in }),
    Case("memory of a K80's devices", .matches, { $0.minimumAcceleratorMemory = .gibibytes(12) }) {
      $0.accelerator = .recorded("K80")
    },
    Case("memory of a K80's board", .fails, { $0.minimumAcceleratorMemory = .gibibytes(13) }) {
      $0.accelerator = .recorded("K80")
    },
    Case("type", .matches, { $0.types = [Glob("gpu_*")] }),
    Case("configuration name", .matches, { $0.types = [Glob("nope"), Glob("*-12AB")] }),
    Case("other type", .fails, { $0.types = [Glob("gpu_a100")] }),
    Case("other site", .fails, { $0.sites = [] }),
    Case("kind", .fails, { $0.kinds = [.flavor] }),
    Case("cpu by vendor and model", .matches, { $0.processor = "INTEL 6126" }),
    Case("cpu of another vendor", .fails, { $0.processor = "amd" }),
    Case("cpu unknown", .unknown(["processor"]), { $0.processor = "amd" }) {
      $0.processor = .unknown("")
    },
    Case("generation", .matches, { $0.processorGenerations = ["zen3", "skylake"] }),
    Case("generation of a model without fact", .unknown(["processor generation"])) {
      $0.processorGenerations = ["skylake"]
    } on: {
      $0.processor = .recorded("Intel Xeon 9999")
    },
    Case(
      "cascadelake includes its refresh", .matches, { $0.processorGenerations = ["cascadelake"] }
    ) { $0.processor = .recorded("Intel Xeon Gold 6240R") },
    Case("cascadelake_r does not include the first", .fails) {
      $0.processorGenerations = ["cascadelake_r"]
    } on: {
      $0.processor = .recorded("Intel Xeon Gold 6242")
    },
    Case("instruction set", .fails, { $0.instructionSet = "aarch64" }),
    Case("just enough cores", .matches, { $0.minimumCores = 24 }),
    Case("too few cores", .fails, { $0.minimumCores = 25 }),
    Case("just enough memory", .matches, { $0.minimumMemory = .gibibytes(192) }),
    Case("too little memory", .fails, { $0.minimumMemory = .gibibytes(193) }),
    Case("any GPU", .matches, { $0.accelerators = .any }),
    Case("no GPU wanted", .fails, { $0.accelerators = .absent }),
    Case("no GPU there", .matches, { $0.accelerators = .absent }) {
      $0.acceleratorCount = .recorded(0)
      $0.accelerator = .unknown("there is no GPU")
    },
    Case("GPU unknown", .unknown(["gpu"]), { $0.accelerators = .absent }) {
      $0.acceleratorCount = .unknown("not recorded")
      $0.accelerator = .unknown("not recorded")
    },
    Case("GPU by words", .matches, { $0.accelerators = .model("a100 80gb") }),
    Case("A10 is no A100", .fails, { $0.accelerators = .model("a10") }),
    Case("model asked where there is no GPU", .fails, { $0.accelerators = .model("a100") }) {
      $0.acceleratorCount = .recorded(0)
      $0.accelerator = .unknown("there is no GPU")
    },
    Case("GPU vendor", .matches, { $0.acceleratorVendor = "nvidia" }),
    Case("other GPU vendor", .fails, { $0.acceleratorVendor = "AMD" }),
    Case("GPU memory", .matches, { $0.minimumAcceleratorMemory = .gibibytes(80) }),
    Case("too little GPU memory", .fails, { $0.minimumAcceleratorMemory = .gibibytes(81) }),
    Case("memory of a slice", .unknown(["gpu memory"])) {
      $0.minimumAcceleratorMemory = .gibibytes(10)
    } on: {
      $0.accelerator = .inferred("H100 SXM5 94GB (1/7 MIG slice)", from: "the flavor")
    },
    Case("vendor of a slice", .matches, { $0.acceleratorVendor = "nvidia" }) {
      $0.accelerator = .inferred("H100 SXM5 94GB (1/7 MIG slice)", from: "the flavor")
    },
    Case("GPU count", .fails, { $0.minimumAccelerators = 5 }),
    Case("FPGA unknown", .unknown(["fpga"]), { $0.needsFPGA = true }),
    Case("FPGA", .matches, { $0.needsFPGA = true }) { $0.fpga = .recorded("Alveo U280") },
    Case("InfiniBand unknown", .unknown(["infiniband"]), { $0.infiniband = .known }),
    Case("InfiniBand unknown will do", .matches, { $0.infiniband = .knownOrUnknown }),
    Case("no InfiniBand", .fails, { $0.infiniband = .knownOrUnknown }) {
      $0.infiniband = .recorded(false)
    },
    Case("network", .matches, { $0.minimumNetworkRate = .gigabits(25) }),
    Case("slow network", .fails, { $0.minimumNetworkRate = .gigabits(26) }),
    Case("a drive of the kind", .matches, { $0.media = .solidState }),
    Case("no drive of the kind", .fails, { $0.media = .nvme }),
    Case("a drive of unknown kind", .unknown(["storage"]), { $0.media = .nvme }) {
      $0.storage = .recorded([odd])
    },
    Case(
      "drives of the kind only", .fails,
      {
        $0.media = .nvme
        $0.minimumDrives = 3
      }
    ) { $0.storage = .recorded([fast, slow]) },
    Case("capacity of all drives", .matches, { $0.minimumStorage = .gigabytes(35_840) }) {
      $0.storage = .recorded([fast, slow])
    },
    Case(
      "capacity of the kind", .fails,
      {
        $0.media = .nvme
        $0.minimumStorage = .gigabytes(4000)
      }
    ) { $0.storage = .recorded([fast, slow]) },
    Case("size of a drive unknown", .unknown(["storage"]), { $0.minimumStorage = .gigabytes(4000) })
    { $0.storage = .recorded([fast, odd]) },
    Case("drives unknown", .unknown(["storage"]), { $0.minimumDrives = 1 }) {
      $0.storage = .unknown("not recorded")
    },
    Case(
      "what fails counts more than what is unknown", .fails,
      {
        $0.infiniband = .known
        $0.minimumCores = 100
      }),
    Case(
      "all that is unknown is named", .unknown(["fpga", "infiniband"]),
      {
        $0.infiniband = .known
        $0.needsFPGA = true
      }),
  ]

  @Test(arguments: cases) func judges(_ one: Case) throws {
    var filter = ConfigurationFilter()
    one.filter(&filter)
    let configuration = try ConfigurationFilterTests.configuration(one.hardware)
    let facts = try BundledData.facts()
    #expect(filter.verdict(on: configuration, facts: facts) == one.verdict)
    #expect(filter.matches(configuration, facts: facts) == (one.verdict == .matches))
  }

  @Test func theNumberOfInstancesMayBeUnknown() throws {
    var filter = ConfigurationFilter()
    filter.minimumNodes = 1
    let flavor = try ConfigurationFilterTests.configuration({ _ in }, kind: .flavor, nodes: 0)
    #expect(filter.verdict(on: flavor, facts: try BundledData.facts()) == .unknown(["nodes"]))
    let host = try ConfigurationFilterTests.configuration({ _ in }, nodes: 0)
    #expect(filter.verdict(on: host, facts: try BundledData.facts()) == .fails)
  }

  @Test func isEmptyUntilSomethingIsAsked() {
    var filter = ConfigurationFilter()
    #expect(filter.isEmpty)
    filter.needsFPGA = true
    #expect(!filter.isEmpty)
  }
}
