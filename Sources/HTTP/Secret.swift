/// A token or password that no description, dump or interpolation shows.
package struct Secret: Sendable, Hashable {
  /// The text itself; for building a request, never for a message.
  package let revealed: String

  /// Takes a text as it is; whether it may be sent is checked with the request.
  package init(_ text: String) { revealed = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The same for every secret, and so are the debug description and the mirror.
  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
