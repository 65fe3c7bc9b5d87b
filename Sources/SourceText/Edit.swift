/// A stretch of a text and the bytes that take its place.
package struct Edit: Sendable, Hashable {
  package let range: Range<Int>
  package let replacement: [UInt8]

  package init(range: Range<Int>, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }
}

extension [Edit] {
  /// The text with every edit made; bytes outside the edits stay as they are.
  ///
  /// - Parameter bytes: The text that the edits were made for.
  /// - Returns: The new text; nil when two edits overlap or one reaches outside the text.
  /// - Complexity: O(*n* + *m* log *m*) for *n* bytes and *m* edits.
  package func applied(to bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var end = 0
    for edit in sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard edit.range.lowerBound >= end, edit.range.upperBound <= bytes.count else { return nil }
      result += bytes[end..<edit.range.lowerBound]
      result += edit.replacement
      end = edit.range.upperBound
    }
    return result + bytes[end...]
  }
}
