/// Why a saved inventory or map cannot be used.
package struct ResourceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was found and what was expected.
  package let description: String

  /// Takes the whole text.
  package init(_ description: String) { self.description = description }
}
