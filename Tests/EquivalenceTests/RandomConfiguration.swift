import Hardware
import TestSupport
import Testbed

@testable import Equivalence

/// Configurations as sites might have them: real parts in any combination, some of it unknown.
struct RandomConfiguration {
  let facts: Facts
  var random: SplitMix64
  private var number = 0

  init(facts: Facts, seed: UInt64) {
    self.facts = facts
    random = SplitMix64(seed: seed)
  }

  static func sites() -> [SiteID] { ["uc", "tacc", "nu", "ncar", "kvm"].compactMap { SiteID($0) } }

  /// A host, or now and then a hypervisor or a flavor.
  mutating func next(kind: Configuration.Kind? = nil) -> Configuration {
    number += 1
    let fact = pick(facts.nodeTypes)
    let chosen = kind ?? pick([.host, .host, .host, .host, .host, .host, .flavor, .hypervisor])
    return Configuration(
      site: SiteID(fact.site) ?? pick(RandomConfiguration.sites()), nodeType: fact.nodeType,
      name: "\(fact.nodeType)-\(number)", kind: chosen,
      nodeCount: Int.random(in: (chosen == .flavor ? 0 : 1)...60, using: &random),
      hardware: hardware(), selector: nil)
  }

  /// One of `values`, which are not empty.
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  /// The value, or in one of ten cases nothing; what is known is inferred in one of four.
  private mutating func perhaps<Value>(_ value: Value) -> Observation<Value> {
    switch Int.random(in: 0..<20, using: &random) {
    case 0, 1: .unknown("not recorded")
    case 2...6: .inferred(value, from: "a guess")
    default: .recorded(value)
    }
  }

  private mutating func hardware() -> NodeHardware {
    let processor = pick(facts.processors)
    let sockets = pick([1, 2, 2, 2, 4])
    let cores = processor.cores * sockets
    let hasGPU = Bool.random(using: &random)
    let gpu = pick(facts.accelerators).model
    let fpga = pick(facts.fpgas).model
    return NodeHardware(
      instructionSet: perhaps(processor.instructionSet), processor: perhaps(processor.model),
      sockets: perhaps(sockets), cores: perhaps(cores),
      threads: perhaps(cores * processor.threadsPerCore),
      memory: perhaps(.gibibytes(pick([16, 64, 128, 178, 192, 256, 512, 768, 1024]))),
      persistentMemory: perhaps(.gibibytes(pick([0, 0, 0, 0, 0, 0, 1536, 3072]))),
      acceleratorCount: perhaps(hasGPU ? pick([1, 1, 2, 4, 8]) : 0),
      accelerator: hasGPU ? perhaps(gpu) : .unknown("no GPU"),
      fpga: Int.random(in: 0..<10, using: &random) == 0 ? .recorded(fpga) : .unknown("no FPGA"),
      infiniband: perhaps(Bool.random(using: &random)),
      infinibandRate: perhaps(.gigabits(pick([56, 100, 200]))),
      networkRate: perhaps(.gigabits(pick([1, 10, 25, 40, 100]))),
      storage: perhaps(storage()))
  }

  private mutating func storage() -> [StorageGroup] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in
      let size = pick([120, 240, 480, 960, 1920, 2000, 3840, 7680])
      return StorageGroup(
        count: pick([1, 1, 2, 4, 16]), media: pick([.hardDisk, .solidState, .nvme, .unknown]),
        size: Int.random(in: 0..<8, using: &random) == 0 ? nil : .gigabytes(size))
    }
  }
}

extension Configuration {
  /// The same with one thing changed.
  func with(_ change: (inout NodeHardware) -> Void) -> Configuration {
    var hardware = hardware
    change(&hardware)
    return Configuration(
      site: site, nodeType: nodeType, name: name, kind: kind, nodeCount: nodeCount,
      hardware: hardware, selector: selector)
  }

  func with(nodeCount: Int) -> Configuration {
    Configuration(
      site: site, nodeType: nodeType, name: name, kind: kind, nodeCount: nodeCount,
      hardware: hardware, selector: selector)
  }

  func with(nodeType: String, at site: SiteID) -> Configuration {
    Configuration(
      site: site, nodeType: nodeType, name: name, kind: kind, nodeCount: nodeCount,
      hardware: hardware, selector: selector)
  }
}

extension Candidate {
  /// `configuration` in the place of `source`.
  static func of(
    _ configuration: Configuration, for source: Configuration, _ facts: Facts,
    _ wishes: Profile.Wishes = Profile.Wishes()
  ) -> Candidate {
    let assessed = Assessed(source, facts: facts)
    return Candidate(
      Assessed(configuration, facts: facts), for: assessed, Profile(of: assessed, wishes: wishes))
  }
}

extension Profile.Wishes {
  /// Something that somebody might ask for; nothing, as often as not.
  static func random(_ random: inout SplitMix64) -> Profile.Wishes {
    var wishes = Profile.Wishes()
    guard Bool.random(using: &random) else { return wishes }
    wishes.purpose = (Purpose.allCases + [nil, nil]).randomElement(using: &random) ?? nil
    wishes.allowsOtherStacks = Bool.random(using: &random)
    wishes.nodes = [nil, nil, 2, 8, 40].randomElement(using: &random) ?? nil
    let words = Requirement.Kind.names + ["avx512", "avx2", "sve"]
    if Bool.random(using: &random), let word = words.randomElement(using: &random) {
      wishes.required.append(Requirement.Kind(word))
    }
    if Bool.random(using: &random), let word = words.randomElement(using: &random) {
      wishes.ignored.append(Requirement.Kind(word))
    }
    return wishes
  }
}
