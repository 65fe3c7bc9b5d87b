/// Why nothing in an object store can have a name.
package struct ObjectNameError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was named: `object` or `container`.
  package let kind: String
  /// The name; bytes that are not UTF-8 are U+FFFD.
  package let name: String
  /// Completes the sentence "no object can be named ...:".
  package let reason: String

  /// Makes the error.
  package init(kind: String, name: String, reason: String) {
    self.kind = kind
    self.name = name
    self.reason = reason
  }

  /// One line; a long name is cut.
  package var description: String {
    let shown = name.count <= 80 ? name : name.prefix(80) + "..."
    return "no \(kind) can be named '\(shown)': \(reason)"
  }
}
