extension Document {
  /// Reads a region as Python.
  mutating func readPython(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
