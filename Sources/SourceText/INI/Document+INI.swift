extension Document {
  /// Reads a region as INI.
  mutating func readINI(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
