package import JSON

/// What a selector may say of a host: the properties that say what the hardware is.
///
/// Hosts that are equal here cannot be told apart by a selector that is not about single machines.
package struct StableProperties: Sendable, Hashable, Comparable {
  package let properties: ResourceProperties
  /// All names and values, so that equal means equal code points.
  private let key: [UInt8]

  fileprivate init(_ properties: ResourceProperties) {
    self.properties = properties
    var key: [UInt8] = []
    for property in properties.sorted {
      key.append(contentsOf: property.name.utf8)
      key.append(0x1F)
      key.append(contentsOf: property.value.utf8)
      key.append(0x1E)
    }
    self.key = key
  }

  package static func == (a: StableProperties, b: StableProperties) -> Bool { a.key == b.key }

  /// An order without a meaning.
  package static func < (a: StableProperties, b: StableProperties) -> Bool {
    a.key.lexicographicallyPrecedes(b.key)
  }

  package func hash(into hasher: inout Hasher) {
    key.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

/// Reads stable properties from records, one after the other; it remembers which names are stable.
package struct StablePropertyReader {
  private var isStable: [ExactText: Bool] = [:]

  package init() {}

  /// The stable properties of a record.
  package mutating func read(_ record: JSONValue) -> StableProperties {
    StableProperties(
      ResourceProperties(record: record).filtered { name in
        let name = ExactText(name)
        if let known = isStable[name] { return known }
        let answer = StableProperty.rank(of: name.text) != nil
        isStable[name] = answer
        return answer
      })
  }
}
