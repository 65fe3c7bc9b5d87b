import JSON

/// The sizes that a node can have: far more than any node of the testbed, and less than slips of the
/// pen and broken inspections write.
struct PlausibleSizes {
  let range: ClosedRange<Int>

  /// Bytes: 64 MiB to 256 TiB.
  ///
  /// Source: Linux needs tens of MiB to start; x86-64 with four-level page tables and Arm without
  /// large addresses reach 48 bits (Linux, Documentation/arch/x86/x86_64/mm.rst).
  static let memory = PlausibleSizes(range: 1 << 26...1 << 48)

  /// GPUs, or devices where records count those: up to 64.
  ///
  /// Source: the largest single nodes have 16 (NVIDIA DGX-2) and 32 over a fabric (GigaIO SuperNODE).
  static let accelerators = PlausibleSizes(range: 0...64)

  /// Bytes of one drive: up to 1 PB.
  ///
  /// Source: the largest drive sold is 245.76 TB (KIOXIA LC9, 2025).
  static let drive = PlausibleSizes(range: 0...1_000_000_000_000_000)

  /// Drives: up to 256.
  ///
  /// Source: enclosures with 4 units hold 108 (Western Digital Ultrastar Data102 and the like).
  static let drives = PlausibleSizes(range: 0...256)

  /// Bits per second of one port: up to 1.6 Tb/s.
  ///
  /// Source: the fastest Ethernet in the making (IEEE P802.3dj); XDR InfiniBand has 800 Gb/s.
  static let networkRate = PlausibleSizes(range: 0...1_600_000_000_000)

  /// Sockets: up to 16.
  ///
  /// Source: HPE Compute Scale-up Server 3200, the largest with one memory.
  static let sockets = PlausibleSizes(range: 1...16)

  /// Hardware threads: up to 8192.
  ///
  /// Source: the most that Linux can be built for (NR_CPUS of arch/x86/Kconfig).
  static let threads = PlausibleSizes(range: 1...8192)
}

/// What a record says of a size.
enum RecordedSize {
  /// Nothing, or nothing that is a size: zero, less, or no whole number.
  case missing
  case known(Int)
  /// A size that no node has, as `text` in `field`.
  case implausible(_ text: String, _ field: String)

  var value: Int? {
    if case .known(let value) = self { value } else { nil }
  }

  /// Why the size cannot be used; nil where it can, or where there is none.
  var reason: String? {
    guard case .implausible(let text, let field) = self else { return nil }
    return "\(field) says \(text), which no node has"
  }
}

extension PlausibleSizes {
  /// What `value` says of a size that is recorded in `field`.
  func read(_ value: JSONValue?, _ field: String) -> RecordedSize {
    // Through floating point, as what does not fit 64 bits is a size that no node has, too.
    guard case .number(let text) = value, let number = Double(text), number > 0 else {
      return .missing
    }
    if (Double(range.lowerBound)...Double(range.upperBound)).contains(number) {
      return value?.integer.map { .known($0) } ?? .missing
    }
    return number < 1 ? .missing : .implausible(text, field)
  }
}

extension RecordContext {
  /// Reads a size; one that no node has is noted, and must not be used.
  mutating func size(
    _ value: JSONValue?, of sizes: PlausibleSizes, _ field: String
  ) -> RecordedSize {
    let size = sizes.read(value, field)
    if case .implausible(let text, _) = size, let reason = size.reason {
      note(Oddity.implausibleSize, field, found: text, reason)
    }
    return size
  }
}
