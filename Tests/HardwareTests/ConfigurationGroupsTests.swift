import Hardware
import TestSupport
import Testbed
import Testing

@Suite struct ConfigurationGroupsTests {
  /// Records of one site, some alike, some thin, some mixed, some with a processor that no fact knows.
  private static let patches = [
    #"{"node_type": "alike"}"#, #"{"node_type": "alike"}"#,
    #"{"node_type": "alike", "chassis": {"serial": "other"}, "placement": {"rack": 7}}"#,
    #"{"node_type": "mixed"}"#,
    #"{"node_type": "mixed", "main_memory": {"ram_size": 412316860416, "humanized_ram_size": "384 GiB"}}"#,
    #"{"node_type": "mixed", "gpu": {"gpu": true, "gpu_count": 1, "gpu_model": "A30"}}"#,
    #"{"node_type": "mixed", "gpu": null}"#, #"{"node_type": "mixed", "lease_mode": "flavor"}"#,
    #"{"node_type": "thin"}"#, #"{"node_type": "thin"}"#,
    #"{"node_type": "thin", "storage_devices": []}"#,
    #"{"node_type": "thin", "network_adapters": []}"#,
    #"{"node_type": "unknown", "processor": {"model": "Z80"}, "architecture": {"smt_size": 24}}"#,
    #"{"node_type": "unknown", "processor": {"model": "Z80"}, "architecture": {"smt_size": 48}}"#,
    #"{"node_type": "unknown", "processor": {"model": "Z80"}, "architecture": {"smt_size": 36}}"#,
    """
    {"node_type": "fabric", "infiniband": true, "network_adapters": [
     {"interface": "InfiniBand", "rate": 56000000000}, {"interface": "Ethernet", "rate": 1000000000}]}
    """,
    """
    {"node_type": "fabric", "infiniband": true, "network_adapters": [
     {"interface": "InfiniBand", "rate": 100000000000}, {"interface": "Ethernet", "rate": 1000000000}]}
    """,
  ]

  private func readings() throws -> [NodeReading] {
    try Self.patches.map { try Fixtures.reading(patching: $0) }
  }

  /// The configuration of each reading and each configuration with its fields, as texts.
  private func group(_ readings: [NodeReading]) -> (names: [String], groups: [String]) {
    var groups = ConfigurationGroups()
    let numbers = readings.map { groups.add($0) }
    let (finished, indexOfNumber) = groups.finish()
    let texts = finished.map { group in
      let fields = group.hardware.texts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      return "\(group.name) \(group.nodeType) \(group.kind) \(group.nodeCount)x "
        + fields.joined(separator: "; ")
    }
    return (numbers.map { finished[indexOfNumber[$0]].name }, texts)
  }

  @Test func theOrderOfNodesDoesNotMatter() throws {
    let readings = try readings()
    let (names, groups) = group(readings)
    for seed in UInt64(1)...200 {
      var generator = SplitMix64(seed: seed)
      let order = Array(readings.indices).shuffled(using: &generator)
      let shuffled = group(order.map { readings[$0] })
      #expect(shuffled.groups == groups, "seed \(seed)")
      #expect(shuffled.names == order.map { names[$0] }, "seed \(seed)")
    }
  }

  @Test func namesAreUniqueAndBeginWithTheNodeType() throws {
    var groups = ConfigurationGroups()
    for reading in try readings() { _ = groups.add(reading) }
    let finished = groups.finish().groups
    #expect(Set(finished.map(\.name)).count == finished.count)
    for group in finished {
      let alone = finished.filter { $0.nodeType == group.nodeType }.count == 1
      #expect(alone ? group.name == group.nodeType : group.name.hasPrefix(group.nodeType + "-"))
    }
    #expect(finished.map(\.nodeCount).reduce(0, +) == Self.patches.count)
  }

  @Test func namesStayWhenOtherConfigurationsComeAndGo() throws {
    let mixed = try readings().filter { $0.nodeType == "mixed" }
    let all = group(mixed).names
    for left in mixed.indices {
      let rest = mixed.indices.filter { $0 != left }
      #expect(group(rest.map { mixed[$0] }).names == rest.map { all[$0] })
    }
  }

  /// What differs between nodes that a user would call identical.
  @Test(arguments: [
    #"{"chassis": {"serial": "x"}, "placement": {"rack": 3}, "bios": {"version": "9"}}"#,
    #"{"placement": {"rack": "3"}}"#,
    #"{"node_name": "other", "uid": "other"}"#,
    #"{"architecture": {"smt_size": 48}}"#,
    #"{"main_memory": {"ram_size": 200789721088}}"#,
    #"{"main_memory": {"ram_size": 192000000000}}"#,
    #"{"processor": {"model": "Intel Xeon", "other_description": "Intel(R) Xeon(R) Gold 6240R"}}"#,
  ])
  func joins(_ patch: String) throws {
    let both = [try Fixtures.reading(patching: "{}"), try Fixtures.reading(patching: patch)]
    #expect(group(both).groups.count == 1)
    #expect(group(both).names == ["compute_test", "compute_test"])
  }

  @Test(arguments: [
    #"{"gpu": {"gpu": true, "gpu_count": 1, "gpu_model": "GA100 [A100 PCIe 40GB]"}}"#,
    #"{"gpu": null}"#,
    #"{"infiniband": null}"#,
    #"{"infiniband": true}"#,
    #"{"fpga": {"board_model": "Alveo U280"}}"#,
    #"{"main_memory": {"ram_size": 412316860416, "humanized_ram_size": "384 GiB"}}"#,
    #"{"processor": {"model": "Gold 6126"}}"#,
    #"{"architecture": {"smp_size": 1}}"#,
    #"{"storage_devices": [{"size": 240000000000, "media_type": "SSD"}]}"#,
    #"{"network_adapters": [{"interface": "Ethernet", "rate": 10000000000}]}"#,
    #"{"lease_mode": "flavor"}"#,
  ])
  func splits(_ patch: String) throws {
    let both = [try Fixtures.reading(patching: "{}"), try Fixtures.reading(patching: patch)]
    let (names, groups) = group(both)
    #expect(groups.count == 2)
    #expect(Set(names).count == 2)
  }

  @Test func hypervisorsAreAKindOfTheirOwn() throws {
    var groups = ConfigurationGroups()
    _ = groups.add(try Fixtures.reading(patching: #"{"lease_mode": "flavor"}"#))
    _ = groups.add(try Fixtures.reading(patching: "{}"))
    #expect(Set(groups.finish().groups.map(\.kind)) == [.hypervisor, .host])
  }

  struct Thin: Sendable, CustomTestStringConvertible {
    let name: String
    let patches: [String]
    let nodeCounts: [Int]
    var testDescription: String { name }
  }

  static let thin: [Thin] = [
    Thin(
      name: "joins the one that agrees", patches: ["{}", #"{"storage_devices": []}"#],
      nodeCounts: [2]),
    Thin(
      name: "does not join when it is larger",
      patches: [
        "{}", #"{"storage_devices": []}"#, #"{"storage_devices": [], "node_name": "b"}"#,
      ], nodeCounts: [2, 1]),
    Thin(
      name: "does not join when two agree",
      patches: [
        "{}", #"{"storage_devices": [{"size": 240000000000, "media_type": "SSD"}]}"#,
        #"{"storage_devices": []}"#,
      ], nodeCounts: [1, 1, 1]),
    Thin(
      name: "does not join when something else differs",
      patches: ["{}", #"{"storage_devices": [], "gpu": null}"#], nodeCounts: [1, 1]),
    Thin(
      name: "does not join another thin one",
      patches: [#"{"network_adapters": []}"#, #"{"storage_devices": []}"#], nodeCounts: [1, 1]),
    Thin(
      name: "joins when both drives and network are missing",
      patches: ["{}", #"{"storage_devices": [], "network_adapters": []}"#], nodeCounts: [2]),
    Thin(
      name: "a hypervisor does not join hosts",
      patches: ["{}", #"{"storage_devices": [], "lease_mode": "flavor"}"#], nodeCounts: [1, 1]),
  ]

  @Test(arguments: thin)
  func aThinRecord(_ example: Thin) throws {
    var groups = ConfigurationGroups()
    let numbers = try example.patches.map { groups.add(try Fixtures.reading(patching: $0)) }
    let (finished, indexOfNumber) = groups.finish()
    #expect(finished.map(\.nodeCount) == example.nodeCounts)
    #expect(numbers.allSatisfy { finished.indices.contains(indexOfNumber[$0]) })
    if example.nodeCounts.count == 1 {
      #expect(finished.first?.hardware.storage.value != nil)
    }
  }

  @Test func saysRecordedOnlyWhenEveryRecordDoes() throws {
    var groups = ConfigurationGroups()
    _ = groups.add(try Fixtures.reading(patching: "{}"))
    _ = groups.add(
      try Fixtures.reading(
        patching: """
          {"architecture": {"smt_size": 48}, "main_memory": {"ram_size": 200789721088},
           "processor": {"model": "Intel Xeon", "other_description": "Xeon Gold 6240R"}}
          """))
    let texts = try #require(groups.finish().groups.first).hardware.texts
    #expect(
      texts["processor"] == "Intel Xeon Gold 6240R (inferred from processor.other_description)")
    #expect(texts["memory"] == "192 GiB (inferred from main_memory.humanized_ram_size)")
    #expect(texts["threads"] == "96 (inferred from the processor model and 2 sockets)")
    #expect(texts["network"] == "25G (recorded)")
  }

  /// Multithreading is a switch: a model that no fact knows has the most threads recorded of it.
  @Test func takesTheMostThreadsOfAnUnknownProcessor() throws {
    let unknown = try readings().filter { $0.nodeType == "unknown" }
    #expect(unknown.count == 3)
    var groups = ConfigurationGroups()
    for reading in unknown { _ = groups.add(reading) }
    let finished = groups.finish().groups
    #expect(finished.map { $0.hardware.threads } == [.recorded(48)])
  }

  @Test func promisesTheLowestInfiniBandRate() throws {
    var groups = ConfigurationGroups()
    for reading in try readings() where reading.nodeType == "fabric" { _ = groups.add(reading) }
    let rates = groups.finish().groups.map { $0.hardware.infinibandRate }
    #expect(rates == [.recorded(.gigabits(56))])
  }

  @Test func ordersByTypeThenSize() throws {
    var groups = ConfigurationGroups()
    for reading in try readings() { _ = groups.add(reading) }
    let finished = groups.finish().groups
    #expect(finished.map(\.nodeType) == finished.map(\.nodeType).sorted())
    for (first, second) in zip(finished, finished.dropFirst())
    where first.nodeType == second.nodeType {
      #expect(first.nodeCount >= second.nodeCount)
    }
  }

  @Test func nothingGivesNothing() {
    let (groups, indexOfNumber) = ConfigurationGroups().finish()
    #expect(groups.isEmpty)
    #expect(indexOfNumber.isEmpty)
  }
}
