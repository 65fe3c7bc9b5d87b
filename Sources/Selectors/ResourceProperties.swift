package import JSON

/// The properties of one host as Blazar's `resource_properties` name them, sorted by name.
///
/// A property is a name and a text; Blazar knows no other kind of value. What a node record of the
/// testbed becomes is decided here and nowhere else:
///
/// | in the record | property |
/// |---|---|
/// | `{"gpu": {"gpu_model": "P100"}}` | `gpu.gpu_model` is `P100` |
/// | `{"storage_devices": [{"device": "sda"}]}` | `storage_devices.0.device` is `sda` |
/// | `true`, `false` | `True`, `False` |
/// | a number | what Python prints for it (see `PythonNumber`) |
/// | `null`, `{}`, `[]` | absent |
///
/// Source: the host properties that Chameleon's documentation prints (`climate host-show`, in
/// "Reserving nodes": `gpu.gpu` `False`, `main_memory.ram_size` `134956859392`,
/// `network_adapters.0.bridged` `False`) beside the same node in the reference repository
/// (`chameleoncloud/sites/*/clusters/*/nodes/*.json`). That `null` is absent is an assumption: the
/// documentation's table of 2016 shows `processor.cache_l1` with an empty text.
package struct ResourceProperties: Sendable, Hashable {
  /// One name and its text.
  package struct Property: Sendable, Hashable {
    /// Such as `gpu.gpu_model`, without the `$` of selectors.
    package let name: String
    /// Any text, even an empty one, which no selector can ask for with `=`.
    package let value: String
  }

  /// Every property, sorted by name in the order of code points, no name twice.
  package let sorted: [Property]

  /// Properties that are already names and texts, in any order.
  ///
  /// - Parameter pairs: Names and values; of two with the same name the last one counts.
  /// - Complexity: O(*n* log *n*) in the number of pairs.
  package init(_ pairs: some Sequence<(name: String, value: String)>) {
    var latest: [ExactText: String] = [:]
    for pair in pairs { latest[ExactText(pair.name)] = pair.value }
    sorted = latest.sorted { $0.key < $1.key }.map { Property(name: $0.key.text, value: $0.value) }
  }

  /// The properties of a node record.
  ///
  /// - Parameter record: The node as the reference repository or the Reference API has it. What is
  ///   not an object has no properties.
  /// - Complexity: O(*n* log *n*) in the number of values.
  package init(record: JSONValue) {
    var properties: [Property] = []
    if case .object = record { ResourceProperties.flatten(record, name: "", into: &properties) }
    properties.sort { ExactText($0.name) < ExactText($1.name) }
    // A record with both `"a.b"` and `{"a": {"b": …}}` names one property twice: the first counts.
    var last: String?
    properties.removeAll { property in
      defer { last = property.name }
      return last.map { ExactText($0) == ExactText(property.name) } ?? false
    }
    sorted = properties
  }

  private init(alreadySorted properties: [Property]) { sorted = properties }

  /// The properties whose name is accepted.
  func filtered(_ accepts: (String) -> Bool) -> ResourceProperties {
    ResourceProperties(alreadySorted: sorted.filter { accepts($0.name) })
  }

  /// The text of the property `name`; nil when the host has none.
  ///
  /// - Complexity: O(log *n*) in the number of properties.
  package subscript(name: String) -> String? {
    var range = 0..<sorted.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if ExactText(sorted[middle].name) < ExactText(name) {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    guard range.lowerBound < sorted.count else { return nil }
    let candidate = sorted[range.lowerBound]
    return ExactText(candidate.name) == ExactText(name) ? candidate.value : nil
  }

  private static func flatten(_ value: JSONValue, name: String, into result: inout [Property]) {
    let prefix = name.isEmpty ? "" : name + "."
    switch value {
    case .null: break
    case .bool(let value): result.append(Property(name: name, value: value ? "True" : "False"))
    case .number(let text):
      result.append(Property(name: name, value: PythonNumber.text(ofJSON: text)))
    case .string(let text): result.append(Property(name: name, value: text))
    case .array(let items):
      for (index, item) in items.enumerated() {
        flatten(item, name: prefix + String(index), into: &result)
      }
    case .object(let members):
      for member in members { flatten(member.value, name: prefix + member.name, into: &result) }
    }
  }
}

extension ResourceProperties: ExpressibleByDictionaryLiteral {
  /// Properties written out; of two with the same name the last one counts.
  package init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.map { (name: $0.0, value: $0.1) })
  }
}
