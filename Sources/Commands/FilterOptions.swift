import ArgumentParser
import Hardware
import Testbed

/// What hardware has to be like; `chiport list` shows it, and `find-equivalent` takes it as query.
struct FilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A node type, flavor or configuration; * is any text.", valueName: "glob"))
  var type: [String] = []

  @Option(
    help: ArgumentHelp("Words of the processor's vendor or model: 'gold 6126'.", valueName: "text"))
  var cpu: String?

  @Option(
    help: ArgumentHelp(
      "A processor generation, as skylake or zen3; may be repeated.", valueName: "name"))
  var cpuGeneration: [String] = []

  @Option(help: ArgumentHelp("x86_64 or aarch64.", valueName: "name"), transform: Self.architecture)
  var arch: String?

  @Option(help: ArgumentHelp("At least this many cores in a node.", valueName: "n"))
  var minCores: Int?

  @Option(
    help: ArgumentHelp("At least this much memory: 192 (GiB), 1TiB.", valueName: "size"),
    transform: Self.memory)
  var minMemory: ByteCount?

  @Option(
    help: ArgumentHelp("Words of the GPU's model, as 'a100 80gb'; any; or none.", valueName: "text")
  )
  var gpu: String?

  @Option(help: ArgumentHelp("The GPU's vendor: nvidia, amd, intel.", valueName: "name"))
  var gpuVendor: String?

  @Option(help: ArgumentHelp("At least this many GPUs in a node.", valueName: "n"))
  var minGpus: Int?

  @Option(
    help: ArgumentHelp("At least this much memory on each GPU: 40 (GiB).", valueName: "size"),
    transform: Self.memory)
  var minGpuMemory: ByteCount?

  @Flag(help: "With an FPGA.")
  var fpga = false

  @Flag(help: "With InfiniBand, for certain.")
  var infiniband = false

  @Flag(help: "With InfiniBand, or where it is unknown.")
  var infinibandUnknown = false

  @Option(
    help: ArgumentHelp("At least this network rate: 25G.", valueName: "rate"), transform: Self.rate)
  var minNetwork: BitRate?

  @Option(
    help: ArgumentHelp("With drives of this kind.", valueName: "kind"))
  var disk: DriveKind?

  @Option(help: ArgumentHelp("At least this many drives (of --disk).", valueName: "n"))
  var minDisks: Int?

  @Option(
    help: ArgumentHelp(
      "At least this much on drives (of --disk): 960 (GB), 4TB.", valueName: "size"),
    transform: Self.storage)
  var minStorage: ByteCount?

  @Option(help: ArgumentHelp("At least this many such nodes.", valueName: "n"))
  var minNodes: Int?

  /// The kinds of drives as one types them.
  enum DriveKind: String, OptionWord {
    case hdd, ssd, nvme

    var media: StorageMedia {
      switch self {
      case .hdd: .hardDisk
      case .ssd: .solidState
      case .nvme: .nvme
      }
    }
  }
}

extension FilterOptions {
  /// The filter that the options make; it filters neither sites nor kinds.
  ///
  /// - Parameter facts: The generations that there are.
  /// - Returns: The filter.
  /// - Throws: `CommandFailure` for a generation that no processor has.
  func filter(facts: Facts) throws -> ConfigurationFilter {
    var filter = ConfigurationFilter()
    filter.types = type.map(Glob.init)
    filter.processor = cpu
    filter.processorGenerations = try cpuGeneration.map { try Self.generation($0, facts) }
    filter.instructionSet = arch
    filter.minimumCores = minCores
    filter.minimumMemory = minMemory
    filter.accelerators = gpu.map {
      switch $0.lowercased() {
      case "any": .any
      case "none": .absent
      default: .model($0)
      }
    }
    filter.acceleratorVendor = gpuVendor
    filter.minimumAccelerators = minGpus
    filter.minimumAcceleratorMemory = minGpuMemory
    filter.needsFPGA = fpga
    filter.infiniband = infinibandUnknown ? .knownOrUnknown : infiniband ? .known : nil
    filter.minimumNetworkRate = minNetwork
    filter.media = disk?.media
    filter.minimumDrives = minDisks
    filter.minimumStorage = minStorage
    filter.minimumNodes = minNodes
    return filter
  }

  /// `Cascade Lake`, `cascade-lake` and `cascadelake` are one.
  private static func generation(_ text: String, _ facts: Facts) throws -> String {
    let known = Set(facts.processors.map(\.generation))
    let wanted = text.lowercased()
    if known.contains(wanted) { return wanted }
    let joined = wanted.filter { $0 != " " && $0 != "-" }
    if known.contains(joined) { return joined }
    let nearest = NearestNames(known).nearest(to: joined)
    throw CommandFailure(
      "no processor generation '\(text)'",
      hint: nearest.isEmpty
        ? "generations: \(known.sorted().joined(separator: ", "))"
        : "nearest names: \(nearest.joined(separator: ", "))", code: .usage)
  }

  private static func architecture(_ text: String) throws -> String {
    switch text.lowercased() {
    case "x86_64", "amd64", "x86": "x86_64"
    case "aarch64", "arm64", "arm": "aarch64"
    default: throw ValidationError("expected x86_64 or aarch64")
    }
  }

  private static func memory(_ text: String) throws -> ByteCount {
    guard let size = ByteCount(parsing: text, unit: .gibibytes(1)) else {
      throw ValidationError("expected a size such as 192, 192GiB or 1TiB")
    }
    return size
  }

  private static func storage(_ text: String) throws -> ByteCount {
    guard let size = ByteCount(parsing: text, unit: .gigabytes(1)) else {
      throw ValidationError("expected a size such as 960, 960GB or 4TB")
    }
    return size
  }

  private static func rate(_ text: String) throws -> BitRate {
    guard let rate = BitRate(parsing: text) else {
      throw ValidationError("expected a rate such as 25G or 100G")
    }
    return rate
  }
}
