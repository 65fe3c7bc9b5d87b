import JSON

/// One spelling for records, so that the API and a checkout of the same data give the same text.
///
/// The server reads the files with Python and writes them again through models of its own, which
/// changes what a number looks like, and cannot be told from a file that says `null`.
///
/// Source: https://github.com/ChameleonCloud/reference_api_v2, `reference_api/api/items.py`.
extension JSONValue {
  /// A record without what the server adds to each: its version, and links.
  var withoutServerAdditions: JSONValue {
    removing { $0.name == "version" || $0.name == "links" }
  }

  /// The record of a node as it is stored.
  ///
  /// Fractions are written with the fewest digits that mean the same; integers stay as they are,
  /// since selectors tell `1` from `1.0`.
  var canonicalNode: JSONValue {
    let record = removing { member in
      member.value.isNull && (member.name == "node_name" || member.name == "node_type")
    }
    return record.hasFraction ? record.mappingNumbers(JSONValue.shortestFraction) : record
  }

  /// The record of a site, cluster or flavor as it is stored.
  ///
  /// Nulls are left out, as are the queues that the server invents; a number is an integer where it
  /// can be.
  var canonicalDescription: JSONValue {
    removing { member in
      member.value.isNull
        || member.name == "queues" && [[], ["admin", "default"]].contains(member.value)
    }.mappingNumbers(JSONValue.shortestNumber)
  }

  private func removing(_ isUnwanted: (Member) -> Bool) -> JSONValue {
    guard let members, members.contains(where: isUnwanted) else { return self }
    return .object(members.filter { !isUnwanted($0) })
  }

  private var hasFraction: Bool {
    switch self {
    case .number(let text): JSONValue.isFraction(text)
    case .array(let items): items.contains(where: \.hasFraction)
    case .object(let members): members.contains { $0.value.hasFraction }
    default: false
    }
  }

  private func mappingNumbers(_ transform: (String) -> String) -> JSONValue {
    switch self {
    case .number(let text): .number(transform(text))
    case .array(let items): .array(items.map { $0.mappingNumbers(transform) })
    case .object(let members):
      .object(members.map { Member($0.name, $0.value.mappingNumbers(transform)) })
    default: self
    }
  }

  private static func isFraction(_ text: String) -> Bool {
    text.utf8.contains { [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains($0) }
  }

  private static func shortestFraction(_ text: String) -> String {
    guard isFraction(text), let value = Double(text), value.isFinite else { return text }
    return value.description
  }

  private static func shortestNumber(_ text: String) -> String {
    guard isFraction(text), let value = Double(text), value.isFinite else { return text }
    return value == value.rounded() && abs(value) < 9e15 ? String(Int(value)) : value.description
  }
}
