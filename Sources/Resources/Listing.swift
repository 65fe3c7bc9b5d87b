/// What a service listed, or why that is not known.
///
/// A service that a site does not have, or that did not answer, leaves the others' listings intact.
package enum Listing<Element: Sendable & Hashable>: Sendable, Hashable {
  /// In the order of the service.
  case known([Element])
  /// The text completes the sentence "unknown: ...".
  case unknown(String)

  /// The elements; nil when they are unknown.
  package var elements: [Element]? {
    if case .known(let elements) = self { elements } else { nil }
  }
}
