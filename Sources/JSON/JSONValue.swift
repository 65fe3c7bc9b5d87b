/// A JSON value that keeps what Swift's own decoders lose: the order of members and the text of
/// numbers.
///
/// Both matter here. The order lets a record be written back as it was read, and the text is what
/// Blazar compares: `2411724800` and `2411724800.0` are different property values.
///
/// Source of the format: RFC 8259.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number exactly as it was written, for example `1.0`, `-0` or `1e3`.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Members in the order of the text. Where a name occurs twice, the last one counts, as in
  /// Python's `json`; the parser keeps only that one.
  case object([Member])

  /// One name and value of an object.
  package struct Member: Sendable, Hashable {
    /// Unescaped; it may be empty.
    package let name: String
    package let value: JSONValue

    /// Takes the name as it is meant; the writer escapes it.
    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }
}

extension JSONValue {
  /// The value of the member `name`, by its bytes; nil when there is none or this is not an object.
  ///
  /// - Complexity: O(*n*) in the number of members, which is below 30 in every record known.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name && $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// The value at `path`, member by member; nil as soon as one is missing.
  package subscript(path path: String...) -> JSONValue? {
    var value = self
    for name in path {
      guard let next = value[name] else { return nil }
      value = next
    }
    return value
  }

  /// Whether this is null; a member that is not there is nil instead.
  package var isNull: Bool { self == .null }

  /// The text of a string, unescaped; nil for every other kind, also numbers.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value of a boolean; nil for every other kind, also 0 and 1.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The items of an array; nil for every other kind.
  package var array: [JSONValue]? {
    if case .array(let items) = self { items } else { nil }
  }

  /// The members of an object in the order of the text; nil for every other kind.
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The number as an integer; nil for fractions and for what does not fit 64 bits.
  package var integer: Int? {
    guard case .number(let text) = self else { return nil }
    if let value = Int(text) { return value }
    guard let value = Double(text), value == value.rounded(), abs(value) < 9e15 else { return nil }
    return Int(value)
  }

  /// The nearest floating-point number; infinite for what is too large, nil for other kinds.
  package var double: Double? {
    if case .number(let text) = self { Double(text) } else { nil }
  }

  /// The kind of value in the words of RFC 8259, for messages.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  /// A number in decimal digits.
  package init(_ value: Int) { self = .number(String(value)) }

  /// A string, or null when there is none.
  package init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }

  /// A number with `digits` digits after the point, or null when `value` is nil or not finite
  /// (JSON has no infinity).
  package init(_ value: Double?, digits: Int) {
    guard let value, value.isFinite else {
      self = .null
      return
    }
    self = .number(JSONValue.decimal(value, digits: digits))
  }

  /// `value` in plain decimal notation with at most `digits` digits after the point and no
  /// trailing zeros.
  package static func decimal(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard abs(scaled) < 9e15 else {
      return abs(value) < 9e15 && value == value.rounded() ? String(Int(value)) : "\(value)"
    }
    let magnitude = Int(abs(scaled))
    let whole = magnitude / Int(scale)
    var fraction = String(magnitude % Int(scale))
    fraction = String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    let sign = scaled < 0 ? "-" : ""
    return sign + String(whole) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
