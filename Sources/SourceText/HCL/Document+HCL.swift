extension Document {
  /// Reads a region as HCL.
  mutating func readHCL(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
