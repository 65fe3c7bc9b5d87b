/// A token or password that no description, dump or interpolation shows.
package struct Secret: Sendable, Hashable {
  /// The text itself; for building a request, never for a message.
  package let revealed: String

  package init(_ text: String) { revealed = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
