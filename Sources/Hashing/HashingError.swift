/// Why nothing can be hashed here.
package struct HashingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// In lower case, with a hint where there is one.
  package let description: String
}
