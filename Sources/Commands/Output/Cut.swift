extension String {
  /// The text, with `…` at its end where it was longer than `width` characters.
  ///
  /// - Parameter width: More than 0.
  /// - Returns: At most `width` characters.
  func cut(to width: Int) -> String {
    guard utf8.count > width, count > width else { return self }
    return prefix(width - 1) + "…"
  }
}
