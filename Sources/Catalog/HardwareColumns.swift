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
}

/// Reads what `HardwareColumns.values(_:)` wrote, row after row.
///
/// Rows that follow each other say much the same. What a column held last is kept and compared with,
/// so that most texts of a thousand rows are one and the same string.
struct HardwareReader {
  /// The column of the first value.
  let first: Int32
  private var texts = [String](repeating: "", count: HardwareColumns.names.count)
  private var origins = [(text: String, origin: Origin)](
    repeating: ("recorded", .recorded), count: HardwareColumns.names.count)
  private var storage: (text: String, groups: [StorageGroup]) = ("", [])

  init(from first: Int32) { self.first = first }

  mutating func hardware(_ row: Statement) -> NodeHardware {
    NodeHardware(
      instructionSet: text(0, row), processor: text(1, row), sockets: integer(2, row),
      cores: integer(3, row), threads: integer(4, row),
      memory: integer(5, row).map(ByteCount.init),
      persistentMemory: integer(6, row).map(ByteCount.init), acceleratorCount: integer(7, row),
      accelerator: text(8, row), fpga: text(9, row),
      infiniband: integer(10, row).map { $0 != 0 },
      infinibandRate: integer(11, row).map(BitRate.init(bitsPerSecond:)),
      networkRate: integer(12, row).map(BitRate.init(bitsPerSecond:)), storage: groups(13, row))
  }

  private mutating func integer(_ index: Int, _ row: Statement) -> Observation<Int> {
    Observation(row.integer(first + 2 * Int32(index)), origin(index, row))
  }

  private mutating func text(_ index: Int, _ row: Statement) -> Observation<String> {
    let column = first + 2 * Int32(index)
    if row.holds(texts[index], at: column) {
      return Observation(texts[index], origin(index, row))
    }
    let text = row.text(column)
    if let text { texts[index] = text }
    return Observation(text, origin(index, row))
  }

  private mutating func origin(_ index: Int, _ row: Statement) -> Origin {
    let column = first + 2 * Int32(index) + 1
    if row.holds(origins[index].text, at: column) { return origins[index].origin }
    let text = row.text(column) ?? ""
    origins[index] = (text, Origin(text))
    return origins[index].origin
  }

  private mutating func groups(_ index: Int, _ row: Statement) -> Observation<[StorageGroup]> {
    let text = text(index, row)
    if let key = text.value, key != storage.text {
      let groups = key.utf8.split(separator: UInt8(ascii: "+"))
      storage = (key, groups.compactMap { StorageGroup(key: Substring($0)) })
    }
    return text.map { _ in storage.groups }
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
