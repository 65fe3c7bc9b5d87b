/// Why Blazar would refuse a selector, or why it cannot be told what Blazar would do.
package struct SelectorError: Error, Sendable, Hashable {
  /// The kinds of failure, named for what Blazar raises.
  package enum Kind: Sendable, Hashable {
    /// `MalformedRequirements`; the only failure with HTTP 400, all others are HTTP 500.
    case malformed
    /// `BlazarDBNotFound`: no host of the site has the property.
    case notFound
    /// Python's `TypeError`: JSON text that is `null`, a boolean or a number.
    case typeError
    /// Python's `KeyError`: an object with two members or more.
    case keyError
    /// SQLAlchemy's `ArgumentError`: an attribute of a host that is no column, or an order
    /// comparison with `null`.
    case argumentError
    /// `NotImplementedError`, `BlazarDBInvalidFilterOperator` or SQLAlchemy's
    /// `InvalidRequestError`: an operator that the property or attribute does not have.
    case unsupported
    /// No failure of Blazar: a column of the host table that has not been read.
    case columnUnknown
  }

  /// Where in the selector the failure is.
  package struct Place: Sendable, Hashable, CustomStringConvertible {
    /// Indices from the outermost array to the element; empty for the whole.
    package var path: [Int] = []
    /// The byte within the text, from 0, where it is not JSON at all.
    package var offset: Int?

    /// Such as `[2][1]` or `[1], byte 4`; empty for the whole selector.
    package var description: String {
      let elements = path.map { "[\($0)]" }.joined()
      guard let offset else { return elements }
      return elements.isEmpty ? "byte \(offset)" : "\(elements), byte \(offset)"
    }

    func appending(_ index: Int) -> Place { Place(path: path + [index], offset: offset) }
  }

  /// What Blazar would raise.
  package let kind: Kind
  /// Where in the selector, as it was written.
  package let place: Place
  /// What stands there, in words.
  package let found: String
  /// What Blazar needs there, in words.
  package let expected: String
  /// What the user can do about it; nil when the message says it all.
  package let hint: String?

  init(_ kind: Kind, at place: Place, found: String, expected: String, hint: String? = nil) {
    self.kind = kind
    self.place = place
    self.found = found
    self.expected = expected
    self.hint = hint
  }
}

extension SelectorError: CustomStringConvertible {
  /// One line without the hint.
  package var description: String {
    let place = place.description
    return "selector\(place.isEmpty ? "" : " at \(place)"): found \(found), expected \(expected)"
  }
}
