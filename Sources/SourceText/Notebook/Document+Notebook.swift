extension Document {
  /// Reads a region as Notebook.
  mutating func readNotebook(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
