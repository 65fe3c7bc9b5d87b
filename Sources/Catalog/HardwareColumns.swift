import Hardware
import SQLite
import Testbed

/// The columns of `NodeHardware`: for each field its value and its origin.
enum HardwareColumns {
  /// In the order of `values(_:)`.
  static let names: [(name: String, type: String)] = [
    ("instruction_set", "TEXT"),
    ("processor", "TEXT"),
    ("sockets", "INTEGER"),
    ("cores", "INTEGER"),
    ("threads", "INTEGER"),
    ("memory_bytes", "INTEGER"),
    ("persistent_memory_bytes", "INTEGER"),
    ("gpu_count", "INTEGER"),
    ("gpu", "TEXT"),
    ("fpga", "TEXT"),
    ("infiniband", "INTEGER"),
    ("infiniband_bits_per_second", "INTEGER"),
    ("network_bits_per_second", "INTEGER"),
    ("storage", "TEXT"),
  ]

  static var definitions: String {
    names.map { "  \($0.name) \($0.type),\n  \($0.name)_origin TEXT NOT NULL" }
      .joined(separator: ",\n")
  }

  /// `instruction_set, instruction_set_origin, ...`, for INSERT and SELECT.
  static let list = names.map { "\($0.name), \($0.name)_origin" }.joined(separator: ", ")
  static let placeholders = names.map { _ in "?, ?" }.joined(separator: ", ")
  static let count = Int32(names.count * 2)

  static func values(_ hardware: NodeHardware) -> [SQLValue] {
    func pair<Value>(
      _ observation: Observation<Value>, _ encode: (Value) -> SQLValue
    ) -> [SQLValue] {
      [observation.value.map(encode) ?? .null, .text(observation.origin)]
    }
    var values: [SQLValue] = []
    values.reserveCapacity(Int(count))
    values += pair(hardware.instructionSet) { .text($0) }
    values += pair(hardware.processor) { .text($0) }
    values += pair(hardware.sockets) { .integer($0) }
    values += pair(hardware.cores) { .integer($0) }
    values += pair(hardware.threads) { .integer($0) }
    values += pair(hardware.memory) { .integer($0.bytes) }
    values += pair(hardware.persistentMemory) { .integer($0.bytes) }
    values += pair(hardware.acceleratorCount) { .integer($0) }
    values += pair(hardware.accelerator) { .text($0) }
    values += pair(hardware.fpga) { .text($0) }
    values += pair(hardware.infiniband) { SQLValue($0) }
    values += pair(hardware.infinibandRate) { .integer($0.bitsPerSecond) }
    values += pair(hardware.networkRate) { .integer($0.bitsPerSecond) }
    values += pair(hardware.storage) { .text($0.map(\.key).joined(separator: "+")) }
    return values
  }

  /// Reads what `values(_:)` wrote, from column `first` on.
  static func hardware(_ row: Statement, from first: Int32) -> NodeHardware {
    func observed<Value>(_ index: Int32, _ value: Value?) -> Observation<Value> {
      let column = first + 2 * index + 1
      if let value, row.holds("recorded", at: column) { return .recorded(value) }
      return Observation(value, origin: row.text(column) ?? "")
    }
    func text(_ index: Int32) -> Observation<String> {
      observed(index, row.text(first + 2 * index))
    }
    func integer(_ index: Int32) -> Observation<Int> {
      observed(index, row.integer(first + 2 * index))
    }
    return NodeHardware(
      instructionSet: text(0), processor: text(1), sockets: integer(2), cores: integer(3),
      threads: integer(4), memory: integer(5).map(ByteCount.init),
      persistentMemory: integer(6).map(ByteCount.init), acceleratorCount: integer(7),
      accelerator: text(8), fpga: text(9), infiniband: integer(10).map { $0 != 0 },
      infinibandRate: integer(11).map(BitRate.init(bitsPerSecond:)),
      networkRate: integer(12).map(BitRate.init(bitsPerSecond:)),
      storage: text(13).map {
        $0.utf8.split(separator: UInt8(ascii: "+")).compactMap { StorageGroup(key: Substring($0)) }
      })
  }
}

/// The columns of `RawFields`.
enum RawColumns {
  static let names = [
    "raw_processor", "raw_sockets", "raw_threads", "raw_memory", "raw_gpu", "raw_gpu_count",
    "raw_fpga", "raw_infiniband", "raw_network", "raw_storage",
  ]

  static var definitions: String { names.map { "  \($0) TEXT" }.joined(separator: ",\n") }
  static let list = names.joined(separator: ", ")
  static let placeholders = names.map { _ in "?" }.joined(separator: ", ")

  static func values(_ raw: RawFields) -> [SQLValue] {
    [
      raw.processor, raw.sockets, raw.threads, raw.memory, raw.accelerator, raw.acceleratorCount,
      raw.fpga, raw.infiniband, raw.network, raw.storage,
    ].map { SQLValue($0) }
  }
}
