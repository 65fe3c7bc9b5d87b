import Selectors
import TestSupport
import Testing

@Suite struct SelectorSynthesiserTests {
  private static func host(_ id: Int, _ properties: [(name: String, value: String)]) -> Host {
    let own = [(name: "uid", value: "u\(id)"), (name: "placement.node", value: "\(id)")]
    return Host(id: "\(id)", properties: ResourceProperties(properties + own))
  }

  /// Twelve hosts: 0 to 2 are all of one type, 3 to 9 differ in GPU, memory and disk, 10 and 11 have
  /// properties that others lack.
  private static let site: [Host] = [
    host(0, [("node_type", "compute_skylake"), ("gpu.gpu", "False")]),
    host(1, [("node_type", "compute_skylake"), ("gpu.gpu", "False")]),
    host(2, [("node_type", "compute_skylake"), ("gpu.gpu", "False")]),
    host(
      3, [("node_type", "mixed"), ("gpu.gpu_model", "A100 [40GB]"), ("main_memory.ram_size", "8")]),
    host(
      4, [("node_type", "mixed"), ("gpu.gpu_model", "A100 [40GB]"), ("main_memory.ram_size", "9")]),
    host(5, [("node_type", "mixed"), ("gpu.gpu_model", "V100"), ("main_memory.ram_size", "8")]),
    host(6, [("node_type", "mixed"), ("gpu.gpu_model", "V100"), ("main_memory.ram_size", "9")]),
    host(7, [("node_type", "mixed"), ("gpu.gpu_model", "V100"), ("main_memory.ram_size", "9")]),
    host(8, [("node_type", "mixed"), ("main_memory.ram_size", "8")]),
    host(9, [("node_type", "mixed"), ("main_memory.ram_size", "10")]),
    host(
      10,
      [("node_type", "disks"), ("storage_devices.1.model", "X"), ("storage_devices.0.model", "X")]),
    host(11, [("node_type", "disks"), ("storage_devices.0.model", "X")]),
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    let wanted: [Int]
    let selector: String
    var alsoMatches = 0
    var narrower: String?
    var allowingIdentity = false

    var testDescription: String { "\(wanted)" }
  }

  private static let mixed = #"["=", "$node_type", "mixed"]"#

  static let cases = [
    Case(wanted: [2, 0, 1], selector: #"["=", "$node_type", "compute_skylake"]"#),
    Case(wanted: [9, 8, 7, 6, 5, 4, 3, 3], selector: mixed),
    Case(
      wanted: [3, 4],
      selector: #"["and", \#(mixed), ["=", "$gpu.gpu_model", "A100 [40GB]"]]"#),
    Case(wanted: [9], selector: #"["and", \#(mixed), ["=", "$main_memory.ram_size", "10"]]"#),
    Case(
      wanted: [6, 7],
      selector:
        #"["and", \#(mixed), ["=", "$gpu.gpu_model", "V100"], ["=", "$main_memory.ram_size", "9"]]"#
    ),
    // Every host with a GPU: no `=` says so.
    Case(
      wanted: [3, 4, 5, 6, 7],
      selector: #"["and", \#(mixed), [">=", "$gpu.gpu_model", "A100 [40GB]"]]"#),
    // The host without a GPU cannot be told from those with one and the same memory.
    Case(
      wanted: [8], selector: #"["and", \#(mixed), ["=", "$main_memory.ram_size", "8"]]"#,
      alsoMatches: 2),
    Case(wanted: [8], selector: #"["=", "$uid", "u8"]"#, allowingIdentity: true),
    // Two hosts alike, one of them wanted.
    Case(
      wanted: [5, 6],
      selector: #"["and", \#(mixed), ["=", "$gpu.gpu_model", "V100"]]"#, alsoMatches: 1,
      narrower:
        #"["and", \#(mixed), ["=", "$gpu.gpu_model", "V100"], ["=", "$main_memory.ram_size", "8"]]"#
    ),
    Case(
      wanted: [5, 6],
      selector: #"["and", \#(mixed), ["=", "$gpu.gpu_model", "V100"], ["!=", "$uid", "u7"]]"#,
      allowingIdentity: true),
    Case(
      wanted: [10],
      selector: #"["and", ["=", "$node_type", "disks"], ["=", "$storage_devices.1.model", "X"]]"#),
    Case(wanted: [11], selector: #"["=", "$node_type", "disks"]"#, alsoMatches: 1),
    // Two node types.
    Case(wanted: [10, 11], selector: #"["=", "$node_type", "disks"]"#),
    Case(
      wanted: [10, 11, 0, 1, 2], selector: #"["!=", "$node_type", "mixed"]"#),
  ]

  @Test(arguments: cases) func findsTheSelector(_ item: Case) throws {
    var synthesiser = SelectorSynthesiser(hosts: SelectorSynthesiserTests.site)
    let result = synthesiser.selector(
      for: item.wanted, allowingIdentity: item.allowingIdentity)
    let found = try #require(result)
    #expect(found.selector.description == item.selector)
    #expect(found.alsoMatches == item.alsoMatches)
    #expect(found.isExact == (item.alsoMatches == 0))
    #expect(found.narrower?.selector.description == item.narrower)
    try check(found, wanted: Set(item.wanted), among: SelectorSynthesiserTests.site)
  }

  @Test func hasNothingToSayOfNoHosts() {
    var synthesiser = SelectorSynthesiser(hosts: SelectorSynthesiserTests.site)
    #expect(synthesiser.selector(for: []) == nil)
  }

  @Test func readsNoPropertiesForAWholeNodeType() {
    var synthesiser = SelectorSynthesiser(nodeTypes: ["a", "b", "a"]) { host in
      Issue.record("asked for the properties of host \(host)")
      return [:]
    }
    #expect(synthesiser.selector(for: [0, 2])?.isExact == true)
    #expect(synthesiser.selector(for: [1])?.isExact == true)
  }

  @Test func isRightAndShortestOnRandomSites() throws {
    for seed in UInt64(1)...150 {
      var random = SplitMix64(seed: seed)
      let hosts = SelectorSynthesiserTests.randomSite(&random)
      var synthesiser = SelectorSynthesiser(hosts: hosts)
      for _ in 0..<6 {
        let wanted = SelectorSynthesiserTests.randomGroup(of: hosts, &random)
        let result = synthesiser.selector(for: wanted)
        let found = try #require(result)
        let message: Comment = "seed \(seed), hosts \(wanted)"
        try check(found, wanted: Set(wanted), among: hosts, message)
        #expect(synthesiser.selector(for: wanted.shuffled(using: &random)) == found, message)
        let slow = SlowSynthesis(wanted: Set(wanted), among: hosts)
        #expect(found.alsoMatches == slow.fewestOthers, message)
        if let shortest = slow.shortestEquality, shortest <= 3 {
          #expect(found.selector.leaves.count <= shortest, message)
        }
        let identified = synthesiser.selector(for: wanted, allowingIdentity: true)
        let exact = try #require(identified)
        #expect(exact.isExact, message)
        try check(exact, wanted: Set(wanted), among: hosts, message)
      }
    }
  }

  /// What is claimed of a selector is what matching it shows.
  private func check(
    _ found: SynthesisedSelector, wanted: Set<Int>, among hosts: [Host], _ message: Comment? = nil
  ) throws {
    let matched = Set(try found.selector.match(among: hosts).hosts)
    #expect(matched.isSuperset(of: wanted), message)
    #expect(matched.count - wanted.count == found.alsoMatches, message)
    #expect(found.narrower == nil || !found.isExact, message)
    guard let narrower = found.narrower else { return }
    let some = Set(try narrower.selector.match(among: hosts).hosts)
    #expect(some.isSubset(of: wanted) && !some.isEmpty, message)
    #expect(wanted.count - some.count == narrower.misses, message)
  }

  private static func randomSite(_ random: inout SplitMix64) -> [Host] {
    let names = [
      "gpu.gpu_model", "gpu.gpu", "main_memory.ram_size", "storage_devices.0.size",
      "storage_devices.10.size", "network_adapters.1.rate", "bios.version",
    ]
    let types = Int.random(in: 1...2, using: &random)
    return (0..<Int.random(in: 1...9, using: &random)).map { id in
      var properties = [
        (name: "node_type", value: "t\(Int.random(in: 1...types, using: &random))")
      ]
      for name in names where Int.random(in: 0..<6, using: &random) > 0 {
        properties.append((name, ["1", "10", "2", ""].randomElement(using: &random) ?? ""))
      }
      return host(id, properties)
    }
  }

  /// Half the time hosts of one type only.
  private static func randomGroup(of hosts: [Host], _ random: inout SplitMix64) -> [Int] {
    let type = hosts.randomElement(using: &random)?.properties["node_type"]
    let pool =
      Bool.random(using: &random)
      ? Array(hosts.indices) : hosts.indices.filter { hosts[$0].properties["node_type"] == type }
    let size = Int.random(in: 1...pool.count, using: &random)
    return Array(pool.shuffled(using: &random).prefix(size))
  }
}
