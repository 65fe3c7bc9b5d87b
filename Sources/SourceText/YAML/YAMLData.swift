/// What YAML says, for those who only want to know it: settings rather than texts to edit.
///
/// Plain scalars are read as PyYAML 6 does (YAML 1.1): `yes` is true, `0o` no number, `012` is 10.
package indirect enum YAMLData: Sendable, Hashable {
  /// One key and its value.
  package struct Member: Sendable, Hashable {
    /// Other keys than texts are written as Python writes them.
    package let key: String
    package let value: YAMLData
  }

  case null
  case bool(Bool)
  /// In decimal digits.
  case integer(String)
  /// As Python writes it.
  case float(String)
  case string(String)
  case list([YAMLData])
  /// In the order of the text, each key once; what was merged (`<<`) comes first.
  case mapping([Member])
}

/// Why a text is no YAML, with the place; the text itself is not quoted.
package struct YAMLProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package let position: Position
  package let reason: String

  package var description: String { "line \(position.line): \(reason)" }
}

extension YAMLData {
  /// Reads a text of one document; an empty one is null.
  ///
  /// - Parameter bytes: UTF-8, with or without a byte order mark.
  /// - Throws: `YAMLProblem` for anything that is not understood: nothing is left out.
  package init(reading bytes: [UInt8]) throws(YAMLProblem) {
    var parser = YAMLParser(bytes)
    let roots = parser.parse()
    var reader = YAMLDataReader(parser)
    if let unread = parser.unread.min(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      throw reader.problem(unread.range.lowerBound, unread.reason)
    }
    guard roots.count <= 1 else {
      throw reader.problem(
        YAMLDataReader.start(of: roots[1]) ?? bytes.count, "there is more than one document")
    }
    self = try roots.first.map { node throws(YAMLProblem) in try reader.data(node) } ?? .null
  }

  /// The value of the last member with a key; nil when there is none or this is no mapping.
  package subscript(key: String) -> YAMLData? {
    guard case .mapping(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// As a key of a mapping is written.
  var keyText: String? {
    switch self {
    case .null: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let text), .float(let text), .string(let text): text
    case .list, .mapping: nil
    }
  }
}
