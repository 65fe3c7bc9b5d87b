extension Document {
  /// Reads a region as Shell.
  mutating func readShell(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
