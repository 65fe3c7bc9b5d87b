extension Document {
  /// Reads a region as Markdown: code in fences, Pandoc's divisions, metadata, comments, and text.
  ///
  /// What is in a division is a section of type `div`, whose label is its attributes without braces.
  mutating func readMarkdown(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    var scanner = MarkdownScanner(TextLines(region, of: self))
    return scanner.read(into: &self)
  }
}
