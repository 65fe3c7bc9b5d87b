extension Document {
  /// Reads a region as reStructuredText: literal blocks and code directives, comments, and text.
  mutating func readRestructuredText(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    var scanner = RestructuredTextScanner(TextLines(region, of: self))
    return scanner.read(into: &self)
  }
}
