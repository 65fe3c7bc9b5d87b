/// A pattern for names in which `*` stands for any text, and everything else for itself in any case.
package struct Glob: Sendable, Hashable, CustomStringConvertible {
  package let description: String
  private let parts: [[UInt8]]

  /// A pattern: `*` stands for any text, all else for itself in any case.
  package init(_ pattern: String) {
    description = pattern
    parts = pattern.lowercased().utf8
      .split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
  }

  /// Whether it names one thing only.
  package var isLiteral: Bool { parts.count == 1 }

  /// Whether the whole of `name` fits.
  ///
  /// - Complexity: O(*n* *m*) for the lengths of name and pattern.
  package func matches(_ name: String) -> Bool {
    var rest = Array(name.lowercased().utf8)[...]
    guard let first = parts.first, let last = parts.last, parts.count > 1 else {
      return rest.elementsEqual(parts.first ?? [])
    }
    guard rest.starts(with: first) else { return false }
    rest = rest.dropFirst(first.count)
    // The leftmost fit of each part leaves most for those after it.
    for part in parts[1..<(parts.count - 1)] {
      while !rest.starts(with: part) {
        guard rest.count > part.count else { return false }
        rest = rest.dropFirst()
      }
      rest = rest.dropFirst(part.count)
    }
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }
}
