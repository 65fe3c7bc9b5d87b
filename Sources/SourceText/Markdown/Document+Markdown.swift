extension Document {
  /// Reads a region as Markdown.
  mutating func readMarkdown(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
