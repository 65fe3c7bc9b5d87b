extension Document {
  /// Reads a region as RestructuredText.
  mutating func readRestructuredText(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
