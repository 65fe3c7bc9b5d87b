import JSON

/// The members of a record while it is written: what is nil or empty is left out.
struct Members {
  private(set) var members: [JSONValue.Member] = []

  /// The record.
  var object: JSONValue { .object(members) }

  mutating func add(_ name: String, _ value: JSONValue?) {
    guard let value, !value.isNull else { return }
    members.append(JSONValue.Member(name, value))
  }

  mutating func add(_ name: String, _ text: String?) { add(name, text.map(JSONValue.string)) }

  mutating func add(_ name: String, _ number: Int?) { add(name, number.map { JSONValue($0) }) }

  mutating func add(_ name: String, _ flag: Bool?) { add(name, flag.map(JSONValue.bool)) }

  mutating func add(_ name: String, _ texts: [String]) {
    add(name, texts.isEmpty ? nil : JSONValue.array(texts.map(JSONValue.string)))
  }

  mutating func add(_ name: String, _ texts: [String: String]) {
    add(name, texts.isEmpty ? nil : Members.object(texts))
  }

  /// Sorted by name.
  static func object(_ texts: [String: String]) -> JSONValue {
    .object(texts.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) })
  }
}

extension JSONValue {
  /// The text of a member that is there and not empty.
  func text(_ name: String) -> String? {
    guard let text = self[name]?.string, !text.isEmpty else { return nil }
    return text
  }

  /// The number of a member, also one that is written as a text.
  func number(_ name: String) -> Int? {
    self[name].flatMap { $0.integer ?? $0.string.flatMap(Int.init) }
  }

  /// The value of a member, also one that is written as a text, as Python and Glance write them.
  func flag(_ name: String) -> Bool? {
    switch self[name] {
    case .bool(let value)?: value
    case .string(let text)?:
      switch text.lowercased() {
      case "true": true
      case "false": false
      default: nil
      }
    default: nil
    }
  }

  /// The texts of an array; none when it is missing, and without elements of other kinds.
  func texts(_ name: String) -> [String] { self[name]?.array?.compactMap(\.string) ?? [] }

  /// The members of an object as texts; numbers and booleans as they are written.
  func textMap(_ name: String) -> [String: String] { self[name].map(\.textMap) ?? [:] }

  /// The members of this object as texts, without those that are null, arrays or objects.
  var textMap: [String: String] {
    (members ?? []).reduce(into: [:]) { map, member in map[member.name] = member.value.plainText }
  }

  private var plainText: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "True" : "False"
    default: nil
    }
  }
}
