import Hardware
import JSON
import TestSupport
import Testbed
import Testing

/// Records with values of wrong types never crash, and what cannot be read is unknown.
///
/// Wrong are numbers as texts, arrays for objects, null, numbers that are negative or too large.
@Suite struct WrongTypeTests {
  /// Records like real ones, of every kind: no value follows from a documented node type.
  private static let patches = [
    "{}",
    """
    {"gpu": {"gpu": true, "gpu_count": 2, "gpu_model": "GP100GL [Tesla P100 PCIe 16GB]"},
     "fpga": {"board_model": "Alveo U280", "board_vendor": "Xilinx"},
     "storage_devices": [
      {"device": "/dev/nvme0n1", "interface": "PCIe", "media_type": "SSD", "size": 3840755982336},
      {"device": "sda", "media_type": "Rotational", "model": "ST2000NX0253", "size": 2000398934016},
      {"device": "sdb", "media_type": "Rotational", "model": "ST2000NX0253", "size": 2000398934016}]}
    """,
    """
    {"processor": {"model": "Zilog Z80"}, "infiniband": true,
     "network_adapters": [
      {"interface": "InfiniBand", "enabled": true, "rate": 10000000000},
      {"interface": "Ethernet", "enabled": true, "rate": 40000000000}]}
    """,
    """
    {"processor": {"model": "461F0010"}, "architecture": {"smp_size": 1, "smt_size": 48},
     "main_memory": {"ram_size": 34359738368, "humanized_ram_size": "32 GiB"}, "gpu": null}
    """,
  ]

  @Test func neverGiveAFalseValue() throws {
    let originals = try Self.patches.map { patch in
      let record = try NodeRecord.patched(patch)
      return (record, try Fixtures.reading(record).hardware)
    }
    let normaliser = Normaliser(facts: try Fixtures.facts.get())
    let site = try #require(SiteID("tacc"))
    for seed in UInt64(0)..<10_000 {
      var generator = SplitMix64(seed: seed)
      let (record, hardware) = originals[Int(seed) % originals.count]
      let mutated = Self.mutated(record, inside: "", using: &generator)
      do throws(RecordError) {
        let reading = try normaliser.reading(of: mutated, at: site)
        let lies = Self.lies(reading.hardware, hardware)
        guard !lies.isEmpty else { continue }
        Issue.record("seed \(seed): \(lies.joined(separator: ", ")) from \(mutated.compact)")
      } catch {
        #expect(["", "uid", "node_type"].contains(error.field), "seed \(seed)")
      }
    }
  }

  @Test func neverCrashOnRecordsOfAnyShape() throws {
    let names = [
      "architecture", "smp_size", "smt_size", "gpu", "gpu_count", "gpu_model", "main_memory",
      "ram_size", "humanized_ram_size", "storage_devices", "size", "media_type", "device", "model",
      "network_adapters", "rate", "enabled", "interface", "processor", "fpga", "infiniband",
      "clock_speed", "cache_l3", "lease_mode",
    ]
    func renamed(_ value: JSONValue, _ generator: inout SplitMix64) -> JSONValue {
      switch value {
      case .array(let items): return .array(items.map { renamed($0, &generator) })
      case .object(let members):
        var result: [JSONValue.Member] = []
        for member in members {
          let name = names.randomElement(using: &generator) ?? ""
          result.append(.init(name, renamed(member.value, &generator)))
        }
        return .object(result)
      default: return value
      }
    }
    for seed in UInt64(0)..<2000 {
      var generator = SplitMix64(seed: seed)
      var members: [JSONValue.Member] = [.init("uid", "u"), .init("node_type", "gpu_k80")]
      for _ in 0..<8 {
        let value = renamed(JSONValue.random(using: &generator), &generator)
        members.append(.init(names.randomElement(using: &generator) ?? "", value))
      }
      let reading = try Fixtures.reading(.object(members))
      #expect(Self.isSound(reading.hardware), "seed \(seed)")
    }
  }

  struct Extreme: Sendable, CustomTestStringConvertible {
    let patch: String
    var testDescription: String { patch }
  }

  static let extremes: [Extreme] = [
    #"{"main_memory": {"ram_size": 9223372036854775807, "humanized_ram_size": null}}"#,
    #"{"main_memory": {"ram_size": 1, "humanized_ram_size": null}}"#,
    #"{"main_memory": {"ram_size": -1, "humanized_ram_size": "-1 GiB"}}"#,
    #"{"main_memory": {"ram_size": null, "humanized_ram_size": "1e300 GiB"}}"#,
    #"{"main_memory": {"ram_size": null, "humanized_ram_size": "inf TiB"}}"#,
    #"{"main_memory": {"ram_size": null, "humanized_ram_size": "nan TiB"}}"#,
    #"{"main_memory": {"ram_size": null, "humanized_ram_size": "9999999999 TiB"}}"#,
    #"{"main_memory": {"ram_size": 5, "humanized_ram_size": "8388607 TiB"}}"#,
    #"{"gpu": {"gpu": true, "gpu_count": 9223372036854775807, "gpu_model": "Tesla K80"}}"#,
    #"{"architecture": {"smp_size": 9223372036854775807}}"#,
    #"{"architecture": {"smp_size": 64, "smt_size": -9223372036854775808}}"#,
    #"{"processor": {"clock_speed": 1e999, "cache_l3": -1e999}}"#,
    #"{"network_adapters": [{"rate": 9223372036854775807}, {"rate": -9223372036854775808}]}"#,
    """
    {"storage_devices": [{"size": 9223372036854775807}, {"size": 9223372036854775807},
     {"size": -9223372036854775808}, {"size": 999.5}, {"size": 1e15}]}
    """,
  ].map(Extreme.init)

  @Test(arguments: extremes)
  func extremeNumbersAreSurvived(_ example: Extreme) throws {
    let hardware = try Fixtures.reading(patching: example.patch).hardware
    #expect(Self.isSound(hardware))
    // What is printed of it does not crash either.
    _ = (hardware.texts, hardware.storageCapacity, hardware.storageDescription)
  }
}

extension WrongTypeTests {
  /// `value` with one part of it, at any depth, replaced by something of a wrong type.
  ///
  /// Left as they are: `interface` and `enabled` of adapters, as a port without them counts as
  /// Ethernet that is on; and texts are not replaced by other texts, which may be true.
  private static func mutated(
    _ value: JSONValue, inside name: String, using generator: inout SplitMix64
  ) -> JSONValue {
    if !name.isEmpty, Int.random(in: 0..<4, using: &generator) == 0 {
      return wrong(value, using: &generator)
    }
    switch value {
    case .object(var members):
      let places = members.indices.filter { !["interface", "enabled"].contains(members[$0].name) }
      guard let place = places.randomElement(using: &generator) else { break }
      let member = members[place]
      members[place] = .init(
        member.name, mutated(member.value, inside: member.name, using: &generator))
      return .object(members)
    case .array(var items):
      guard let place = items.indices.randomElement(using: &generator) else { break }
      items[place] = mutated(items[place], inside: name, using: &generator)
      return .array(items)
    default: break
    }
    return wrong(value, using: &generator)
  }

  private static func wrong(
    _ value: JSONValue, using generator: inout SplitMix64
  ) -> JSONValue {
    var choices: [JSONValue] = [.null, [:], [], "", [.null], ["value": value]]
    switch value {
    case .null: break
    case .bool: choices += [1, 0, "maybe", [value]]
    case .number(let text):
      choices += [
        .string(text), .string(text + " B"), true, false, .number("-" + text), 0, -1,
        .number("1.5"), [value],
        .number("1e400"), .number(text + "00000000000000000000"), .number("0." + text),
      ]
    case .string: choices += [1, true, false, .number("1.5"), [value]]
    case .array: choices += ["sda", 3, true, .object([.init("0", value)])]
    case .object: choices += ["Intel", 3, true, false, [[]], [1], ["Intel"], [value]]
    }
    return choices.randomElement(using: &generator) ?? .null
  }

  /// The fields of `found` that are neither unknown nor as in `expected`.
  private static func lies(_ found: NodeHardware, _ expected: NodeHardware) -> [String] {
    var lies: [String] = []
    func check<Value>(_ name: String, _ field: KeyPath<NodeHardware, Observation<Value>>) {
      guard let value = found[keyPath: field].value else { return }
      if value != expected[keyPath: field].value { lies.append("\(name) is \(value)") }
    }
    check("instructionSet", \.instructionSet)
    check("processor", \.processor)
    check("sockets", \.sockets)
    check("cores", \.cores)
    check("threads", \.threads)
    check("memory", \.memory)
    check("persistentMemory", \.persistentMemory)
    check("acceleratorCount", \.acceleratorCount)
    check("accelerator", \.accelerator)
    check("fpga", \.fpga)
    check("infiniband", \.infiniband)
    check("infinibandRate", \.infinibandRate)
    check("networkRate", \.networkRate)
    let known = expected.storage.value ?? []
    for group in found.storage.value ?? []
    where !known.contains(where: { $0.agrees(with: group) }) {
      lies.append("storage has \(group)")
    }
    return lies
  }

  private static func isSound(_ hardware: NodeHardware) -> Bool {
    func isPositive(_ value: Int?) -> Bool { value.map { $0 > 0 } ?? true }
    return isPositive(hardware.sockets.value) && isPositive(hardware.cores.value)
      && isPositive(hardware.threads.value) && isPositive(hardware.memory.value?.bytes)
      && (hardware.acceleratorCount.value ?? 0) >= 0
      && isPositive(hardware.infinibandRate.value?.bitsPerSecond)
      && isPositive(hardware.networkRate.value?.bitsPerSecond)
      && (hardware.storage.value ?? []).allSatisfy { $0.count > 0 && isPositive($0.size?.bytes) }
  }
}

extension StorageGroup {
  /// Whether `other` is some of these drives, perhaps with less known of them.
  fileprivate func agrees(with other: StorageGroup) -> Bool {
    other.count <= count && (other.media == media || other.media == .unknown)
      && (other.size == size || other.size == nil)
  }
}
