import Catalog
import Hardware
import Testbed
import Testing

@testable import Equivalence

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
