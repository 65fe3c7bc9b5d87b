package import JSON

/// What a selector may say of a host, as bytes that are equal when it is.
///
/// Hosts with one key cannot be told apart by a selector that is not about single machines. To make
/// a key takes a fraction of the time that naming the properties takes.
package struct StablePropertyKey: Sendable, Hashable, Comparable {
  private var bytes: [UInt8] = []

  /// The key of a record.
  ///
  /// - Parameter record: The record, its members sorted: in another order it has another key.
  package init(sortedRecord record: JSONValue) {
    bytes.reserveCapacity(1024)
    append(record, StableProperty.tree)
  }

  /// An order without a meaning.
  package static func < (a: StablePropertyKey, b: StablePropertyKey) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }

  package static func == (a: StablePropertyKey, b: StablePropertyKey) -> Bool {
    a.bytes == b.bytes
  }

  package func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  /// Adds the stable part of a value: each name or index, then what is there.
  private mutating func append(_ value: JSONValue, _ tree: StableProperty.Tree) {
    switch value {
    case .object(let members):
      for member in members {
        if let inner = tree.inner(member.name) {
          append(UInt8(ascii: "{"), member.name)
          append(member.value, inner)
        } else if member.name.utf8.contains(UInt8(ascii: ".")) {
          // `{"gpu.gpu_model": ...}` names the same property as `{"gpu": {"gpu_model": ...}}`.
          append(UInt8(ascii: "."), member.name)
          append(UInt8(ascii: "="), member.value.compact)
        }
      }
    case .array(let items):
      guard let inner = tree.items else { return }
      for (index, item) in items.enumerated() {
        append(UInt8(ascii: "["), String(index))
        append(item, inner)
      }
    case .string(let text): append(UInt8(ascii: "s"), text)
    case .number(let text): append(UInt8(ascii: "n"), text)
    case .bool(let value): append(UInt8(ascii: "b"), value ? "1" : "0")
    case .null: append(UInt8(ascii: "0"), "")
    }
  }

  /// Adds a text with its kind and, so that no two lists of texts look alike, its length.
  private mutating func append(_ kind: UInt8, _ text: String) {
    bytes.append(kind)
    withUnsafeBytes(of: Int32(truncatingIfNeeded: text.utf8.count)) {
      bytes.append(contentsOf: $0)
    }
    bytes.append(contentsOf: text.utf8)
  }
}

extension ResourceProperties {
  /// The properties that selectors should use, as they say what the hardware is.
  package var stable: ResourceProperties { filtered { StableProperty.rank(of: $0) != nil } }
}
