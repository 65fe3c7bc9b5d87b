extension Document {
  /// Reads a region as JSON.
  mutating func readJSON(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
