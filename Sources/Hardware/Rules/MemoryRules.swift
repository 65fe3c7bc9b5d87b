import JSON
import Testbed

extension RecordContext {
  struct MemoryReading {
    let memory: Observation<ByteCount>
    let persistent: Observation<ByteCount>
  }

  mutating func readMemory() -> MemoryReading {
    let none = Observation<ByteCount>.unknown("no record tells of persistent memory")
    let recorded = size(
      record[path: "main_memory", "ram_size"], of: .memory, "main_memory.ram_size")
    let bytes = recorded.value
    let label = text(record[path: "main_memory", "humanized_ram_size"])
    raw.memory = text(record[path: "main_memory", "ram_size"]) ?? label
    if let reason = recorded.reason {
      return MemoryReading(memory: .unknown(reason), persistent: none)
    }
    if label == nil, bytes != nil {
      note(
        "no-memory-label", "main_memory.humanized_ram_size",
        "only main_memory.ram_size tells the size")
    }
    if let persistent = nodeTypeFact?.persistentMemory, let memory = nodeTypeFact?.memory {
      return splitPersistentMemory(bytes, memory: memory, persistent: persistent)
    }
    guard let bytes else { return MemoryReading(memory: labelledMemory(label), persistent: none) }
    return MemoryReading(memory: installedMemory(bytes, label: label), persistent: none)
  }

  /// What only the label tells.
  private mutating func labelledMemory(_ label: String?) -> Observation<ByteCount> {
    let field = "main_memory.humanized_ram_size"
    guard let bytes = label.flatMap(RecordContext.bytes), bytes.isFinite else {
      return .unknown("main_memory.ram_size is not recorded")
    }
    if let size = RecordContext.size(of: label), PlausibleSizes.memory.range.contains(size.bytes) {
      return .inferred(size, from: field)
    }
    let implausible = RecordedSize.implausible(label ?? "", field)
    let reason = implausible.reason ?? ""
    note(Oddity.implausibleSize, field, found: label, reason)
    return .unknown(reason)
  }

  /// Optane modules are recorded as part of the memory.
  private mutating func splitPersistentMemory(
    _ bytes: Int?, memory: ByteCount, persistent: ByteCount
  ) -> MemoryReading {
    let source = "what is documented of \(nodeType)"
    if let bytes, bytes >= (memory.bytes + persistent.bytes) * 9 / 10 {
      note(
        "persistent-memory-as-memory", "main_memory.ram_size", found: String(bytes),
        used: "\(memory) and \(persistent) persistent",
        "the record adds memory and Optane modules together")
    }
    return MemoryReading(
      memory: .inferred(memory, from: source), persistent: .inferred(persistent, from: source))
  }

  /// What is installed, from what is recorded: the operating system sees a little less than the
  /// modules hold, and some records write decimal for binary gigabytes.
  private mutating func installedMemory(_ bytes: Int, label: String?) -> Observation<ByteCount> {
    guard let labelled = RecordContext.size(of: label) else {
      let rounded = RecordContext.moduleSize(above: ByteCount(bytes))
      return rounded.bytes == bytes
        ? .recorded(rounded) : .inferred(rounded, from: "main_memory.ram_size")
    }
    if labelled.bytes == bytes { return .recorded(labelled) }
    let gigabytes = Int((labelled.gibibytes).rounded()) * 1_000_000_000
    if bytes == gigabytes {
      note(
        "decimal-memory", "main_memory.ram_size", found: String(bytes), used: "\(labelled)",
        "decimal gigabytes stand for the GiB of main_memory.humanized_ram_size")
      return .inferred(labelled, from: "main_memory.humanized_ram_size")
    }
    let ratio = Double(bytes) / Double(labelled.bytes)
    guard (0.9...1.1).contains(ratio) else {
      note(
        "memory-label-differs", "main_memory.humanized_ram_size", found: label,
        used: "\(ByteCount(bytes))", "main_memory.ram_size says \(ByteCount(bytes))")
      return .recorded(RecordContext.moduleSize(above: ByteCount(bytes)))
    }
    let rounded = RecordContext.moduleSize(above: ByteCount(min(bytes, labelled.bytes)))
    return .inferred(rounded, from: "main_memory.humanized_ram_size")
  }

  /// The size of modules that shows as `seen`: the next multiple of 16 GiB, 32 above 256, when that
  /// is at most 3 % more (firmware and kernel keep that much); else `seen` in whole GiB.
  static func moduleSize(above seen: ByteCount) -> ByteCount {
    let step = seen.gibibytes > 256 ? 32.0 : 16.0
    let modules = (seen.gibibytes / step).rounded(.up) * step
    // Beyond an exbibyte nothing is rounded: the result might not fit.
    guard (1...0x1p30).contains(seen.gibibytes) else { return seen }
    if seen.gibibytes >= modules * 0.97 { return .gibibytes(Int(modules)) }
    return .gibibytes(Int(seen.gibibytes.rounded()))
  }

  /// The size that a label such as `192 GiB`, `~244 GiB` or `1 TiB` tells; nil for other texts and
  /// for what does not fit.
  static func size(of label: String?) -> ByteCount? {
    guard let bytes = label.flatMap(bytes), bytes < 0x1p60 else { return nil }
    return ByteCount(Int(bytes))
  }

  private static func bytes(of label: String) -> Double? {
    let parts = label.split(separator: " ")
    guard parts.count == 2, let value = Double(parts[0].drop { $0 == "~" }), value > 0 else {
      return nil
    }
    let units = ["MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40, "GB": 1_000_000_000]
    return units[String(parts[1])].map { value * Double($0) }
  }
}
