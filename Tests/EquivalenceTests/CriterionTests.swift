import Catalog
import Hardware
import Testbed
import Testing

@testable import Equivalence

@Suite struct GradeTests {
  @Test func gradesAreOrdered() {
    #expect(Grade.allCases == [.none, .partial, .close, .dropIn])
    #expect(Grade.allCases.sorted() == Grade.allCases)
    #expect(Grade.dropIn.rawValue == "drop-in")
  }
}

@Suite struct RequirementKindTests {
  @Test(arguments: [
    ("isa", Requirement.Kind.instructionSet), ("gpu", .accelerator),
    ("gpu-stack", .acceleratorStack), ("fpga", .fpga), ("pmem", .persistentMemory),
    ("gpu-memory", .acceleratorMemory), ("gpu-count", .acceleratorCount),
    ("infiniband", .infiniband), ("memory", .memory), ("disks", .disks),
    ("bare-metal", .bareMetal), ("speed", .speed), ("InfiniBand", .infiniband),
    ("avx512", .feature("avx512f")), ("AVX512F", .feature("avx512f")), ("sve", .feature("sve")),
  ]) func wordsNameKinds(word: String, kind: Requirement.Kind) {
    #expect(Requirement.Kind(word) == kind)
  }

  @Test func namesAreWords() {
    #expect(Requirement.Kind.names.count == 12)
    for name in Requirement.Kind.names { #expect(Requirement.Kind(name).name == name) }
    #expect(Requirement.Kind("avx2").name == "avx2")
  }
}

@Suite struct WordingTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (1.04, "1"), (1.05, "1.1"), (9.94, "9.9"), (9.96, "10"), (10.4, "10"),
    (13.43, "13"), (80, "80"), (0.05, "0.1"),
  ]) func numbersHaveOneDecimalBelowTen(value: Double, text: String) {
    #expect(Wording.number(value) == text)
  }

  @Test(arguments: [
    (0.0, "0.00"), (0.004, "0.00"), (0.07, "0.07"), (0.45, "0.45"), (0.996, "1"), (1, "1"),
    (1.83, "1.8"), (9.97, "10"), (12.4, "12"), (120, "120"),
  ]) func ratiosHaveTwoDigits(value: Double, text: String) {
    #expect(Wording.ratio(value) == text)
  }

  @Test(arguments: [("avx512f", "AVX-512"), ("avx512_vnni", "AVX512_VNNI"), ("sve", "SVE")])
  func featuresAreWrittenAsTheirMakersDo(name: String, text: String) {
    #expect(Wording.feature(name) == text)
  }
}

@Suite struct PurposeTests {
  @Test(arguments: Purpose.allCases) func weightsAddUp(_ purpose: Purpose) {
    #expect(Dimension.allCases.reduce(0) { $0 + purpose.weight(of: $1) } == 100)
  }

  @Test func dimensionsAreInTheirPlaces() {
    #expect(Dimension.allCases.map(\.position) == Array(Dimension.allCases.indices))
    #expect(allCriteria.map(\.dimension) == Dimension.allCases)
  }
}

/// Single criteria, between nodes that differ in one thing.
@Suite struct CriterionTests {
  private let facts: Facts
  private let base: Configuration

  init() throws {
    facts = try BundledData.facts()
    base = try #require(
      try Catalog.bundled().configurations(named: "compute_skylake").first {
        $0.site.text == "tacc"
      })
  }

  private func score(
    _ dimension: Dimension, _ source: Configuration, _ target: Configuration
  ) -> Double? {
    let candidate = Candidate.of(target, for: source, facts)
    return zip(allCriteria, candidate.measures).first { $0.0.dimension == dimension }?.1.score
  }

  struct Drives: Sendable {
    let from: [String]
    let to: [String]
    let score: Double
  }

  /// Half for the capacity, three tenths for the kind, two tenths for the number.
  @Test(arguments: [
    Drives(from: [], to: [], score: 1),
    Drives(from: [], to: ["1*HDD*1000"], score: 1),
    Drives(from: ["1*SSD*1000"], to: [], score: 0),
    Drives(from: ["1*SSD*?"], to: [], score: 0),
    Drives(from: ["1*SSD*1000"], to: ["1*SSD*1000"], score: 1),
    Drives(from: ["1*SSD*1000"], to: ["1*SSD*500"], score: 0.75),
    Drives(from: ["1*SSD*1000"], to: ["2*SSD*500"], score: 1),
    Drives(from: ["1*SSD*1000"], to: ["1*NVMe*2000"], score: 1),
    Drives(from: ["1*NVMe*1000"], to: ["1*SSD*1000"], score: 0.85),
    Drives(from: ["1*NVMe*1000"], to: ["1*HDD*1000"], score: 0.73),
    Drives(from: ["16*HDD*2000"], to: ["1*HDD*32000"], score: 0.8 + 0.2 / 16),
    Drives(from: ["1*SSD*1000"], to: ["1*SSD*?"], score: 0.75),
    Drives(from: ["1*SSD*?"], to: ["1*SSD*10"], score: 1),
    Drives(from: ["1*HDD*1000"], to: ["1*disk*1000"], score: 0.85),
    Drives(from: ["1*SSD*9223372036854775807"], to: ["9*NVMe*9223372036854775807"], score: 0.75),
  ]) func drivesScoreByCapacityKindAndNumber(_ one: Drives) throws {
    func node(_ keys: [String]) -> Configuration {
      base.with { $0.storage = .recorded(keys.compactMap { StorageGroup(key: $0) }) }
    }
    let measured = try #require(score(.storage, node(one.from), node(one.to)))
    #expect(abs(measured - one.score) < 1e-9, "\(measured)")
  }

  @Test func whatStandsIdleCostsHalf() {
    let gpu = base.with {
      $0.acceleratorCount = .recorded(1)
      $0.accelerator = .recorded("V100 PCIe 32GB")
    }
    let fpga = base.with { $0.fpga = .recorded("Alveo U280") }
    let persistent = base.with { $0.persistentMemory = .recorded(.gibibytes(1536)) }
    #expect(score(.cost, base, base) == 1)
    for target in [gpu, fpga, persistent] {
      #expect(score(.cost, base, target) == 0.5)
      #expect(score(.cost, target, target) == 1)
      #expect(score(.cost, target, base) == 1)
      #expect(Candidate.of(target, for: base, facts).grade == .close)
    }
  }

  @Test func chargesScoreInProportion() {
    let tacc = base.site
    let one = base.with(nodeType: "compute_skylake", at: tacc)
    let two = base.with(nodeType: "storage", at: tacc)
    let unknown = base.with(nodeType: "unheard_of", at: tacc)
    #expect(score(.cost, one, two) == 0.5)
    #expect(score(.cost, two, one) == 1)
    #expect(score(.cost, one, unknown) == 0.5)
    #expect(score(.cost, unknown, two) == 1)
  }

  @Test func infinibandScoresByWhatTheRecordsPromise() {
    func node(_ value: Observation<Bool>, _ rate: Double = 100) -> Configuration {
      base.with {
        $0.infiniband = value
        $0.infinibandRate = .recorded(.gigabits(rate))
      }
    }
    let unknown = Observation<Bool>.unknown("not recorded")
    #expect(score(.interconnect, node(.recorded(true)), node(.recorded(true))) == 1)
    #expect(score(.interconnect, node(.recorded(true)), node(.recorded(true), 200)) == 1)
    #expect(score(.interconnect, node(.recorded(true)), node(.recorded(true), 50)) == 0.75)
    #expect(score(.interconnect, node(.recorded(true)), node(unknown)) == 0.4)
    #expect(score(.interconnect, node(.recorded(true)), node(.recorded(false))) == 0)
    #expect(score(.interconnect, node(unknown), node(.recorded(false))) == 1)
    #expect(score(.interconnect, node(.recorded(false)), node(unknown)) == 1)
  }
}

/// What is derived from a source, and what the user changes of it.
@Suite struct ProfileTests {
  private let facts: Facts
  private let catalog: [Configuration]

  init() throws {
    facts = try BundledData.facts()
    catalog = try Catalog.bundled().configurations()
  }

  private func profile(
    of name: String, at site: String, _ change: (inout Profile.Wishes) -> Void = { _ in }
  ) throws -> Profile {
    let source = try #require(catalog.first { $0.nodeType == name && $0.site.text == site })
    var wishes = Profile.Wishes()
    change(&wishes)
    return Profile(of: Assessed(source, facts: facts), wishes: wishes)
  }

  private func texts(_ profile: Profile) -> [String] {
    profile.requirements.map { "\($0.strength.rawValue) \($0.kind.name): \($0.text)" }
  }

  @Test func aGPUTypeIsForTraining() throws {
    let profile = try profile(of: "gpu_a100_pcie", at: "uc")
    #expect(profile.purpose == .training)
    #expect(
      texts(profile) == [
        "hard isa: x86_64", "hard gpu: a GPU", "hard gpu-stack: CUDA",
        "soft gpu-memory: 80 GiB on each GPU", "soft gpu-count: 4 GPUs",
        "soft memory: 256 GiB of memory", "soft bare-metal: bare metal",
        "soft speed: half the speed",
      ])
  }

  @Test func whoIgnoresTheGPUComputes() throws {
    let profile = try profile(of: "gpu_a100_pcie", at: "uc") { $0.ignored = [.accelerator] }
    #expect(profile.purpose == .compute)
    #expect(
      texts(profile) == [
        "hard isa: x86_64", "soft memory: 256 GiB of memory", "soft bare-metal: bare metal",
        "soft speed: half the speed",
      ])
  }

  @Test func memoryThatIsAskedForIsAllOfIt() throws {
    let profile = try profile(of: "compute_skylake", at: "tacc") { $0.required = [.memory] }
    #expect(texts(profile).contains("hard memory: 192 GiB of memory"))
  }

  @Test func whatIsRequiredAndIgnoredIsRequired() throws {
    let profile = try profile(of: "compute_skylake", at: "tacc") {
      $0.required = [.infiniband]
      $0.ignored = [.infiniband]
    }
    #expect(texts(profile).contains("hard infiniband: InfiniBand"))
  }

  @Test(arguments: [
    ("compute_skylake", "tacc", Purpose.compute), ("storage", "tacc", .storage),
    ("gpu_mi100", "tacc", .training), ("storage_nvme", "uc", .storage), ("fpga", "uc", .compute),
  ]) func purposesFollowFromTheSource(name: String, site: String, purpose: Purpose) throws {
    #expect(try profile(of: name, at: site).purpose == purpose)
  }

  /// A node without a GPU cannot have its memory.
  @Test(arguments: [Requirement.Kind.acceleratorMemory, .acceleratorCount, .acceleratorStack])
  func whatIsRequiredOfAGPUNeedsOne(_ kind: Requirement.Kind) throws {
    let source = try #require(catalog.first { $0.nodeType == "compute_skylake" })
    var wishes = Profile.Wishes()
    wishes.required = [kind]
    let plain = try #require(catalog.first { $0.nodeType == "compute_cascadelake" })
    let gpu = try #require(catalog.first { $0.nodeType == "gpu_rtx_6000" })
    #expect(Candidate.of(plain, for: source, facts, wishes).failures == ["no GPU"])
    #expect(Candidate.of(gpu, for: source, facts, wishes).failures.isEmpty)
  }
}
